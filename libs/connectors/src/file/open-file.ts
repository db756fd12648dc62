import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import type { ReadContext } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import type { InputFile } from './input-file.js';
import { matchesWildcards } from './wildcards.js';

const mostFiles = 10_000;
const dataFile = /\.(csv|tsv|txt|jsonl|ndjson|json)(\.gz)?$/i;

/**
 * The files that a path stands for, in the byte order of their names: one file, the data files of a directory, or what `*` and `?`
 * match.
 *
 * @throws {ConnectorFailure} when there is none
 */
export async function filesAt(
  location: string,
  { baseDirectory, closedDirectory }: Pick<ReadContext, 'baseDirectory' | 'closedDirectory'>,
): Promise<readonly InputFile[]> {
  const absolute = path.resolve(baseDirectory, location);
  if (!/[*?]/.test(location)) {
    const found = await statOf(absolute, location);
    if (!found.isDirectory())
      return refuseClosed([{ absolute, name: path.basename(absolute) }], closedDirectory, location);
    return listed(await namesIn(absolute, (name) => dataFile.test(name)), absolute, location, closedDirectory);
  }
  const directory = fixedPart(absolute);
  const names = await matching(directory, absolute.slice(directory.length).split(path.sep).filter(Boolean), location);
  return listed(names, directory, location, closedDirectory);
}

/** What people have uploaded, in the byte order of the names. */
export async function uploadedFiles(uploadDirectory: string): Promise<readonly InputFile[]> {
  const names = await namesIn(uploadDirectory, () => true).catch((error: unknown) => {
    if (error instanceof ConnectorFailure && error.code === 'fileMissing') return [];
    throw error;
  });
  if (names.length === 0) {
    throw new ConnectorFailure(
      'configuration',
      'nothingUploaded',
      'No file has been uploaded to this connection yet.',
      'Upload a CSV or JSON-lines file on the page of this source.',
    );
  }
  return Promise.all(names.map((name) => localFile(path.join(uploadDirectory, name), name, name)));
}

async function listed(
  names: readonly string[],
  directory: string,
  location: string,
  closedDirectory: string | undefined,
): Promise<readonly InputFile[]> {
  if (names.length === 0 || names.length > mostFiles) {
    throw new ConnectorFailure(
      'configuration',
      names.length === 0 ? 'fileMissing' : 'tooManyFiles',
      names.length === 0 ? `No file matches ${location}.` : `${location} stands for more than ${mostFiles} files.`,
      'Correct the path in the settings of the connection, or put the files there, and sync again.',
    );
  }
  const files = names.map((name) => ({ absolute: path.join(directory, name), name }));
  return refuseClosed(files, closedDirectory, location);
}

/** Wherever links lead: what belongs to this installation is no source, or whoever may name a file could read its keys. */
async function refuseClosed(
  files: readonly { readonly absolute: string; readonly name: string }[],
  closedDirectory: string | undefined,
  location: string,
): Promise<readonly InputFile[]> {
  const closed = closedDirectory === undefined ? null : await realpath(closedDirectory).catch(() => closedDirectory);
  for (const { absolute } of files) {
    const real = await realpath(absolute).catch(() => absolute);
    if (closed === null || path.relative(closed, real).startsWith('..')) continue;
    throw new ConnectorFailure(
      'configuration',
      'fileClosed',
      `${location} lies in the data directory of this installation, which is no source.`,
      'Put the file elsewhere and correct the path in the settings of the connection.',
    );
  }
  return Promise.all(
    files.map(({ absolute, name }) => localFile(absolute, name, files.length === 1 ? location : name)),
  );
}

// Names that begin with a dot are files that are still being written, or not meant to be seen.
async function namesIn(directory: string, wanted: (name: string) => boolean): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && wanted(entry.name))
      .map((entry) => entry.name)
      .sort(byBytes);
  } catch (error) {
    throw classifyFailure(error, directory);
  }
}

async function matching(directory: string, patterns: readonly string[], location: string): Promise<string[]> {
  let found = [''];
  for (const [depth, pattern] of patterns.entries()) {
    const last = depth === patterns.length - 1;
    const next: string[] = [];
    for (const parent of found) {
      const entries = await readdir(path.join(directory, parent), { withFileTypes: true }).catch((error: unknown) => {
        throw classifyFailure(error, location);
      });
      for (const entry of entries) {
        const fits =
          entry.isDirectory() !== last && !entry.name.startsWith('.') && matchesWildcards(entry.name, pattern);
        if (fits && next.length <= mostFiles) next.push(path.join(parent, entry.name));
      }
    }
    found = next;
  }
  return found.sort(byBytes);
}

function fixedPart(absolute: string): string {
  const segments = absolute.split(path.sep);
  const first = segments.findIndex((segment) => /[*?]/.test(segment));
  return segments.slice(0, first).join(path.sep) || path.sep;
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

async function localFile(absolute: string, name: string, shown: string): Promise<InputFile> {
  const found = await statOf(absolute, shown);
  if (!found.isFile()) {
    throw new ConnectorFailure(
      'configuration',
      'notAFile',
      `${shown} is not a regular file.`,
      'Name a file, a directory of files or a pattern such as data/*.csv.',
    );
  }
  const fingerprint = fingerprintOf(found);
  return {
    name,
    contentType: null,
    sizeBytes: found.size,
    fingerprint,
    open: (signal) => createReadStream(absolute, { highWaterMark: 1 << 18, signal }),
    isUnchanged: async () => fingerprintOf(await statOf(absolute, shown)) === fingerprint,
    close: () => undefined,
  };
}

async function statOf(absolute: string, shown: string) {
  try {
    return await stat(absolute);
  } catch (error) {
    throw classifyFailure(error, shown);
  }
}

function fingerprintOf(found: { readonly size: number; readonly mtimeMs: number }): string {
  return `${found.size}-${found.mtimeMs}`;
}

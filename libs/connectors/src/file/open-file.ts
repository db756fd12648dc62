import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import type { ReadContext } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import type { InputFile } from './input-file.js';
import { matchesWildcards } from '@tandem/connector-kit/wildcards';

const mostFiles = 10_000;
const dataFile = /\.(csv|tsv|txt|jsonl|ndjson|json)(\.gz)?$/i;

type Reach = Pick<ReadContext, 'baseDirectory' | 'closedDirectory' | 'local'>;

/**
 * The files that a path stands for, in the byte order of their names: one file, the data files of a directory, or what `*` and `?`
 * match.
 *
 * @throws {ConnectorFailure} when there is none, or none that may be read
 */
export async function filesAt(location: string, context: Reach): Promise<readonly InputFile[]> {
  const absolute = path.resolve(context.baseDirectory, location);
  const hasWildcards = /[*?]/.test(location);
  const start = hasWildcards ? fixedPart(absolute) : absolute;
  // Before anything is looked for, so that nobody learns what lies where they may not read.
  await refuseClosed([start], context, location);
  if (hasWildcards) {
    const names = await matching(start, absolute.slice(start.length).split(path.sep).filter(Boolean), location);
    return listed(names, start, location, context);
  }
  if ((await statOf(absolute, location)).isDirectory())
    return listed(await namesIn(absolute, (name) => dataFile.test(name)), absolute, location, context);
  return [await localFile(absolute, path.basename(absolute), location)];
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
  context: Reach,
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
  await refuseClosed(
    files.map(({ absolute }) => absolute),
    context,
    location,
  );
  return Promise.all(
    files.map(({ absolute, name }) => localFile(absolute, name, files.length === 1 ? location : name)),
  );
}

/** What the system tells of its processes as files: the environment of this one holds its keys and the password of the database. */
const closedOfSystem = ['/proc', '/sys'];

/** Wherever links lead: what belongs to this installation is no source, or whoever may name a file could read its keys. */
async function refuseClosed(paths: readonly string[], context: Reach, location: string): Promise<void> {
  const { baseDirectory, closedDirectory, local } = context;
  const readable = local?.files ?? [baseDirectory];
  const open = readable === 'any' ? null : await Promise.all(readable.map(realPathOf));
  const own = closedDirectory === undefined ? null : await realPathOf(closedDirectory);
  for (const absolute of paths) {
    const real = await realPathOf(absolute);
    const liesIn = (directory: string) => isBelow(directory, real);
    if (own !== null && liesIn(own))
      throw closed(`${location} lies in the data directory of this installation, which is no source.`);
    if (closedOfSystem.some(liesIn))
      throw closed(`${location} lies where the system tells of its processes, which is no source.`);
    if (open !== null && !open.some(liesIn))
      throw closed(
        `${location} lies outside of the directories that files may be read from.`,
        'Put the file into one of them, or have its directory added to TANDEM_FILE_PATHS by whoever runs Tandem.',
      );
  }
}

function closed(
  message: string,
  remedy = 'Put the file elsewhere and correct the path in the settings of the connection.',
) {
  return new ConnectorFailure('configuration', 'fileClosed', message, remedy);
}

function isBelow(directory: string, file: string): boolean {
  const relative = path.relative(directory, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`);
}

/** Where a path leads; of one that leads nowhere, where its nearest directory leads. */
async function realPathOf(absolute: string): Promise<string> {
  const found = await realpath(absolute).catch(() => null);
  if (found !== null || path.dirname(absolute) === absolute) return found ?? absolute;
  return path.join(await realPathOf(path.dirname(absolute)), path.basename(absolute));
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

import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DiscoveredChoices, ReadContext } from '@tandem/connector-kit/connector';
import type { GitSettings } from './git.connector.js';
import { allowedPath, isLocal } from './repository.js';

const deepest = 3;
const mostFound = 200;
const mostLookedAt = 5_000;

/** Repositories below a directory of this machine. Other hosts have no common way to say what they hold. */
export async function findRepositories(settings: GitSettings, context: ReadContext): Promise<DiscoveredChoices> {
  const field = 'repositories';
  if (!isLocal(settings))
    return { field, choices: [], note: 'A host of git does not tell which repositories it has: write their paths.' };
  const root = await allowedPath(settings.location, context);
  const found: string[] = [];
  let lookedAt = 0;
  const lookInto = async (below: string, depth: number): Promise<void> => {
    lookedAt += 1;
    context.signal.throwIfAborted();
    if (found.length >= mostFound || lookedAt > mostLookedAt) return;
    if (await isRepository(path.join(root, below))) {
      if (below !== '') found.push(below);
      return;
    }
    if (depth === deepest) return;
    const entries = await readdir(path.join(root, below), { withFileTypes: true }).catch(() => []);
    for (const entry of entries)
      if (entry.isDirectory() && /^\w[\w.-]*$/.test(entry.name))
        await lookInto(path.posix.join(below, entry.name), depth + 1);
  };
  await lookInto('', 0);
  const isWhole = found.length < mostFound && lookedAt <= mostLookedAt;
  const none = 'No repository was found below the location; it may be one itself.';
  return {
    field,
    choices: found.sort().map((value) => ({ value, label: value })),
    note: found.length === 0 ? none : isWhole ? null : 'There may be more: only a part of the directory was looked at.',
  };
}

async function isRepository(directory: string): Promise<boolean> {
  if (await exists(path.join(directory, '.git'))) return true;
  const parts = await Promise.all(['HEAD', 'objects', 'refs'].map((name) => exists(path.join(directory, name))));
  return parts.every(Boolean);
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

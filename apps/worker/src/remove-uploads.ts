import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from '@tandem/kpi-store/database';
import { keptUploads, noteUploadsGo } from '@tandem/kpi-store/retention/kept-uploads';

const filesAtATime = 100;

/**
 * Removes uploaded files that are older than the organisation keeps them and that have been read since. The latest file of a source stays, so
 * that there is always something to read anew. Bounded: what is left over goes the next time.
 */
export async function removeUploads(database: Pick<Database, 'pool'>, directory: string, now: Date): Promise<void> {
  const kept = await keptUploads(database.pool);
  if (kept === null) return;
  const keptFrom = new Date(now.getTime() - kept.keptMs);
  for (const [connectionId, readAt] of kept.readAt) {
    const folder = path.join(directory, connectionId);
    const files = (await filesIn(folder)).slice(1).filter(({ at }) => at < keptFrom && at < readAt);
    const going = files.slice(-filesAtATime).map(({ name }) => name);
    if (going.length === 0) continue;
    await noteUploadsGo(database, { connectionId, files: going, keptFrom, now });
    for (const name of going) await rm(path.join(folder, name), { force: true });
  }
}

/** Whole files, the latest first; those that are still arriving begin with a dot. */
async function filesIn(folder: string): Promise<{ name: string; at: Date }[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  const whole = names.filter((name) => !name.startsWith('.'));
  const files = await Promise.all(
    whole.map(async (name) => ({ name, at: (await stat(path.join(folder, name))).mtime })),
  );
  return files.sort((a, b) => b.at.getTime() - a.at.getTime());
}

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Says to other commands where this data directory's Tandem can be reached. */
export interface Instance {
  readonly url: string;
  readonly pid: number;
}

const fileName = 'tandem.json';

/** Writes it whole or not at all; answers the function that removes it, unless another process has written its own since. */
export function announceInstance(dataDirectory: string, instance: Instance): () => void {
  mkdirSync(dataDirectory, { recursive: true });
  const file = path.join(dataDirectory, fileName);
  const draft = `${file}.${instance.pid}`;
  writeFileSync(draft, `${JSON.stringify(instance)}\n`);
  renameSync(draft, file);
  return () => {
    if (readInstance(dataDirectory)?.pid === instance.pid) rmSync(file, { force: true });
  };
}

/** null when there is none, or its file cannot be understood. Whether that process still lives, its address says best. */
export function readInstance(dataDirectory: string): Instance | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path.join(dataDirectory, fileName), 'utf8'));
    if (typeof value !== 'object' || value === null || !('url' in value) || !('pid' in value)) return null;
    return typeof value.url === 'string' && typeof value.pid === 'number' ? { url: value.url, pid: value.pid } : null;
  } catch {
    return null; // No file, or one that was damaged: either way nobody can be reached through it.
  }
}

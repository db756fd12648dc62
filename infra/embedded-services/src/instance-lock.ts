import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { processStart } from './process-identity.js';

/** Another Tandem is at work on the same data directory. */
export class AlreadyRunning extends Error {
  constructor(
    readonly pid: number,
    what: string,
  ) {
    super(
      `${what} is in use by another Tandem (process ${pid}). Stop that one first, or give this one a directory of its own.`,
    );
    this.name = 'AlreadyRunning';
  }
}

interface Owner {
  readonly pid: number;
  readonly start: string;
}

/**
 * Makes this process the only owner of `what`, for as long as it lives or until the answered function is called. A lock whose
 * process is gone (killed, or the machine restarted) is taken over.
 *
 * @throws {AlreadyRunning} when the owner is alive
 */
export function takeInstanceLock(file: string, what: string): () => void {
  const own: Owner = { pid: process.pid, start: processStart(process.pid) ?? '' };
  const text = JSON.stringify(own);
  // Each round either wins, meets a living owner, or removes one dead owner; others may do the same at the same time.
  for (let round = 0; round < 10; round += 1) {
    if (writeNew(file, text)) return () => release(file, text);
    const found = read(file);
    if (found === null) continue;
    const owner = ownerOf(found);
    if (owner && processStart(owner.pid) === owner.start) throw new AlreadyRunning(owner.pid, what);
    removeStale(file, found);
  }
  throw new Error(`${what} could not be locked: ${file} changes all the time. Start again in a moment.`);
}

/** The file appears with its whole content or not at all, so that nobody reads half of it. */
function writeNew(file: string, text: string): boolean {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  fs.writeFileSync(draft, text, { mode: 0o600 });
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    fs.unlinkSync(draft);
  }
}

/** Between reading and renaming somebody else may have taken the lock: then it is put back. */
function removeStale(file: string, stale: string): void {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.stale`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  try {
    if (read(aside) !== stale) fs.linkSync(aside, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    fs.unlinkSync(aside);
  }
}

function release(file: string, own: string): void {
  if (read(file) === own) fs.unlinkSync(file);
}

function read(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function ownerOf(text: string): Owner | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('start' in value)) return null;
    return typeof value.pid === 'number' && typeof value.start === 'string'
      ? { pid: value.pid, start: value.start }
      : null;
  } catch {
    return null; // Not ours, or damaged by a full disk: an owner that cannot be named is no owner.
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const fileName = 'machine-token';

/**
 * A new token for every start, in a file that only the owner of the data directory can read: whoever can read it has the machine, and is
 * let in by it. Answers the token, and the function that takes the file away.
 */
export function leaveMachineToken(dataDirectory: string): { readonly token: string; readonly withdraw: () => void } {
  mkdirSync(dataDirectory, { recursive: true });
  const token = randomBytes(32).toString('base64url');
  const file = path.join(dataDirectory, fileName);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${token}\n`, { mode: 0o600 });
  // A file that was there already keeps its mode when it is written over.
  chmodSync(draft, 0o600);
  renameSync(draft, file);
  return {
    token,
    withdraw: () => {
      if (readMachineToken(dataDirectory) === token) rmSync(file, { force: true });
    },
  };
}

/** null when there is none, or this user may not read it. */
export function readMachineToken(dataDirectory: string): string | null {
  try {
    return readFileSync(path.join(dataDirectory, fileName), 'utf8').trim() || null;
  } catch {
    return null; // The server then says that it wants to know who asks.
  }
}

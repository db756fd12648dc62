import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { canEnter, type PostgresAccount } from './postgres-account.js';

/** Where root's PostgreSQL lives when its account cannot enter the data directory. */
export const sharedDirectory = '/var/lib/tandem';

export interface PostgresHome {
  /** Belongs to PostgreSQL's account, closed to others; the cluster is a directory inside. */
  readonly directory: string;
  /** What an operator should know about the choice, in sentences. */
  readonly notices: readonly string[];
}

/**
 * Finds or makes the directory in which the cluster lives: `<data directory>/postgres`. Only when Tandem runs as root below a
 * directory that nobody else may enter (root's home, for instance) does it stand elsewhere; then `<data directory>/postgres-home`
 * says where, so that removing the data directory begins anew here too.
 */
export function openPostgresHome(dataDirectory: string, account: PostgresAccount): PostgresHome {
  const inside = path.join(dataDirectory, 'postgres');
  if (account.uid === undefined || account.gid === undefined) {
    fs.mkdirSync(inside, { recursive: true, mode: 0o700 });
    return { directory: inside, notices: [] };
  }
  if (canEnter(account, dataDirectory)) return { directory: own(inside, account.uid, account.gid), notices: [] };

  const note = path.join(dataDirectory, 'postgres-home');
  const noted = fs.existsSync(note) ? fs.readFileSync(note, 'utf8').trim() : '';
  const directory = noted || path.join(sharedDirectory, `data-${randomBytes(6).toString('hex')}`);
  fs.mkdirSync(sharedDirectory, { recursive: true, mode: 0o755 });
  if (!noted) fs.writeFileSync(note, `${directory}\n`, { mode: 0o600 });
  own(directory, account.uid, account.gid);
  const moved =
    `PostgreSQL runs as user ${account.name ?? ''}, who may not enter ${dataDirectory}; its files are in ${directory}. ` +
    'Set TANDEM_DATA_DIR to a directory outside a closed home to have everything in one place.';
  return { directory, notices: [moved] };
}

function own(directory: string, uid: number, gid: number): string {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  fs.chownSync(directory, uid, gid);
  return directory;
}

import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** The account that PostgreSQL runs under; both undefined means "as ourselves". */
export interface PostgresAccount {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly name: string | null;
}

/**
 * PostgreSQL refuses to run as root, so root lends it an account without rights: the owner of the files where there are some
 * already, else `postgres` where the system has one, else `nobody`.
 *
 * @param cluster the directory of the database files, which need not exist
 */
export function postgresAccount(cluster: string): PostgresAccount {
  if (process.getuid?.() !== 0) return { uid: undefined, gid: undefined, name: null };
  const owner = fs.statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: `number ${owner.uid}` };
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== null && gid !== null) return { uid, gid, name };
  }
  throw new Error(
    'PostgreSQL cannot run as root, and this system has neither a user "postgres" nor a user "nobody" to run it as. ' +
      'Create one of them, start Tandem as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** Whether the account can enter a directory; asked of the system itself, which knows about access lists and mounts. */
export function canEnter(account: PostgresAccount, directory: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}

function idOf(kind: '-u' | '-g', name: string): number | null {
  try {
    return Number(execFileSync('id', [kind, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return null; // `id` ends with an error when there is no such user.
  }
}

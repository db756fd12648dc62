import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PostgresAccount } from './postgres-account.js';
import type { PostgresBinaries } from './postgres-binaries.js';

export const postgresUser = 'tandem';

const run = promisify(execFile);
const initdbTimeoutMs = 120_000;

export interface ClusterOptions {
  readonly home: string;
  readonly dataDirectory: string;
  readonly account: PostgresAccount;
  readonly binaries: PostgresBinaries;
  /** false skips waiting for the disk; for tests. */
  readonly durable: boolean;
}

export interface Cluster {
  readonly directory: string;
  readonly password: string;
}

/**
 * Makes the database cluster on the first start. Its only user has a random password, kept in the data directory where this
 * system user alone can read it: other users of the machine reach the port, but not the data.
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const directory = path.join(options.home, 'cluster');
  const passwordFile = path.join(options.dataDirectory, 'postgres-password');
  removeDrafts(options.home);
  if (!fs.existsSync(directory)) {
    const password = randomBytes(24).toString('base64url');
    // Written first: a cluster whose password nobody knows would be lost.
    fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    await initialise(directory, password, options);
  }
  if (!fs.existsSync(passwordFile)) {
    throw new Error(
      `The password of the database in ${directory} should be in ${passwordFile}, and that file is gone. ` +
        'Put it back from a backup, or remove both directories to begin with an empty database.',
    );
  }
  return { directory, password: fs.readFileSync(passwordFile, 'utf8').trim() };
}

/** Builds under another name, so that a cluster that was interrupted half-way is never started. */
async function initialise(directory: string, password: string, options: ClusterOptions): Promise<void> {
  const { account, home } = options;
  const draft = path.join(home, `draft-${randomBytes(4).toString('hex')}`);
  const passwordDraft = `${draft}.password`;
  fs.writeFileSync(passwordDraft, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) fs.chownSync(passwordDraft, account.uid, account.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${postgresUser}`, `--pwfile=${passwordDraft}`, '--auth=scram-sha-256'];
  const speed = options.durable ? [] : ['--no-sync'];
  try {
    await run(options.binaries.initdb, ['-D', draft, ...access, ...locale, ...speed, '--no-instructions'], {
      cwd: home,
      timeout: initdbTimeoutMs,
      ...(account.uid === undefined ? {} : { uid: account.uid, gid: account.gid }),
    });
    fs.renameSync(draft, directory);
  } catch (error) {
    throw new Error(`The database could not be created in ${home}: ${reasonOf(error)}`, { cause: error });
  } finally {
    fs.rmSync(passwordDraft, { force: true });
  }
}

function removeDrafts(home: string): void {
  for (const name of fs.readdirSync(home)) {
    if (name.startsWith('draft-')) fs.rmSync(path.join(home, name), { recursive: true, force: true });
  }
}

function reasonOf(error: unknown): string {
  const stderr = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : '';
  return stderr || (error instanceof Error ? error.message : String(error));
}

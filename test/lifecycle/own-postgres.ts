import { execFileSync, spawnSync } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { postgresAccount } from '@tandem/embedded-services/postgres-account';
import pg from 'pg';
import { freePort } from './tandem-process.js';

const installed = '/usr/lib/postgresql';

/** Programs of the newest PostgreSQL that Debian's packages have brought, `pg_dump` among them; null where there is none. */
export async function ownPostgresPrograms(): Promise<string | null> {
  const versions = await readdir(installed).catch(() => []);
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((one) => path.join(installed, one, 'bin'));
  const isWhole = (directory: string) =>
    ['initdb', 'pg_ctl', 'pg_dump', 'pg_restore'].every(
      (program) => spawnSync(path.join(directory, program), ['--version']).status === 0,
    );
  return newestFirst.find(isWhole) ?? null;
}

export interface OwnPostgres {
  /** As Tandem's user, to a database that it owns: no superuser. */
  readonly url: string;
  /** As an administrator, in that database. */
  query(sql: string): Promise<object[]>;
  stop(): Promise<void>;
}

/** A server as an operator has one: not made by Tandem, empty but for a user and a database of theirs. */
export async function startOwnPostgres(programs: string): Promise<OwnPostgres> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'tandem-own-postgres-'));
  const { uid, gid } = postgresAccount(directory);
  if (uid !== undefined && gid !== undefined) await chown(directory, uid, gid);
  const run = (program: string, args: readonly string[]) =>
    execFileSync(path.join(programs, program), args, {
      uid,
      gid,
      cwd: directory,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  const data = path.join(directory, 'data');
  const port = await freePort();
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'administrator', '--no-sync']);
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`;
  run('pg_ctl', ['-D', data, '-l', path.join(directory, 'log'), '-w', '-o', settings, 'start']);
  const address = (user: string, database: string) => `postgres://${user}@127.0.0.1:${port}/${database}`;
  const query = async (sql: string, database = 'tandem') => {
    const client = new pg.Client({ connectionString: address('administrator', database) });
    await client.connect();
    try {
      return (await client.query<object>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  await query('create role tandem login createrole', 'postgres');
  await query('create database tandem owner tandem', 'postgres');
  return {
    url: address('tandem', 'tandem'),
    query,
    stop: async () => {
      run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

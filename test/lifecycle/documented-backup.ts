import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

interface BackupCommands {
  readonly backup: string;
  readonly restore: string;
}

/** The commands of docs/operations.md that keep what there is and put it back, as they stand there: the data directory with all in it, or beside a dump. */
export async function backupCommands(): Promise<{ readonly embedded: BackupCommands; readonly own: BackupCommands }> {
  const text = await readFile(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
  const [, section = ''] = text.split('\n## Backup and restore\n');
  const [backup, restore, dump, load] = [...(section.split('\n## ')[0] ?? '').matchAll(/^```sh\n(.*?)^```$/gms)].map(
    ([, one]) => one,
  );
  if (backup === undefined || restore === undefined || dump === undefined || load === undefined)
    throw new Error('docs/operations.md has lost its commands.');
  return { embedded: { backup, restore }, own: { backup: dump, restore: load } };
}

export function runIn(directory: string, commands: string, env: Readonly<Record<string, string>> = {}): void {
  execFileSync('/bin/sh', ['-e', '-c', commands], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env['PATH'], ...env },
  });
}

/** Asks the PostgreSQL of a running Tandem itself, with every right. */
export async function askEmbedded(dataDirectory: string, sql: string): Promise<void> {
  const password = (await readFile(path.join(dataDirectory, 'postgres-password'), 'utf8')).trim();
  const [, , , port] = (await readFile(path.join(dataDirectory, 'postgres/cluster/postmaster.pid'), 'utf8')).split(
    '\n',
  );
  const client = new pg.Client({ connectionString: `postgres://tandem:${password}@127.0.0.1:${port}/postgres` });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

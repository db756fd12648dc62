import { execFileSync, spawn } from 'node:child_process';
import { chmod, mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Health } from '@tandem/contracts/system';
import { adminHeaders, adminToken } from '../product/admin-access.js';
import { until } from '../product/start-product.js';

const root = path.resolve(import.meta.dirname, '../..');
const endLimitMs = 60_000;

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** `tandem start` as a process, whatever becomes of it: an end is an answer here and not an error. */
export interface TandemProcess {
  readonly pid: number;
  readonly url: string;
  output(): string;
  /** Waits until it answers; throws with its output when it ends instead. */
  ready(): Promise<Health>;
  ended(): Promise<Ended>;
  signal(signal: NodeJS.Signals): void;
  /** From here on nobody reads what it prints. */
  stopReading(): void;
  get<T>(route: string): Promise<T>;
  /** GET of the bytes as they are. */
  text(route: string): Promise<string>;
  post<T>(route: string, body?: unknown): Promise<T>;
}

const running = new Set<TandemProcess>();

export async function launch(env: Readonly<Record<string, string>>): Promise<TandemProcess> {
  const port = env['PORT'] ?? String(await freePort());
  let printed = '';
  const child = spawn(process.execPath, ['apps/tandem/bin/tandem.mjs', 'start', '--no-demo'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], PORT: port, TANDEM_ADMIN_TOKEN: adminToken, ...env },
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (printed += data.toString()));
  let end: Ended | null = null;
  // "close" comes after all output has been read.
  child.once('close', (code, signal) => (end = { code, signal }));
  const { pid } = child;
  if (pid === undefined) throw new Error('The process could not be started.');
  const url = `http://127.0.0.1:${port}`;
  const tandem: TandemProcess = {
    pid,
    url,
    output: () => printed,
    ready: () =>
      until('Tandem is ready', async () => {
        if (end !== null) throw new Error(`Tandem ended with ${JSON.stringify(end)}.\n${printed}`);
        const answer = await fetch(`${url}/api/v1/health`, { headers: adminHeaders }).catch(() => null);
        return answer?.ok ? ((await answer.json()) as Health) : null;
      }),
    ended: async () => {
      const how = await until('Tandem has ended', () => Promise.resolve(end), endLimitMs);
      running.delete(tandem);
      return how;
    },
    signal: (signal) => void child.kill(signal),
    stopReading: () => {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    get: (route) => call(url + route),
    text: (route) => textOf(url + route),
    post: (route, body) =>
      call(url + route, {
        method: 'POST',
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      }),
  };
  running.add(tandem);
  return tandem;
}

/** Ends what a failed test has left behind. */
export async function endAll(): Promise<void> {
  for (const tandem of [...running]) {
    tandem.signal('SIGINT');
    await tandem.ended().catch(() => tandem.signal('SIGKILL'));
  }
}

/** A directory whose way is open to every user, as PostgreSQL needs it when the tests run as root, with spaces in its path. */
export async function dataDirectory(name = 'data'): Promise<string> {
  const parent = await mkdtemp(path.join(os.tmpdir(), 'tandem lifecycle '));
  await chmod(parent, 0o755);
  return path.join(parent, name);
}

/** A process and all that it has started, and they in turn. */
export function familyOf(pid: number): number[] {
  const pairs = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = [pid];
  for (const member of family) for (const [child = 0, parent] of pairs) if (parent === member) family.push(child);
  return family;
}

/** Those that still run; a process that only waits to be collected by its parent does not. */
export function stillRunning(pids: readonly number[]): string[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,stat=,args='], { encoding: 'utf8' }).trim().split('\n');
  return lines.filter((line) => {
    const [pid, state = ''] = line.trim().split(/\s+/);
    return pids.includes(Number(pid)) && !state.startsWith('Z');
  });
}

/** Something else that listens on a port. */
export async function occupiedPort(): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: portOf(server), close: () => new Promise((resolve) => server.close(() => resolve())) };
}

export async function freePort(): Promise<number> {
  const { port, close } = await occupiedPort();
  await close();
  return port;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

async function call<T>(url: string, init?: Asking): Promise<T> {
  return JSON.parse(await textOf(url, init)) as T;
}

async function textOf(url: string, init?: Asking): Promise<string> {
  const answer = await fetch(url, { ...init, headers: { ...adminHeaders, ...init?.headers } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${init?.method ?? 'GET'} ${url} answered ${answer.status}: ${text}`);
  return text;
}

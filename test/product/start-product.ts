import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { adminHeaders, adminToken } from './admin-access.js';

const root = path.resolve(import.meta.dirname, '../..');
const startLimitMs = 60_000;
const stopLimitMs = 30_000;

export interface Product {
  readonly url: string;
  readonly pid: number;
  /** What it has printed so far. */
  output(): string;
  /** Any request of an administrator; answers whatever comes. */
  fetch(path: string, init?: Asking): Promise<Response>;
  /** GET of the API; throws with the answer's text unless it is 2xx. */
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  /** Ctrl-C: answers the exit code. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ProductOptions {
  readonly databaseUrl: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Kept by the caller over restarts; a new one of its own otherwise. */
  readonly dataDirectory?: string;
}

/** Starts the built product as a process of its own, on a free port, and waits until it is ready. `get` and `post` act as an administrator. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const port = await freePort();
  const ownDirectory = options.dataDirectory ?? (await mkdtemp(path.join(os.tmpdir(), 'tandem-product-')));
  let printed = '';
  const child = spawn(process.execPath, ['apps/tandem/bin/tandem.mjs', 'start', '--no-demo', ...(options.args ?? [])], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      TANDEM_DATA_DIR: ownDirectory,
      DATABASE_URL: options.databaseUrl,
      TANDEM_ADMIN_TOKEN: adminToken,
      // Tests ask faster than people; the limits have tests of their own.
      TANDEM_REQUESTS_PER_MINUTE: '999999999',
      ...options.env,
    },
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (printed += data.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const url = `http://127.0.0.1:${port}`;
  const cleanUp = async () => {
    if (options.dataDirectory === undefined) await rm(ownDirectory, { recursive: true, force: true });
  };
  try {
    await untilReady(url, child, () => printed);
  } catch (error) {
    child.kill('SIGKILL');
    await exited;
    await cleanUp();
    throw error;
  }
  return {
    url,
    pid: child.pid ?? 0,
    output: () => printed,
    fetch: (route, init) => ask(url + route, init),
    get: (route) => call(url + route),
    post: (route, body) =>
      call(url + route, {
        method: 'POST',
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      }),
    stop: async () => {
      child.kill('SIGINT');
      const code = await within(stopLimitMs, exited, () => `The product did not stop.\n${printed}`);
      await cleanUp();
      return code;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** The address of the PostgreSQL that tests may fill. */
export function testServer(): string {
  const server = process.env['TANDEM_TEST_DATABASE_URL'];
  if (!server)
    throw new Error('TANDEM_TEST_DATABASE_URL is not set: run specs through "npm test", which starts a PostgreSQL.');
  return server;
}

/** A database on the test server, empty or a copy of another one that nobody uses; `drop` removes it. */
export async function createDatabase(template = 'template1'): Promise<{ url: string; drop(): Promise<void> }> {
  const server = testServer();
  const name = `tandem_product_${randomBytes(6).toString('hex')}`;
  await query(server, `create database ${name} template ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => query(server, `drop database if exists ${name} with (force)`) };
}

/** Asks again until the answer is there; the limit is against hanging. */
export async function until<T>(what: string, ask: () => Promise<T | null>, limitMs = 90_000): Promise<T> {
  const end = Date.now() + limitMs;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`This did not happen within ${limitMs / 1000} s: ${what}.`);
}

async function untilReady(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  await until(
    'the product answers',
    async () => {
      if (child.exitCode !== null) throw new Error(`The product ended with ${child.exitCode}.\n${printed()}`);
      const answer = await fetch(`${url}/api/v1/health`).catch(() => null);
      return answer?.ok ? true : null;
    },
    startLimitMs,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${printed()}`);
  });
}

function ask(url: string, init?: Asking): Promise<Response> {
  return fetch(url, { ...init, headers: { ...adminHeaders, ...init?.headers } });
}

async function call<T>(url: string, init?: Asking): Promise<T> {
  const answer = await ask(url, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${init?.method ?? 'GET'} ${url} answered ${answer.status}: ${text}`);
  // A deed that has nothing to tell answers with no text.
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function within<T>(limitMs: number, promise: Promise<T>, message: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(message())), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import os from 'node:os';
import { freePort } from './free-port.js';
import { waitUntil } from './wait-until.js';

export interface EmbeddedRedis {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface RedisUnavailable {
  /** A sentence that says why there is none. */
  readonly reason: string;
}

const readyTimeoutMs = 10_000;
const stopTimeoutMs = 5_000;

/** Starts the system's `redis-server` for a test run: loopback only, with a password, nothing kept on disk. */
export async function startRedis(executable = 'redis-server'): Promise<EmbeddedRedis | RedisUnavailable> {
  const port = await freePort();
  const password = randomBytes(18).toString('base64url');
  // The settings go in by standard input, for every user of the machine can read a command line.
  const child = spawn(executable, ['-'], { cwd: os.tmpdir(), detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
  let spawnError: Error | undefined;
  child.once('error', (error) => (spawnError = error));
  child.stdin.on('error', (error) => (spawnError ??= error));
  child.stdin.end(`bind 127.0.0.1\nport ${port}\nrequirepass ${password}\nsave ""\nappendonly no\n`);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-4_000)));

  const settled = () => spawnError !== undefined || hasEnded(child) || /ready to accept connections/i.test(output);
  await waitUntil(settled, readyTimeoutMs);
  if (spawnError)
    return { reason: `${executable} cannot be started (${spawnError.message}); install Redis to run these.` };
  if (hasEnded(child) || !(await answers(port))) {
    child.kill('SIGKILL');
    return { reason: `${executable} did not get ready: ${output.trim().split('\n').at(-1) ?? 'it said nothing'}` };
  }
  return { url: `redis://:${password}@127.0.0.1:${port}`, port, stop: () => stop(child) };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port, timeout: 2_000 });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  if (!(await waitUntil(() => hasEnded(child), stopTimeoutMs))) child.kill('SIGKILL');
  await exit;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

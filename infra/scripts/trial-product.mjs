import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inProject, projectDirectory } from './project.mjs';

const readyLimitMs = 120_000;
const demoLimitMs = 600_000;
const stopLimitMs = 60_000;

const adminToken = randomBytes(32).toString('hex');

/** Lets the requests of a trial in, as an administrator. */
export const trialHeaders = { authorization: `Bearer ${adminToken}` };

/** A directory of its own for a trial; PostgreSQL's own user has to pass through when root starts it. */
export function trialDirectory() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-trial-'));
  fs.chmodSync(directory, 0o755);
  return directory;
}

/**
 * Starts Tandem as it is, with the PostgreSQL that it brings, on a free port, and waits until it is ready.
 *
 * @param {string} directory
 * @param {Record<string, string>} [env] what else it is told
 */
export async function startTrial(directory, env = {}) {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, [inProject('apps/tandem/bin/tandem.mjs'), 'start', '--no-demo'], {
    cwd: projectDirectory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      TANDEM_DATA_DIR: path.join(directory, 'data'),
      TANDEM_ADMIN_TOKEN: adminToken,
      TANDEM_REQUESTS_PER_MINUTE: '999999999',
      ...env,
    },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (printed += data));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill('SIGINT');
    const inTime = await Promise.race([ended.then(() => true), sleep(stopLimitMs, false, { ref: false })]);
    if (!inTime) throw new Error(`Tandem (process ${child.pid}) did not stop within ${stopLimitMs / 1000} s.`);
  };
  const page = await waitFor(`Tandem answers.\n${printed}`, readyLimitMs, async () => {
    if (child.exitCode !== null) throw new Error(`Tandem ended with ${child.exitCode}.\n${printed}`);
    const answer = await fetch(`${url}/board`).catch(() => null);
    const text = answer?.ok ? await answer.text() : '';
    return text.includes('<div id="root"') && (await fetch(`${url}/api/v1/board`, { headers: trialHeaders })).ok
      ? text
      : null;
  }).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url, pid: child.pid ?? 0, page, readyMs: performance.now() - started, stop };
}

/**
 * Loads the demo and waits until all of it is in.
 *
 * @param {string} url
 * @param {() => void} [eachTime] called while it loads
 */
export async function loadDemo(url, eachTime = () => undefined) {
  const started = performance.now();
  const begun = await fetch(`${url}/api/v1/setup/demo`, { method: 'POST', headers: trialHeaders });
  if (!begun.ok) throw new Error(`The demo cannot be loaded: ${await begun.text()}`);
  await waitFor('the demo is loaded', demoLimitMs, async () => {
    eachTime();
    const { demo } = await readJson(`${url}/api/v1/setup`);
    return demo.state === 'loaded' ? true : null;
  });
  return { loadMs: performance.now() - started };
}

/**
 * Signs a browser in as the administrator, with a one-time link.
 *
 * @param {import('@playwright/test').BrowserContext} context @param {string} url
 */
export async function signIn(context, url) {
  const headers = { ...trialHeaders, 'content-type': 'application/json' };
  const made = await fetch(`${url}/api/v1/sign-in-links`, { method: 'POST', headers, body: '{}' });
  if (!made.ok) throw new Error(`No link to sign in with: ${await made.text()}`);
  const { link } = await made.json();
  const answer = await context.request.post(`${url}/api/v1/session/link`, { data: { link: link.split('#')[1] } });
  if (!answer.ok()) throw new Error(`The browser could not be signed in: ${await answer.text()}`);
}

/** @param {string} url @returns {Promise<any>} */
export async function readJson(url) {
  const answer = await fetch(url, { headers: trialHeaders });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/**
 * @template T
 * @param {string} what
 * @param {number} limitMs
 * @param {() => Promise<T | null>} ask
 * @returns {Promise<T>}
 */
async function waitFor(what, limitMs, ask) {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    const answer = await ask();
    if (answer !== null) return answer;
    await sleep(50);
  }
  throw new Error(`This did not happen within ${limitMs / 1000} s: ${what}`);
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('The system gave no port.'));
      });
    });
  });
}

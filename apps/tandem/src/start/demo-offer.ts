import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { setup, type Setup } from '@tandem/contracts/system';
import { sourceList } from '@tandem/contracts/sources';
import type { CommandIo } from '../command.js';
import type { RunningTandem } from './open-tandem.js';
import { progressLine } from './progress-line.js';

export type DemoWish = 'load' | 'ask' | 'leave';

const answerTimeoutMs = 20_000;
const pollMs = 300;
const loadingAtMostMs = 15 * 60_000;

/** Loads or offers the demo on an empty workspace, and says how to load it later. Ends early when `signal` says so. */
export async function offerDemo(
  tandem: RunningTandem,
  wish: DemoWish,
  io: CommandIo,
  signal: AbortSignal,
): Promise<void> {
  if (wish === 'leave') return;
  const { empty, demo } = await readSetup(tandem);
  if (!demo.available) return;
  if (demo.state === 'loaded' || !empty) {
    if (wish === 'load') io.stdout.write(`${demo.state === 'loaded' ? 'The demo is loaded.' : notEmpty}\n`);
    if (demo.state === 'loading') await watch(tandem, io, signal);
    return;
  }
  if (wish === 'ask' && !(await saysYes(io, signal))) {
    io.stdout.write(
      'The workspace is empty. The page of first steps offers the demo too; so does: npm start -- --demo\n',
    );
    return;
  }
  const answer = await tandem.request('POST', '/api/v1/setup/demo');
  if (answer.status >= 300) {
    io.stderr.write(`The demo could not be loaded: ${messageOf(answer.body)}\n`);
    return;
  }
  await watch(tandem, io, signal);
}

const notEmpty = 'The demo was not loaded, for this workspace is not empty.';

/** No answer within the time, or no terminal to ask on, is a no. */
async function saysYes(io: CommandIo, signal: AbortSignal): Promise<boolean> {
  if (!io.stdin.isTTY || !io.stdout.isTTY) return false;
  const lines = createInterface({ input: io.stdin, output: io.stdout });
  // While it reads a line, the terminal gives Ctrl-C to it and not to the process.
  lines.on('SIGINT', () => process.emit('SIGINT'));
  try {
    return await new Promise<boolean>((resolve) => {
      const no = () => resolve(false);
      AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]).addEventListener('abort', no, { once: true });
      lines.once('close', no);
      const question = `The workspace is empty. Load the demo, recorded data of four public sources? [y/N] (no after ${answerTimeoutMs / 1000} s) `;
      lines.question(question, (answer) => resolve(/^y(es)?$/i.test(answer.trim())));
    });
  } finally {
    lines.close();
  }
}

async function watch(tandem: RunningTandem, io: CommandIo, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  const line = progressLine(io.stdout, 'Loading the demo');
  while (!signal.aborted && performance.now() - started < loadingAtMostMs) {
    const { demo } = await readSetup(tandem);
    if (demo.state === 'loaded') {
      line.show(1);
      line.end(`The demo is loaded (${((performance.now() - started) / 1000).toFixed(1)} s).`);
      return;
    }
    line.show(demo.progress ?? 0);
    const failures = await failuresOf(tandem);
    if (failures.length > 0) {
      line.end(`The demo could not be loaded whole:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
      return;
    }
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
  line.end(signal.aborted ? '' : 'The demo is still loading; the page Sources shows how far it is.');
}

async function readSetup(tandem: RunningTandem): Promise<Setup> {
  const answer = await tandem.request('GET', '/api/v1/setup');
  if (answer.status !== 200) throw new Error(`The state of the workspace cannot be read: ${messageOf(answer.body)}`);
  return setup.parse(JSON.parse(answer.body));
}

async function failuresOf(tandem: RunningTandem): Promise<string[]> {
  const answer = await tandem.request('GET', '/api/v1/sources');
  if (answer.status !== 200) return [];
  const { sources } = sourceList.parse(JSON.parse(answer.body));
  return sources.flatMap(({ name, lastRun }) =>
    lastRun?.state === 'failed' ? [`${name}: ${lastRun.error?.message ?? 'failed without a reason'}`] : [],
  );
}

function messageOf(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
  } catch {
    // Not JSON: then the text itself says most.
  }
  return body.slice(0, 300);
}

import fs from 'node:fs';
import path from 'node:path';
import { commandLine, isRunning } from './process-identity.js';
import { waitUntil } from './wait-until.js';

/** What PostgreSQL itself writes into `postmaster.pid`, as far as it is needed here. */
interface PostmasterFile {
  readonly pid: number;
  readonly ready: boolean;
}

const fastStopMs = 15_000;
const immediateStopMs = 5_000;

/** Reads `postmaster.pid`; null when there is none, or only the beginning of one. */
export function readPostmasterFile(cluster: string): PostmasterFile | null {
  const file = path.join(cluster, 'postmaster.pid');
  if (!fs.existsSync(file)) return null;
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  return Number.isSafeInteger(pid) && pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : null;
}

/**
 * Stops a PostgreSQL that outlived the Tandem that started it (killed without a chance to clean up). Only a process whose command
 * line names this very cluster is touched: after a restart of the machine the number may belong to anybody.
 */
export async function stopOrphanedPostmaster(cluster: string): Promise<boolean> {
  const found = readPostmasterFile(cluster);
  if (!found || !isPostmasterOf(found.pid, cluster)) return false;
  await stopPostmaster(found.pid);
  return true;
}

function isPostmasterOf(pid: number, cluster: string): boolean {
  const line = commandLine(pid);
  return line.includes('postgres') && line.includes(cluster);
}

/** Asks for a fast stop (sessions are ended, everything is written), then for an immediate one; bounded either way. */
export async function stopPostmaster(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitUntil(() => !isRunning(pid), fastStopMs)) return;
  signal(pid, 'SIGQUIT');
  if (await waitUntil(() => !isRunning(pid), immediateStopMs)) return;
  throw new Error(`PostgreSQL (process ${pid}) did not stop within ${(fastStopMs + immediateStopMs) / 1000} seconds.`);
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (isRunning(pid)) throw error;
  }
}

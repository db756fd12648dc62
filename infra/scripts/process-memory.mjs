import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/** @typedef {{ nodeMiB: number, postgresMiB: number, totalMiB: number, kind: 'PSS' | 'RSS' }} Memory */

/**
 * Memory of a process and all that it has started. Where the system tells the proportional share (PSS, Linux), memory that several
 * processes share counts once; elsewhere their resident sizes are added up, which counts it several times.
 *
 * @param {number} pid
 * @returns {Memory}
 */
export function memoryOf(pid) {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const family = [pid];
  for (const member of family) for (const [child = 0, parent] of processes) if (parent === member) family.push(child);
  const kind = process.platform === 'linux' ? 'PSS' : 'RSS';
  const sizeOf = (/** @type {number} */ member) =>
    kind === 'PSS' ? proportionalKiB(member) : (processes.find(([id]) => id === member)?.[2] ?? 0);
  const nodeMiB = sizeOf(pid) / 1024;
  const totalMiB = family.reduce((sum, member) => sum + sizeOf(member), 0) / 1024;
  return { nodeMiB, postgresMiB: totalMiB - nodeMiB, totalMiB, kind };
}

/** @param {number} pid */
function proportionalKiB(pid) {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0; // It has ended since the list was made.
  }
}

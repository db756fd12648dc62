// npm run measure: time to a usable page and memory of the whole product, PostgreSQL included, as a table.
import fs from 'node:fs';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareProject } from './prepare-project.mjs';
import { memoryOf } from './process-memory.mjs';
import { loadDemo, readJson, startTrial, trialDirectory } from './trial-product.mjs';

const restMs = 20_000;
const rounds = 3;

if (!(await prepareProject('runtime'))) process.exit(1);
const directory = trialDirectory();
try {
  const first = await startTrial(directory);
  const rest = await afterRest(first.pid);
  let peak = memoryOf(first.pid);
  let looked = performance.now();
  const { loadMs } = await loadDemo(first.url, () => {
    if (performance.now() - looked < 200) return;
    const now = memoryOf(first.pid);
    if (now.totalMiB > peak.totalMiB) peak = now;
    looked = performance.now();
  });
  const records = await receivedBy(first.url);
  const loaded = await afterRest(first.pid);
  await first.stop();
  const second = await median(async () => {
    const again = await startTrial(directory);
    await again.stop();
    return again.readyMs;
  });
  const kind = rest.kind;
  print([
    ['measured', 'result'],
    ['first start (new database) to a page that answers', seconds(first.readyMs)],
    [`start with data to a page that answers, median of ${rounds}`, seconds(second)],
    [`demo import, ${records.toLocaleString('en')} rows`, seconds(loadMs)],
    [`memory at rest, empty (${kind})`, memory(rest)],
    [`memory at the peak of the import (${kind})`, memory(peak)],
    [`memory at rest, with the demo (${kind})`, memory(loaded)],
  ]);
  process.stdout.write(
    `\nNode.js ${process.versions.node}, ${os.cpus().length} cores, ${os.cpus()[0]?.model.trim() ?? os.arch()}.\n`,
  );
} finally {
  fs.rmSync(directory, { recursive: true, force: true });
}

/** The least of what is seen while nobody asks anything. @param {number} pid */
async function afterRest(pid) {
  let least = memoryOf(pid);
  const end = performance.now() + restMs;
  while (performance.now() < end) {
    await sleep(1_000);
    const now = memoryOf(pid);
    if (now.totalMiB < least.totalMiB) least = now;
  }
  return least;
}

/** @param {string} url @returns {Promise<number>} */
async function receivedBy(url) {
  const { sources } = await readJson(`${url}/api/v1/sources`);
  return sources.reduce((sum, { lastRun }) => sum + lastRun.received, 0);
}

/** @param {() => Promise<number>} once */
async function median(once) {
  const results = [];
  for (let round = 0; round < rounds; round += 1) results.push(await once());
  return results.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

/** @param {number} ms */
function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** @param {import('./process-memory.mjs').Memory} of */
function memory({ totalMiB, nodeMiB, postgresMiB }) {
  return `${totalMiB.toFixed(0)} MiB (Node.js ${nodeMiB.toFixed(0)}, PostgreSQL ${postgresMiB.toFixed(0)})`;
}

/** @param {readonly (readonly [string, string])[]} rows */
function print(rows) {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (/** @type {readonly [string, string]} */ row) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |\n`;
  const [head, ...body] = rows;
  process.stdout.write(line(head));
  process.stdout.write(`| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |\n`);
  for (const row of body) process.stdout.write(line(row));
}

// npm run pages: how fast pages come and follow, on a desktop and on a phone far away, against the budget; and how the largest workspace scrolls.
// `--large` measures only the large workspace, `--demo` only the demo.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findBrowser } from './find-browser.mjs';
import { desktop, farPhone, loadOf, scrollOf } from './page-speed.mjs';
import { prepareProject } from './prepare-project.mjs';
import { inProject } from './project.mjs';
import { loadDemo, readJson, signIn, startTrial, trialDirectory } from './trial-product.mjs';

const rounds = 3;
/** Of the interface guide: LCP on each, the slowest interaction, and how much moves by itself. */
const budget = { lcpMs: { desktop: 1_000, farPhone: 2_500 }, inpMs: 100, cls: 0.02 };

const { values: only } = parseArgs({ options: { large: { type: 'boolean' }, demo: { type: 'boolean' } } });
if (!(await prepareProject('all'))) process.exit(1);
const found = findBrowser(process.env);
if ('reason' in found) {
  process.stderr.write(`Pages are measured with a browser, and there is none: ${found.reason}\n`);
  process.exit(1);
}
const { chromium } = await import('@playwright/test');
// Chromium's sandbox cannot be set up by root.
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: found.path, args: ['--disable-gpu', ...asRoot] });
try {
  if (only.large !== true) await measureDemo();
  if (only.demo !== true) await measureLarge();
} finally {
  await browser.close();
}

async function measureDemo() {
  const directory = trialDirectory();
  const product = await startTrial(directory);
  try {
    await loadDemo(product.url);
    const board = await readJson(`${product.url}/api/v1/board`);
    const goal = board.goals[0];
    const pages = {
      board: '/board',
      goal: `/goals/${goal.id}`,
      metric: `/metrics/${goal.keyResults[0].metric.key}`,
      metrics: '/metrics',
    };
    print('The demo', await measured(product.url, pages));
  } finally {
    await product.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

async function measureLarge() {
  const { enterprise, fillLargeWorkspace } = await import(inProject('test/bench/large-workspace.mjs'));
  const { startPostgres } = await import(inProject('infra/embedded-services/dist/start-postgres.js'));
  const directory = trialDirectory();
  const postgres = await startPostgres({ dataDirectory: path.join(directory, 'postgres') });
  try {
    const began = performance.now();
    await fillLargeWorkspace(postgres.url, enterprise);
    const { metrics, goals, days } = enterprise;
    const seconds = Math.round((performance.now() - began) / 1000);
    process.stdout.write(`\n${metrics} metrics, ${goals} goals, ${days} days of each: filled in ${seconds} s.\n`);
    const product = await startTrial(directory, { DATABASE_URL: postgres.url });
    try {
      const pages = { board: '/board', goals: '/goals', metrics: '/metrics', metric: '/metrics/metric-7' };
      await answers(product.url);
      print('The large workspace', await measured(product.url, pages));
      print('The large workspace, scrolled from top to end', await scrolled(product.url, pages));
    } finally {
      await product.stop();
    }
  } finally {
    await postgres.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

/** What the server needs for an answer that it has not kept, and for one that it has. @param {string} url */
async function answers(url) {
  for (const question of ['/board', '/goals', '/metrics']) {
    const times = [];
    let bytes = 0;
    for (let round = 0; round < 3; round += 1) {
      const began = performance.now();
      bytes = JSON.stringify(await readJson(`${url}/api/v1${question}`)).length;
      times.push(`${Math.round(performance.now() - began)} ms`);
    }
    process.stdout.write(`GET ${question}: ${times.join(', ')}; ${Math.round(bytes / 1024)} KiB of JSON\n`);
  }
}

/** @param {string} url @param {Record<string, string>} pages */
async function measured(url, pages) {
  const rows = [['page', 'LCP desktop', 'LCP slow 4G, 4× CPU', 'slowest interaction', 'CLS']];
  for (const [name, address] of Object.entries(pages)) {
    const near = await median(() => loadOf(browser, desktop, { url, address, signIn }));
    const far = await median(() => loadOf(browser, farPhone, { url, address, signIn }));
    rows.push([
      name,
      against(near.lcpMs, budget.lcpMs.desktop, 'ms'),
      against(far.lcpMs, budget.lcpMs.farPhone, 'ms'),
      against(near.inpMs, budget.inpMs, 'ms'),
      against(Math.max(near.cls, far.cls), budget.cls, ''),
    ]);
  }
  return rows;
}

/** @param {string} url @param {Record<string, string>} pages */
async function scrolled(url, pages) {
  const rows = [['page', 'height', 'frame, p95', 'longest frame', 'long tasks']];
  for (const [name, address] of Object.entries(pages)) {
    const { height, p95Ms, longestMs, longTasks, longTasksMs } = await scrollOf(browser, { url, address, signIn });
    rows.push([name, `${height} px`, `${p95Ms} ms`, `${longestMs} ms`, `${longTasks} (${longTasksMs} ms)`]);
  }
  return rows;
}

/** Of each figure by itself. @param {() => Promise<import('./page-speed.mjs').Load>} once */
async function median(once) {
  const all = [];
  for (let round = 0; round < rounds; round += 1) all.push(await once());
  const middle = (/** @type {(load: import('./page-speed.mjs').Load) => number} */ of) =>
    all.map(of).sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
  return { lcpMs: middle(({ lcpMs }) => lcpMs), inpMs: middle(({ inpMs }) => inpMs), cls: middle(({ cls }) => cls) };
}

/** @param {number} value @param {number} limit @param {string} unit */
function against(value, limit, unit) {
  const text = unit === '' ? value.toFixed(3) : `${Math.round(value)} ${unit}`;
  return `${text} ${value <= limit ? 'of' : 'OVER'} ${limit}`;
}

/** @param {string} title @param {readonly (readonly string[])[]} rows */
function print(title, rows) {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  process.stdout.write(`\n${title}\n\n${line(head)}`);
  process.stdout.write(`| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |\n`);
  for (const row of body) process.stdout.write(line(row));
}

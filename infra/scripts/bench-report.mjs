import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { projectDirectory } from './project.mjs';

/**
 * One comparison. `pass` is null where there is no limit: the row is told for orientation.
 *
 * @typedef {{ what: string, reference: string, ours: string, ratio: number, target: string, pass: boolean | null }} Row
 */

const head = ['what', 'reference', 'ours', 'ratio', 'limit', ''];

/** @param {readonly Row[]} rows */
export function printTable(rows) {
  process.stdout.write(`${table(rows)}\n`);
}

/** @param {readonly Row[]} rows */
function table(rows) {
  const cells = [head, ...rows.map(cellsOf)];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const [first = [], ...body] = cells;
  return line(first) + `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |\n` + body.map(line).join('');
}

/** @param {Row} row */
function cellsOf({ what, reference, ours, ratio, target, pass }) {
  const verdict = pass === null ? '' : pass ? 'kept' : '**missed**';
  return [what, reference, ours, `${ratio.toFixed(2)}×`, target, verdict];
}

/**
 * The figures of a run, with machine, date and versions.
 *
 * @param {string} file
 * @param {readonly { name: string, rows: readonly Row[], seconds: number }[]} results
 * @param {{ quick: boolean, postgresVersion: string, settings: readonly string[] }} context
 */
export async function writeReport(file, results, { quick, postgresVersion, settings }) {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: projectDirectory, encoding: 'utf8' });
  const cpu = os.cpus()[0]?.model.trim() ?? os.arch();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const text = [
    '# Benchmarks',
    '',
    'Written by `npm run bench -- --write`. Each ratio compares Tandem with a reference that does the same work by hand, measured in the same',
    'run, in turns, median of the rounds; times of a shared machine move by a factor of two, ratios move far less. What misses its limit says so.',
    '',
    `- ${new Date().toISOString().slice(0, 10)}, commit ${commit.trim()}`,
    `- ${os.cpus().length} cores (${cpu}), ${memory} GiB memory, ${os.type()} ${os.release()}`,
    quick
      ? '- small loads (`--quick`): a first look, in which what each request costs by itself weighs more than it does over years of data'
      : '- whole loads: 10 million measurements, 2 million records',
    `- load of the machine at the end: ${os.loadavg()[2]?.toFixed(1)} processes waiting for its cores, over 15 minutes`,
    `- Node.js ${process.versions.node}, PostgreSQL ${postgresVersion} (${settings.join(', ')})`,
    '',
    ...results.flatMap(({ name, rows, seconds }) => [
      `## ${name}`,
      '',
      table(rows).trimEnd(),
      '',
      `Took ${seconds.toFixed(0)} s.`,
      '',
    ]),
  ].join('\n');
  fs.writeFileSync(file, text);
}

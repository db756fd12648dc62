// npm run bench: speeds as ratios measured side by side in one run, against the limits that the project sets itself.
// `--quick` uses small loads, `--only <name>` runs one scenario, `--write` renews docs/benchmarks.md.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeReport, printTable } from './bench-report.mjs';
import { prepareProject } from './prepare-project.mjs';
import { inProject } from './project.mjs';
import { endWithSignals } from './run-program.mjs';
import { trialDirectory } from './trial-product.mjs';

/** @typedef {import('./bench-report.mjs').Row} Row */
/** @typedef {{ name: string, run: (context: object) => Promise<Row[]> }} Scenario */

const longestRunMs = 120 * 60_000;

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean' }, only: { type: 'string', multiple: true }, write: { type: 'boolean' } },
});
process.exitCode = (await prepareProject('all')) ? await runScenarios() : 1;

async function runScenarios() {
  const scenarios = await readScenarios();
  const unknown = (options.only ?? []).filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    const known = scenarios.map(({ name }) => name).join(', ');
    process.stderr.write(`There is no scenario ${unknown.join(', ')}. There are: ${known}.\n`);
    return 1;
  }
  const chosen = scenarios.filter(({ name }) => options.only?.includes(name) ?? true);
  const directory = trialDirectory();
  const { startPostgres } = await import(inProject('infra/embedded-services/dist/start-postgres.js'));
  const postgres = await startPostgres({ dataDirectory: path.join(directory, 'postgres') });
  const cleanUp = async () => {
    await postgres.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  };
  const stopListening = endWithSignals(cleanUp);
  const tooLong = setTimeout(() => {
    process.stderr.write(`The run took longer than ${longestRunMs / 60_000} minutes and was ended.\n`);
    process.kill(process.pid, 'SIGTERM');
  }, longestRunMs);
  tooLong.unref();
  try {
    const { benchContext } = await import(inProject('test/bench/bench-context.mjs'));
    const context = await benchContext({ quick: options.quick === true, postgres, directory });
    const results = await runEach(chosen, context);
    if (options.write) await writeReport(inProject('docs/benchmarks.md'), results, context);
    return results.every(({ rows }) => rows.every(({ pass }) => pass !== false)) ? 0 : 1;
  } finally {
    clearTimeout(tooLong);
    stopListening();
    await cleanUp();
  }
}

/** @param {readonly Scenario[]} scenarios @param {any} context */
async function runEach(scenarios, context) {
  /** @type {{ name: string, rows: Row[], seconds: number }[]} */
  const results = [];
  for (const { name, run } of scenarios) {
    const started = performance.now();
    process.stdout.write(`\n${name} …\n`);
    try {
      const rows = await run(context);
      results.push({ name, rows, seconds: (performance.now() - started) / 1000 });
      printTable(rows);
    } finally {
      await context.closeDatabases();
    }
  }
  const all = results.flatMap(({ rows }) => rows);
  process.stdout.write('\n');
  printTable(all);
  const missed = all.filter(({ pass }) => pass === false);
  process.stdout.write(missed.length === 0 ? 'Every limit is kept.\n' : `${missed.length} of the limits are missed.\n`);
  return results;
}

/** @returns {Promise<Scenario[]>} */
async function readScenarios() {
  const files = fs.readdirSync(inProject('test/bench')).filter((file) => file.endsWith('.bench.mjs'));
  const modules = await Promise.all(files.sort().map((file) => import(inProject(`test/bench/${file}`))));
  return modules.map((module) => module.default);
}

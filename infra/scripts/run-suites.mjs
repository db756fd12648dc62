import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findBrowser } from './find-browser.mjs';
import { inProject, secondsSince } from './project.mjs';
import { endWithSignals, runProgram } from './run-program.mjs';
import { startTestServices } from './test-services.mjs';

/** @typedef {{ name: 'Jest' | 'Playwright', passed: number, failed: number, note: string | null }} Counts */

const suites = ['jest', 'unit', 'e2e'];
const node = process.execPath;

/**
 * Runs the asked part, or all, and prints the counts last, in the same form for every runner.
 *
 * @param {readonly string[]} args a suite first, if any; the rest goes to its runner
 * @returns {Promise<number>} exit code
 */
export async function runSuites(args) {
  const started = performance.now();
  const [first = '', ...others] = args;
  const suite = suites.includes(first) ? first : args.length > 0 ? 'jest' : 'all';
  const rest = suites.includes(first) ? others : args;
  const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-reports-'));
  const services = suite === 'unit' ? null : await startTestServices(reports);
  const cleanUp = async () => {
    await services?.stop();
    fs.rmSync(reports, { recursive: true, force: true });
  };
  const stopListening = endWithSignals(cleanUp);
  /** @type {Counts[]} */
  const counts = [];
  try {
    const env = { ...process.env, ...services?.env };
    if (suite !== 'e2e') counts.push(await runJest(suite === 'unit', rest, env, reports));
    if (suite === 'e2e' || suite === 'all') counts.push(await runPlaywright(rest, env, reports));
  } finally {
    stopListening();
    await cleanUp();
  }
  process.stdout.write(`\nTook ${secondsSince(started)}.\n`);
  for (const { note } of counts) if (note) process.stdout.write(`${note}\n`);
  for (const { name, passed, failed } of counts) process.stdout.write(`${name}: ${passed} passed, ${failed} failed\n`);
  return counts.every(({ failed }) => failed === 0) ? 0 : 1;
}

/** @param {boolean} unitOnly @param {readonly string[]} args @param {NodeJS.ProcessEnv} env @param {string} reports @returns {Promise<Counts>} */
async function runJest(unitOnly, args, env, reports) {
  const report = path.join(reports, 'jest.json');
  const part = unitOnly
    ? ['--testPathIgnorePatterns', '/node_modules/', '/dist/', '/test/e2e/', '\\.int\\.spec\\.ts$', '--']
    : [];
  const { code } = await runProgram(
    [
      node,
      inProject('node_modules/jest/bin/jest.js'),
      '--json',
      `--outputFile=${report}`,
      '--maxWorkers=2',
      ...part,
      ...args,
    ],
    { env: { ...env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' } },
  );
  const result = readReport(report);
  if (result === null)
    return { name: 'Jest', passed: 0, failed: 1, note: `Jest ended with ${code} and wrote no report.` };
  // A file that cannot even be loaded holds no test that could fail.
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const left = result.numPendingTests + result.numTodoTests;
  return {
    name: 'Jest',
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    note: left > 0 ? `Jest left out ${left} tests.` : null,
  };
}

/** @param {readonly string[]} args @param {NodeJS.ProcessEnv} env @param {string} reports @returns {Promise<Counts>} */
async function runPlaywright(args, env, reports) {
  const config = inProject('test/e2e/playwright.config.ts');
  if (!fs.existsSync(config)) return { name: 'Playwright', passed: 0, failed: 1, note: `There is no ${config}.` };
  const browser = findBrowser(env);
  if ('reason' in browser)
    return { name: 'Playwright', passed: 0, failed: 0, note: `Playwright did not run: ${browser.reason}` };
  const report = path.join(reports, 'playwright.json');
  const { code } = await runProgram(
    [node, inProject('node_modules/@playwright/test/cli.js'), 'test', '-c', config, '--reporter=list,json', ...args],
    { env: { ...env, TANDEM_TEST_BROWSER: browser.path, PLAYWRIGHT_JSON_OUTPUT_NAME: report } },
  );
  const result = readReport(report);
  if (result === null)
    return { name: 'Playwright', passed: 0, failed: 1, note: `Playwright ended with ${code} and wrote no report.` };
  const { expected, unexpected, flaky, skipped } = result.stats;
  const failed = unexpected + flaky + result.errors.length;
  return {
    name: 'Playwright',
    passed: expected,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    note: skipped > 0 ? `Playwright left out ${skipped} tests.` : null,
  };
}

/** @param {string} file @returns {any} */
function readReport(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
}

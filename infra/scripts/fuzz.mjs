// npm run fuzz: 10,000 malformed inputs to every endpoint, for an hour at most. Asked again with the same seed it goes on where it stopped.
import fs from 'node:fs';
import path from 'node:path';
import { prepareProject } from './prepare-project.mjs';
import { inProject } from './project.mjs';
import { runSuites } from './run-suites.mjs';

const [inputs = '10000', seed = `seed-${Date.now()}`, minutes = '60'] = process.argv.slice(2);
if (![inputs, minutes].every((number) => /^[1-9]\d{0,6}$/.test(number)) || !/^[\w-]{1,60}$/.test(seed)) {
  process.stderr.write('Say how many inputs, which seed, and for how many minutes: npm run fuzz -- 10000 autumn 60\n');
  process.exit(1);
}
const progress = inProject(path.join('node_modules', '.cache', 'tandem-fuzz', `${seed}.json`));
process.env['TANDEM_TEST_FUZZ_INPUTS'] = inputs;
process.env['TANDEM_TEST_FUZZ_SEED'] = seed;
process.env['TANDEM_TEST_FUZZ_MINUTES'] = minutes;
process.env['TANDEM_TEST_FUZZ_PROGRESS'] = progress;
process.exitCode = (await prepareProject('all')) ? await runSuites(['jest', 'test/fuzz']) : 1;
if (fs.existsSync(progress)) tell();

function tell() {
  /** @type {Record<string, { next: number, seconds: number, statuses: Record<string, number> }>} */
  const endpoints = JSON.parse(fs.readFileSync(progress, 'utf8'));
  let [drawn, sent] = [0, 0];
  for (const [endpoint, { next, seconds, statuses }] of Object.entries(endpoints)) {
    drawn += next;
    sent += Object.values(statuses).reduce((sum, count) => sum + count, 0);
    const answers = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`);
    process.stdout.write(`${endpoint}  ${next} of ${inputs} in ${Math.round(seconds)} s  ${answers.join(', ')}\n`);
  }
  process.stdout.write(
    `${drawn} inputs to ${Object.keys(endpoints).length} endpoints, ${sent} sent and the rest the same as an earlier reading. ` +
      `To go on: npm run fuzz -- ${inputs} ${seed} ${minutes}\n`,
  );
}

// npm run push-trial: 100,000 pushed events, shuffled, some repeated, some tampered with. `npm run push-trial -- 5000 4711`: as many, of that seed.
import { runSuites } from './run-suites.mjs';
import { prepareProject } from './prepare-project.mjs';

const [events = '100000', seed = '1'] = process.argv.slice(2);
if (![events, seed].every((number) => /^[1-9]\d{0,8}$/.test(number))) {
  process.stderr.write('Say how many events, and of which seed: npm run push-trial -- 100000 1\n');
  process.exit(1);
}
// The spec reads them; so a failure can be played again with the same two numbers.
process.env['TANDEM_PUSHES'] = events;
process.env['TANDEM_PUSHES_SEED'] = seed;
process.exitCode = (await prepareProject('all')) ? await runSuites(['jest', 'test/push/push-trial']) : 1;

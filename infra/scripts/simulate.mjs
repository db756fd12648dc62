// npm run simulate: 10,000 simulated days with a vendor, a database and a receiver that fail. `npm run simulate -- 20 simulated-7` plays one life
// again from its seed.
import { prepareProject } from './prepare-project.mjs';
import { runSuites } from './run-suites.mjs';

const [days = '10000', seed = 'simulated'] = process.argv.slice(2);
if (!/^[1-9]\d{0,6}$/.test(days) || !/^[\w-]{1,60}$/.test(seed)) {
  process.stderr.write('Say how many days, and from which seed: npm run simulate -- 10000 autumn\n');
  process.exit(1);
}
process.env['TANDEM_TEST_DAYS'] = days;
process.env['TANDEM_TEST_SEED'] = seed;
process.exitCode = (await prepareProject('all')) ? await runSuites(['jest', 'test/alerts/simulated-days']) : 1;

// npm run views: ten thousand random views of the same numbers must agree. `npm run views -- 1 4711` plays the view of one seed again.
import { runSuites } from './run-suites.mjs';
import { prepareProject } from './prepare-project.mjs';

const [views = '10000', firstSeed = '1'] = process.argv.slice(2);
if (![views, firstSeed].every((number) => /^[1-9]\d{0,8}$/.test(number))) {
  process.stderr.write('Say how many views, and from which seed on: npm run views -- 10000 1\n');
  process.exit(1);
}
// The specs read them; so a failure can be played again with the same two numbers.
process.env['TANDEM_VIEWS'] = views;
process.env['TANDEM_VIEWS_SEED'] = firstSeed;
process.exitCode = (await prepareProject('all')) ? await runSuites(['jest', 'test/agreement/views']) : 1;

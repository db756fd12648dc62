// npm run fuzz: 10,000 malformed inputs to every endpoint. `npm run fuzz -- 500 another-seed` sends fewer, and others.
import { runSuites } from './run-suites.mjs';
import { prepareProject } from './prepare-project.mjs';

const [inputs = '10000', seed = `seed-${Date.now()}`] = process.argv.slice(2);
process.env['TANDEM_TEST_FUZZ_INPUTS'] ??= inputs;
process.env['TANDEM_TEST_FUZZ_SEED'] ??= seed;
process.exitCode = (await prepareProject('all')) ? await runSuites(['jest', 'test/fuzz']) : 1;

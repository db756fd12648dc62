// npm test: everything, on real services. `npm test -- unit`, `npm test -- jest libs/queue`, `npm test -- e2e goals` run a part.
import { runSuites } from './run-suites.mjs';
import { prepareProject } from './prepare-project.mjs';

process.exitCode = (await prepareProject('all')) ? await runSuites(process.argv.slice(2)) : 1;

// npm run kill-trial: 1,000 kills of evaluator, deliverer and database. `npm run kill-trial -- 50`: as many.
import { prepareProject } from './prepare-project.mjs';
import { inProject } from './project.mjs';

const [kills = '1000'] = process.argv.slice(2);
if (!/^[1-9]\d{0,5}$/.test(kills)) {
  process.stderr.write('Say how many kills: npm run kill-trial -- 1000\n');
  process.exit(1);
}
if (!(await prepareProject('all'))) process.exit(1);
process.argv[2] = kills;
await import(inProject('test/alerts/kill-trial.mjs'));

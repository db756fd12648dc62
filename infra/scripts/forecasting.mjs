// npm run forecasting: forecasts the recorded pasts of the demo at every point of them, and writes how well that went into docs/forecasting.md.
import { inProject } from './project.mjs';
import { prepareProject } from './prepare-project.mjs';
import { runSuites } from './run-suites.mjs';
import { spawnSync } from 'node:child_process';

process.env['TANDEM_WRITE_FORECASTING'] = 'yes';
process.exitCode = (await prepareProject('all')) ? await runSuites(['jest', 'test/forecasting']) : 1;
if (process.exitCode === 0) {
  const prettier = inProject('node_modules/prettier/bin/prettier.cjs');
  spawnSync(process.execPath, [prettier, '--write', inProject('docs/forecasting.md')], { stdio: 'inherit' });
}

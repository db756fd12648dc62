// npm start: from a fresh clone to a running Tandem, with nothing but Node.js. No package may be imported before they are installed.
import { inProject } from './project.mjs';
import { prepareProject } from './prepare-project.mjs';

if (await prepareProject('runtime')) {
  // In this very process, so that Ctrl-C and SIGTERM reach Tandem itself and nothing is left behind.
  const { runTandem } = await import(new URL('../../apps/tandem/dist/bundle/main.js', import.meta.url).href);
  process.chdir(inProject('.'));
  process.exitCode = await runTandem(['start', ...process.argv.slice(2)]);
} else {
  process.exitCode = 1;
}

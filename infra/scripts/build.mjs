// npm run build: installs what is missing and builds server and dashboard, where anything has changed.
import { prepareProject } from './prepare-project.mjs';

const ready = await prepareProject(process.argv.includes('--all') ? 'all' : 'runtime');
if (ready) process.stdout.write('Server and dashboard are built.\n');
process.exitCode = ready ? 0 : 1;

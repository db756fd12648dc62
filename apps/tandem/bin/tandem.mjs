#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/bundle/main.js', import.meta.url);
if (existsSync(main)) {
  const { runTandem } = await import(main.href);
  process.exitCode = await runTandem(process.argv.slice(2));
} else {
  process.stderr.write('Tandem is not built yet. Run "npm start", or "npm run build", in the project first.\n');
  process.exitCode = 1;
}

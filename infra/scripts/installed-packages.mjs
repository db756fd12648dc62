import fs from 'node:fs';
import path from 'node:path';
import { inProject, readIfThere, secondsSince } from './project.mjs';
import { runProgram } from './run-program.mjs';

/**
 * Whether `node_modules` holds what the lock file asks for. npm writes its list at the very end, so an installation that was
 * interrupted has none.
 *
 * @param {'runtime' | 'all'} scope
 */
export function isInstalled(scope) {
  const wanted = packagesOf(inProject('package-lock.json'));
  const present = packagesOf(inProject('node_modules/.package-lock.json'));
  if (wanted === null || present === null) return false;
  return Object.entries(wanted).every(([key, entry]) => isSatisfied(key, entry, present[key], scope));
}

/** @param {string} key @param {any} wanted @param {any} present @param {'runtime' | 'all'} scope */
function isSatisfied(key, wanted, present, scope) {
  if (!key.startsWith('node_modules/') && !key.includes('/node_modules/')) return true;
  if (scope === 'runtime' && (wanted.dev || wanted.devOptional)) return true;
  // Packages for other systems are left out by npm; which ones, it knows best.
  if (present === undefined) return Boolean(wanted.optional || wanted.devOptional || wanted.peer);
  if (wanted.link) return fs.existsSync(inProject(key));
  if (present.version !== wanted.version || present.integrity !== wanted.integrity) return false;
  return fs.existsSync(path.join(inProject(key), 'package.json'));
}

/** @param {string} file @returns {Record<string, any> | null} */
function packagesOf(file) {
  const text = readIfThere(file);
  try {
    return text === null ? null : (JSON.parse(text).packages ?? null);
  } catch {
    return null; // Cut off in the middle of writing: installing anew mends it.
  }
}

/** @param {'runtime' | 'all'} scope @returns {Promise<boolean>} */
export async function install(scope) {
  const started = performance.now();
  process.stdout.write(`Installing ${scope === 'runtime' ? 'what Tandem needs to run' : 'all packages'} …\n`);
  const choice = scope === 'runtime' ? '--omit=dev' : '--include=dev';
  // No package runs anything while it is installed; the links that PostgreSQL needs are made when it starts.
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  const { code } = await runProgram([...npmCommand(), 'ci', choice, ...quiet]);
  if (code === 0) process.stdout.write(`Installed (${secondsSince(started)}).\n`);
  else process.stderr.write(`The packages could not be installed (npm ended with ${code}); see above.\n`);
  return code === 0;
}

/** The npm that started this script, which may not be the first one on the path. */
function npmCommand() {
  const script = process.env['npm_execpath'];
  return script && path.basename(script) === 'npm-cli.js' && fs.existsSync(script)
    ? [process.execPath, script]
    : ['npm'];
}

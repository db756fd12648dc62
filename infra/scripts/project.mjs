import fs from 'node:fs';
import path from 'node:path';

export const projectDirectory = path.resolve(
  import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
  '..',
  '..',
);

/** Says in one sentence what is wrong, instead of failing later in a way that nobody understands. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Tandem needs Node.js 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/** @param {string} relative */
export function inProject(relative) {
  return path.join(projectDirectory, relative);
}

/** @param {string} file @returns {string | null} */
export function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
}

/** @param {number} startedMs as `performance.now()` gives it */
export function secondsSince(startedMs) {
  return `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
}

// npm run licences: every package of the lock file with its licence; docs/licences.md says which are allowed, and why.
import fs from 'node:fs';
import { inProject } from './project.mjs';

/** @typedef {{ name: string, version: string, licence: string, isForTests: boolean }} Licensed */

/** @param {any} lock the parsed package-lock.json @returns {Licensed[]} sorted by name */
export function licencesIn(lock) {
  return Object.entries(lock.packages)
    .filter(([key, entry]) => key.includes('node_modules/') && !entry.link)
    .map(([key, entry]) => ({
      name: key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      licence: entry.license ?? 'none stated',
      isForTests: entry.dev === true,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const lock = JSON.parse(fs.readFileSync(inProject('package-lock.json'), 'utf8'));
  for (const { name, version, licence, isForTests } of licencesIn(lock))
    process.stdout.write(`${name}@${version}\t${licence}${isForTests ? '\tdevelopment only' : ''}\n`);
}

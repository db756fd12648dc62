import path from 'node:path';
import type { SourceFile } from './read-workspace.js';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const vague = /^(utils?|helpers?|common|misc|shared|lib)$/;
const vagueExceptions = new Set(['libs/contracts/src/common.ts']);

/** Names of files and folders. `files` are paths from the root, of sources. */
export function pathViolations(files: readonly string[]): string[] {
  return files.flatMap((file) => {
    const parts = file.split('/');
    const wrongCase = parts.find((part) => !kebab.test(part));
    if (wrongCase !== undefined) return [`${file}: "${wrongCase}" is not in kebab-case`];
    const empty = parts.map((part) => part.split('.')[0] ?? '').find((part) => vague.test(part));
    if (empty !== undefined && !vagueExceptions.has(file)) return [`${file}: "${empty}" does not say what is inside`];
    const base = path.posix.basename(file).split('.')[0] ?? '';
    return /(^|-)(manager|v\d+)$/.test(base) ? [`${file}: "${base}" does not say what it does`] : [];
  });
}

/** Names that a source declares: no prefix for interfaces, no managers, no second versions. */
export function declarationViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path: file, declared }) =>
    declared
      .filter(({ name }) => /^I[A-Z][a-z]/.test(name) || /(Manager|V\d+)$/.test(name))
      .map(({ name, line }) => `${file}:${line} ${name}`),
  );
}

/** Files that only pass others on: an import must say where a thing lives. */
export function barrelViolations(files: readonly SourceFile[]): string[] {
  return files
    .filter(
      ({ path: file, isBarrel, imports }) => isBarrel || (/(^|\/)index\.[a-z]+$/.test(file) && imports.length > 0),
    )
    .map(({ path: file }) => `${file}: passes other files on`);
}

import type { SourceFile } from './read-workspace.js';

const folder = 'libs/kpi-store/src/migrations/';
const list = `${folder}all-migrations.ts`;

/**
 * A migration that imports living code changes when that code does, and then writes another database than it did. The list names
 * every migration, in the order of time stamps.
 */
export function migrationViolations(files: readonly SourceFile[]): string[] {
  const migrations = files.filter(({ path }) => path.startsWith(folder) && path !== list);
  const living = migrations.flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier }) => specifier !== 'typeorm')
      .map(({ specifier, line }) => `${path}:${line} ${specifier}: a migration imports nothing living`),
  );
  const listed = (files.find(({ path }) => path === list)?.imports ?? []).map(({ specifier }) =>
    specifier.replace(/^\.\//, folder).replace(/\.js$/, '.ts'),
  );
  const expected = migrations.map(({ path }) => path).sort();
  const misplaced = expected.filter((path, index) => listed[index] !== path);
  return [
    ...living,
    ...listed.filter((path) => !expected.includes(path)).map((path) => `${list}: ${path} is no migration`),
    ...misplaced.map((path) => `${list}: ${path} is missing or not in its place`),
  ];
}

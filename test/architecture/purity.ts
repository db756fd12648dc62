import { isSpec, packageOf } from './doors.js';
import type { SourceFile, Workspace } from './read-workspace.js';

/** Arithmetic and calendars; everything else would bring a framework or the outside in. */
const pureLibraries = new Set(['big.js', 'luxon']);

/** What the domain touches besides its own files: modules of Node, frameworks, the clock, chance. */
export function purityViolations({ projects }: Workspace): string[] {
  const domain = projects.filter(({ manifest }) => manifest.nx?.tags?.includes('layer:domain'));
  const mappings = projects.flatMap(({ files }) => files.filter(({ path }) => path.endsWith('.normalize.ts')));
  return [
    ...domain.flatMap(({ files }) => files.filter(({ path }) => !isSpec(path)).flatMap(foreignImports)),
    ...[...domain.flatMap(({ files }) => files.filter(({ path }) => !isSpec(path))), ...mappings].flatMap(impurities),
  ];
}

function foreignImports(file: SourceFile): string[] {
  return file.imports.flatMap(({ specifier, line }) =>
    specifier.startsWith('.') || pureLibraries.has(packageOf(specifier) ?? '')
      ? []
      : [`${file.path}:${line} ${specifier}: the domain is pure`],
  );
}

function impurities(file: SourceFile): string[] {
  return file.impure.map(({ text, line }) => `${file.path}:${line} ${text}: answers differently from call to call`);
}

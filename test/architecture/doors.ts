import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Project, SourceFile, Workspace } from './read-workspace.js';

/** A layer → the layers that it may import; its own files are reached by relative paths. Lint reads the same file. */
export const doors = JSON.parse(readFileSync(new URL('./doors.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, readonly string[]>
>;

/** Of the application these see the ports alone: they are what a use case is given, not what it does. */
const behindPorts = new Set(['kpi-store', 'channels', 'queue']);
const portFile = /^(.*-)?ports$/;

/** Where a library lives, with all others kept out: package → folders. Whole-system tests may reach behind the scenes. */
const homes: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^@nestjs\//, ['apps/api/', 'apps/worker/', 'apps/tandem/', 'test/']],
  [/^(typeorm|pg-copy-streams)$/, ['libs/kpi-store/', 'test/']],
  [/^(bullmq|ioredis)$/, ['libs/queue/', 'test/']],
  [/^@tremor\//, ['apps/dashboard/src/ui/']],
  [/^(react|react-dom|wouter|@headlessui\/react)$/, ['apps/dashboard/']],
  [/^nodemailer$/, ['libs/channels/']],
  [/^csv-parse$/, ['libs/connectors/', 'test/']],
];

/** The package of an import; null for a relative path and for modules of Node. */
export function packageOf(specifier: string): string | null {
  if (/^(\.|node:|\/|#)/.test(specifier)) return null;
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

export function isSpec(file: string): boolean {
  return /\.spec\.tsx?$/.test(file);
}

/** Each project has exactly one layer, and one that the doors know. */
export function layerViolations({ projects }: Workspace): string[] {
  return projects.flatMap(({ folder, manifest }) => {
    const layers = layersOf(manifest.nx?.tags ?? []);
    if (layers.length !== 1) return [`${folder}: ${layers.length} layer tags instead of one`];
    return layers.filter((layer) => !Object.hasOwn(doors, layer)).map((layer) => `${folder}: no doors for "${layer}"`);
  });
}

/** Imports between our packages, and out of a project's own folder. */
export function doorViolations(workspace: Workspace): string[] {
  const byName = new Map(workspace.projects.map((project) => [project.manifest.name, project]));
  return workspace.projects.flatMap((project) =>
    project.files.flatMap((file) =>
      file.imports.flatMap(({ specifier, line }) => {
        const problem = specifier.startsWith('.')
          ? relativeProblem(project, file, specifier)
          : packageProblem(project, file, specifier, byName);
        return problem === null ? [] : [`${file.path}:${line} ${specifier}: ${problem}`];
      }),
    ),
  );
}

/** Frameworks and drivers outside the room that they live in. */
export function homeViolations({ projects, looseFiles }: Workspace): string[] {
  return [...projects.flatMap(({ files }) => files), ...looseFiles].flatMap((file) =>
    file.imports.flatMap(({ specifier, line }) => {
      const name = packageOf(specifier) ?? '';
      const home = homes.find(([pattern]) => pattern.test(name));
      if (!home || home[1].some((folder) => file.path.startsWith(folder))) return [];
      return [`${file.path}:${line} ${specifier}: lives in ${home[1].join(', ')}`];
    }),
  );
}

function layersOf(tags: readonly string[]): string[] {
  return tags.filter((tag) => tag.startsWith('layer:')).map((tag) => tag.slice('layer:'.length));
}

function relativeProblem(project: Project, file: SourceFile, specifier: string): string | null {
  const target = path.posix.join(path.posix.dirname(file.path), specifier);
  if (!target.startsWith(`${project.folder}/`)) return 'a relative import leaves its project';
  if (layersOf(project.manifest.nx?.tags ?? [])[0] !== 'connectors') return null;
  const [own, other] = [vendorOf(project, file.path), vendorOf(project, target)];
  return own !== null && other !== null && own !== other ? 'a vendor imports another vendor' : null;
}

function vendorOf(project: Project, file: string): string | null {
  return /^src\/([^/]+)\//.exec(file.slice(project.folder.length + 1))?.[1] ?? null;
}

function packageProblem(
  project: Project,
  file: SourceFile,
  specifier: string,
  byName: ReadonlyMap<string, Project>,
): string | null {
  const name = packageOf(specifier);
  if (name === null || !name.startsWith('@tandem/')) return null;
  const target = byName.get(name);
  if (!target) return 'there is no such package of ours';
  if (target === project) return 'inside a package imports are relative';
  if (specifier === name) return 'a package is imported by its single files';
  const [from = '', to = ''] = [project, target].map(({ manifest }) => layersOf(manifest.nx?.tags ?? [])[0]);
  if (to === 'testing') return isSpec(file.path) ? null : 'only specs import it';
  if (!(doors[from] ?? []).includes(to)) return `${from} has no door to ${to}`;
  if (to === 'application' && behindPorts.has(from) && !portFile.test(specifier.slice(name.length + 1)))
    return `${from} sees the ports of the application alone`;
  return null;
}

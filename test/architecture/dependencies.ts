import { builtinModules } from 'node:module';
import { isSpec, packageOf } from './doors.js';
import type { Manifest, Project, SourceFile, Workspace } from './read-workspace.js';

/** A name of a package → why it is declared although no source imports it. */
export type Exceptions = Readonly<Record<string, string>>;

/** Packages that a source imports and its package.json does not name. */
export function undeclaredViolations({ projects, looseFiles, manifest }: Workspace): string[] {
  const atRoot = declaredBy(manifest);
  const ours = new Set(projects.map((project) => project.manifest.name));
  const inProjects = projects.flatMap((project) => {
    const declared = declaredBy(project.manifest);
    return project.files.flatMap((file) =>
      undeclared(
        file,
        (name) => declared.has(name) || (forTests(project, file) && (atRoot.has(name) || name === '@tandem/testing')),
      ),
    );
  });
  return [
    ...inProjects,
    ...looseFiles.flatMap((file) => undeclared(file, (name) => atRoot.has(name) || ours.has(name))),
  ];
}

/**
 * Packages that a package.json names and nothing of that project imports; what only specs import is a devDependency. Style sheets
 * (path → text) name packages too.
 */
export function unusedViolations(
  projects: readonly Project[],
  styles: ReadonlyMap<string, string>,
  exceptions: Exceptions,
): string[] {
  return projects.flatMap(({ folder, manifest, files }) => {
    const importedBy = (some: readonly SourceFile[]) =>
      new Set(some.flatMap(({ imports }) => imports.map(({ specifier }) => packageOf(specifier))));
    const anywhere = importedBy(files);
    const outsideSpecs = importedBy(files.filter((file) => !isSpec(file.path)));
    const forSpecs = new Set(Object.keys(manifest.devDependencies ?? {}));
    const inStyles = [...styles].filter(([file]) => file.startsWith(`${folder}/`)).map(([, text]) => text);
    return [...declaredBy(manifest)]
      .filter((name) => !(forSpecs.has(name) ? anywhere : outsideSpecs).has(name) && !Object.hasOwn(exceptions, name))
      .filter((name) => !inStyles.some((text) => text.includes(name)))
      .map((name) => `${folder}/package.json: "${name}" is declared and never imported`);
  });
}

/** Exceptions that nothing needs any more hide the next unused package of that name. */
export function needlessExceptions(projects: readonly Project[], exceptions: Exceptions): string[] {
  const declared = new Set(projects.flatMap(({ manifest }) => [...declaredBy(manifest)]));
  return Object.keys(exceptions).filter((name) => !declared.has(name));
}

export function declaredBy(manifest: Manifest): Set<string> {
  const { dependencies, optionalDependencies, devDependencies } = manifest;
  return new Set(Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies }));
}

/** Ranges, and packages of which two projects want different versions. Packages of ours are linked: "*". */
export function inexactViolations({ projects, manifest }: Workspace): string[] {
  const versions = new Map<string, Set<string>>();
  for (const { dependencies, optionalDependencies, devDependencies } of [
    manifest,
    ...projects.map((one) => one.manifest),
  ]) {
    for (const [name, version] of Object.entries({ ...dependencies, ...optionalDependencies, ...devDependencies })) {
      if (!name.startsWith('@tandem/')) versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
  }
  return [...versions].flatMap(([name, wanted]) => {
    const inexact = [...wanted].filter((version) => !/^(npm:[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    if (inexact.length > 0) return [`${name}: "${inexact.join('", "')}" is not one exact version`];
    return wanted.size > 1 ? [`${name}: ${[...wanted].join(' and ')}`] : [];
  });
}

function forTests(project: Project, file: SourceFile): boolean {
  return isSpec(file.path) || (project.manifest.nx?.tags ?? []).includes('layer:testing');
}

function undeclared(file: SourceFile, isDeclared: (name: string) => boolean): string[] {
  return file.imports.flatMap(({ specifier, line }) => {
    const name = packageOf(specifier);
    if (name === null || isDeclared(name)) return [];
    const problem = builtinModules.includes(specifier)
      ? `write it as "node:${specifier}"`
      : 'is not declared in the package.json of its project';
    return [`${file.path}:${line} ${specifier}: ${problem}`];
  });
}

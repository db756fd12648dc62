import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readSource, type SourceFacts } from './read-source.js';

export interface Manifest {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

export interface SourceFile extends SourceFacts {
  /** From the root of the workspace, with slashes. */
  readonly path: string;
}

export interface Project {
  /** From the root of the workspace, with slashes. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly files: readonly SourceFile[];
}

export interface Workspace {
  readonly manifest: Manifest;
  readonly projects: readonly Project[];
  /** Sources outside every project: `test/`, scripts, settings of tools. */
  readonly looseFiles: readonly SourceFile[];
}

export const root = path.resolve(import.meta.dirname, '../..');
const notOurs = new Set(['node_modules', 'dist', 'test-results', 'playwright-report', 'coverage']);
const sourceName = /\.(ts|tsx|mts|mjs|cjs|js|jsx)$/;

/** Every file of the work tree that is ours, from the root, with slashes. */
export function listFiles(folder = ''): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const inner = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return notOurs.has(entry.name) || entry.name.startsWith('.') ? [] : listFiles(inner);
    return entry.isFile() ? [inner] : [];
  });
}

export function readText(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** The sources among these files, or below a folder. */
export function readSources(files: readonly string[] | string): SourceFile[] {
  return (typeof files === 'string' ? listFiles(files) : files)
    .filter((file) => sourceName.test(file))
    .map((file) => ({ path: file, ...readSource(file, readText(file)) }));
}

export function readWorkspace(): Workspace {
  const files = listFiles();
  const sources = readSources(files);
  const folders = files
    .filter((file) => /^(apps|libs|infra)\/[^/]+\/package\.json$/.test(file))
    .map((file) => path.posix.dirname(file));
  const projects = folders.map((folder): Project => ({
    folder,
    manifest: readManifest(`${folder}/package.json`),
    files: sources.filter((source) => source.path.startsWith(`${folder}/`)),
  }));
  const owned = new Set(projects.flatMap((project) => project.files.map((file) => file.path)));
  return {
    manifest: readManifest('package.json'),
    projects,
    looseFiles: sources.filter((source) => !owned.has(source.path)),
  };
}

export function readManifest(file: string): Manifest {
  return JSON.parse(readText(file)) as Manifest;
}

import { readSource } from './read-source.js';
import type { Manifest, Project, SourceFile, Workspace } from './read-workspace.js';

/** A source file that exists nowhere, for a violation planted on purpose. */
export function fileExample(path: string, text: string): SourceFile {
  return { path, ...readSource(path, text) };
}

/** A project whose name and layer are those of its folder unless the manifest says otherwise. */
export function projectExample(
  folder: string,
  files: Readonly<Record<string, string>>,
  manifest: Partial<Manifest> = {},
): Project {
  const name = folder.split('/').at(-1) ?? folder;
  return {
    folder,
    manifest: { name: `@tandem/${name}`, nx: { tags: [`layer:${name}`] }, ...manifest },
    files: Object.entries(files).map(([file, text]) => fileExample(`${folder}/${file}`, text)),
  };
}

export function workspaceExample(
  projects: readonly Project[],
  looseFiles: readonly SourceFile[] = [],
  manifest: Partial<Manifest> = {},
): Workspace {
  return { manifest: { name: 'tandem', ...manifest }, projects, looseFiles };
}

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const here = path.join('/', 'apps', 'tandem', '/');

/** The project's directory: the one above `apps/tandem`, in whose `src`, `dist` or `dist/bundle` this code stands. */
export const projectDirectory = import.meta.dirname.slice(0, `${import.meta.dirname}${path.sep}`.lastIndexOf(here));

export function tandemVersion(): string {
  const text = readFileSync(path.join(projectDirectory, 'apps', 'tandem', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** The built dashboard; null when it was not built, and then the API is served alone. */
export function dashboardDirectory(): string | null {
  const directory = path.join(projectDirectory, 'apps', 'dashboard', 'dist');
  return existsSync(path.join(directory, 'index.html')) ? directory : null;
}

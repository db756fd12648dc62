import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The project's directory: this code stands in a file of `apps/tandem/bundle`, `dist` or `src`. */
export const projectDirectory = path.resolve(import.meta.dirname, '..', '..', '..');

export function tandemVersion(): string {
  const text = readFileSync(path.join(projectDirectory, 'apps', 'tandem', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** The built dashboard; null when it was not built, and then the API is served alone. */
export function dashboardDirectory(): string | null {
  const directory = path.join(projectDirectory, 'apps', 'dashboard', 'dist');
  return existsSync(path.join(directory, 'index.html')) ? directory : null;
}

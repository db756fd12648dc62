import path from 'node:path';
import { z } from 'zod';

/** What sources may use of this machine. Only its operator says so, never the settings of a source. */
export interface LocalAccess {
  /** Absolute directories in which, and below which, files may be read; or whatever the process may read. */
  readonly files: 'any' | readonly string[];
  /** Absolute directories in which, and below which, git repositories may be read. */
  readonly repositories: readonly string[];
  /** Singer taps by the name that settings say: an absolute path each. */
  readonly taps: Readonly<Record<string, string>>;
}

/** `/srv/git, /home/build/mirrors` */
export const directories = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim()))
  .refine((list) => list.every(isOwnDirectory), 'must be absolute directories such as /srv/git, /home/build/mirrors')
  .transform((list) => list.map((entry) => path.normalize(entry)));

/** `shop=/opt/taps/tap-shop;crm=/opt/taps/tap-crm` */
export const singerTaps = z
  .string()
  .transform((text) => text.split(';').map((entry) => entry.trim()))
  .transform((entries) => entries.filter((entry) => entry !== '').map((entry) => entry.split(/=(.*)/s).slice(0, 2)))
  .refine(
    (pairs) =>
      pairs.every(([name = '', file = '']) => /^[a-z][a-z0-9-]{0,39}$/.test(name) && path.isAbsolute(file)) &&
      new Set(pairs.map(([name]) => name)).size === pairs.length,
    'must be names, each once, with the absolute path of a program, such as shop=/opt/taps/tap-shop;crm=/opt/taps/tap-crm',
  )
  .transform((pairs): LocalAccess['taps'] => Object.fromEntries(pairs as [string, string][]));

/** Whether nobody but this machine can reach a server that listens there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Where files may be read. Unless the operator says so, whoever has come in from another machine reads none outside of the base directory;
 * on this machine alone everybody is its operator.
 *
 * @param baseDirectory absolute; paths in settings are relative to it
 */
export function readableFiles(
  named: readonly string[] | undefined,
  { host, baseDirectory }: { readonly host: string; readonly baseDirectory: string },
): LocalAccess['files'] {
  if (named === undefined && isLoopback(host)) return 'any';
  return [baseDirectory, ...(named ?? [])];
}

/** The whole machine is not what anybody means. */
function isOwnDirectory(entry: string): boolean {
  return path.isAbsolute(entry) && path.normalize(entry) !== path.parse(entry).root;
}

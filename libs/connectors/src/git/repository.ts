import { mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReadContext } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { guardedAddress } from '@tandem/connector-kit/guarded-address';
import { matchesWildcards } from '@tandem/connector-kit/wildcards';
import { GitProgram, type Reach } from './git-program.js';
import type { Commit, Tag } from './git.normalize.js';
import type { GitSettings } from './git.connector.js';

/** Tags of one repository beyond this number are a mistake in the pattern. */
const mostTags = 20_000;
const mostCommits = 20_000;

/** What a tag points at: its own object where it has one. By names of tags. */
export type TagHeads = ReadonlyMap<string, string>;

/** Where a repository lies that settings name; empty for the location itself. */
export function repositoryAt({ location }: GitSettings, repository: string): string {
  const base = location.replace(/\/+$/, '');
  return repository === '' ? base : `${base}/${repository}`;
}

/** As it is counted: `acme/shop` for `acme/shop.git`. */
export function serviceOf(settings: GitSettings, repository: string): string {
  const name = repository === '' ? (repositoryAt(settings, '').split('/').at(-1) ?? '') : repository;
  return name.replace(/\.git$/, '');
}

export function isLocal({ location }: GitSettings): boolean {
  return location.startsWith('/');
}

/** A repository, asked by git, as far as the settings want it. Whoever opens it closes it. */
export async function openRepository(
  settings: GitSettings,
  repository: string,
  context: ReadContext,
): Promise<Repository> {
  const subject = `The repository ${serviceOf(settings, repository)}`;
  const reach = await reachOf(settings, repositoryAt(settings, repository), context);
  const directory = await mkdtemp(path.join(tmpdir(), 'tandem-git-'));
  const close = () => rm(directory, { recursive: true, force: true });
  try {
    return new Repository(await GitProgram.open(directory, reach, subject, context.signal), settings, subject, close);
  } catch (error) {
    await close();
    throw error;
  }
}

export class Repository {
  constructor(
    private readonly git: GitProgram,
    private readonly settings: GitSettings,
    private readonly subject: string,
    readonly close: () => Promise<void>,
  ) {}

  /** The tags that the settings ask for. Costs one question and nothing else. */
  async heads(): Promise<TagHeads> {
    const listed = await this.git.ask(['ls-remote', '--tags', '--refs', '--', 'origin']);
    const heads = new Map<string, string>();
    for (const line of listed.split('\n')) {
      const [, head, name] = /^([0-9a-f]{40,64})\trefs\/tags\/(.+)$/.exec(line) ?? [];
      if (head !== undefined && name !== undefined && matchesWildcards(name, this.settings.tags)) heads.set(name, head);
    }
    if (heads.size > mostTags) throw tooManyTags(this.subject);
    return heads;
  }

  /**
   * Copies tags and all that they hold. A copy without files and folders would be smaller, but git asks for what is missing in it by itself,
   * again and again where the other side has cut its history off.
   */
  async fetch(): Promise<void> {
    await this.git.ask([...fetchArguments, '--', 'origin', '+refs/tags/*:refs/tags/*']);
  }

  /** Copies these tags with the commit of each, and no history. */
  async fetchOnly(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const refs = names.map((name) => `+refs/tags/${name}:refs/tags/${name}`);
    await this.git.ask([...fetchArguments, '--depth=1', '--', 'origin', ...refs]);
  }

  /** Whether history is cut off somewhere, as in a shallow clone. */
  async isShallow(): Promise<boolean> {
    return (await this.git.read(['rev-parse', '--is-shallow-repository'])).trim() === 'true';
  }

  /** The tags that were copied and that the settings ask for. A tag of something that is no commit is left out. */
  async tags(): Promise<readonly Tag[]> {
    const fields = ['refname:strip=2', 'objectname', 'objecttype', 'taggerdate:iso-strict', 'committerdate:iso-strict'];
    const format = [...fields, '*objectname', '*objecttype', '*committerdate:iso-strict'].map((one) => `%(${one})`);
    const listed = await this.git.read(['for-each-ref', `--format=${format.join('%00')}`, '--', 'refs/tags/']);
    const tags: Tag[] = [];
    for (const line of listed.split('\n')) {
      const [name = '', head = '', type, taggedAt = '', lightAt = '', inner = '', innerType, innerAt = ''] =
        line.split('\0');
      if (!matchesWildcards(name, this.settings.tags)) continue;
      if (type === 'commit') tags.push({ name, head, commit: head, taggedAt: null, committedAt: lightAt });
      else if (innerType === 'commit')
        tags.push({ name, head, commit: inner, taggedAt: taggedAt || null, committedAt: innerAt });
      else if (innerType === 'tag') tags.push(...(await this.nested(name, head, taggedAt)));
    }
    return tags;
  }

  /** Commits that a tag holds and none of the others does. */
  async commits(tag: Tag, before: readonly Tag[]): Promise<readonly Commit[]> {
    const wanted = [tag.commit, ...before.map(({ commit }) => `^${commit}`), ''].join('\n');
    const format = '--format=%H%x00%P%x00%aI%x00%cI%x00%s%x00';
    const listed = await this.git.read(['log', format, `--max-count=${mostCommits}`, '--stdin'], wanted);
    const cells = listed.split('\0');
    const commits: Commit[] = [];
    for (let at = 0; at + 4 < cells.length; at += 5) {
      const [id = '', parents = '', authoredAt = '', committedAt = '', subject = ''] = cells.slice(at, at + 5);
      const isMerge = parents.trim().includes(' ');
      commits.push({ id: id.trim(), isMerge, authoredAt, committedAt, subject });
    }
    return commits;
  }

  /** A tag of a tag: rare, and followed to its commit. */
  private async nested(name: string, head: string, taggedAt: string): Promise<Tag[]> {
    const found = await this.git
      .read(['log', '--max-count=1', '--format=%H %cI', '--end-of-options', `refs/tags/${name}^{commit}`])
      .catch(() => '');
    const [commit, committedAt] = found.trim().split(' ');
    return commit && committedAt ? [{ name, head, commit, taggedAt: taggedAt || null, committedAt }] : [];
  }
}

const fetchArguments = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
  '--no-recurse-submodules',
  '--update-shallow',
];

async function reachOf(settings: GitSettings, at: string, context: ReadContext): Promise<Reach> {
  if (isLocal(settings)) {
    const real = await allowedPath(at, context);
    return { kind: 'local', path: real, objects: await readableObjects(real) };
  }
  const { hostname } = new URL(at);
  const address = await guardedAddress(hostname.replace(/^\[|\]$/g, ''), context.allowPrivateAddresses ?? false);
  const { user, token } = settings;
  const authorization = token === undefined ? null : `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;
  return { kind: 'remote', url: at, address, authorization };
}

/** The real path of a repository of this machine, if it lies where its operator lets sources read. */
export async function allowedPath(at: string, { local }: ReadContext): Promise<string> {
  const real = await realpath(at).catch(() => null);
  const allowed = await Promise.all((local?.repositories ?? []).map((one) => realpath(one).catch(() => one)));
  // What lies elsewhere is refused before anything is said about it.
  const asked = real ?? path.resolve(at);
  if (!allowed.some((one) => asked === one || asked.startsWith(`${one}${path.sep}`))) {
    throw new ConnectorFailure(
      'configuration',
      'pathRefused',
      `${at} does not lie in a directory whose repositories may be read.`,
      'Have the operator of this installation name the directory in TANDEM_GIT_PATHS, or give the address of the repository.',
    );
  }
  if (real !== null && (await stat(real)).isDirectory()) return real;
  throw new ConnectorFailure(
    'configuration',
    'notFound',
    `${at} is not there, or no directory.`,
    'Correct the location and the names of the repositories in the settings of the connection.',
  );
}

/** Where the objects of a repository lie; null where its history is cut off, for that is told with a copy only. */
async function readableObjects(repository: string): Promise<string | null> {
  const isThere = (...parts: readonly string[]) =>
    stat(path.join(repository, ...parts)).then(
      (found) => found.isDirectory() || found.isFile(),
      () => false,
    );
  const inside = (await isThere('.git', 'objects')) ? ['.git'] : [];
  // The list of such places is separated by colons.
  if (/[:"\n]/.test(repository) || !(await isThere(...inside, 'objects')) || (await isThere(...inside, 'shallow')))
    return null;
  return path.join(repository, ...inside, 'objects');
}

function tooManyTags(subject: string): ConnectorFailure {
  return new ConnectorFailure(
    'configuration',
    'tooManyTags',
    `${subject} has more than ${mostTags.toLocaleString('en')} tags that match.`,
    'Narrow the pattern of the tags in the settings of the connection.',
  );
}

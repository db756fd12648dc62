import { tierOfName, type Tier } from '@tandem/connector-kit/deployment-fields';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type { Tombstone } from '@tandem/domain/record/tombstone';

export interface Tag {
  readonly name: string;
  /** The tag's own object, or the commit where it has none. */
  readonly head: string;
  readonly commit: string;
  /** ISO with a zone; null for a tag that is only a name and says nothing about when it was set. */
  readonly taggedAt: string | null;
  /** When its commit was made. */
  readonly committedAt: string;
}

export interface Commit {
  readonly id: string;
  readonly isMerge: boolean;
  readonly authoredAt: string;
  readonly committedAt: string;
  readonly subject: string;
}

export interface TagAbout {
  readonly service: string;
  readonly environment: string;
  /** Left out: told by the name of the environment. */
  readonly tier?: Tier | undefined;
}

/** A tag is never set before its commit was made: where clocks say so, the commit's time stands. */
export function setAt({ taggedAt, committedAt }: Tag): string {
  const times = [committedAt, ...(taggedAt === null ? [] : [taggedAt])].map((instant) => Date.parse(instant));
  return new Date(Math.max(...times)).toISOString();
}

/** Oldest first; of equal times by name, so that the order is the same each time. */
export function inOrder(tags: readonly Tag[]): readonly Tag[] {
  return [...tags].sort((a, b) => (setAt(a) === setAt(b) ? (a.name < b.name ? -1 : 1) : setAt(a) < setAt(b) ? -1 : 1));
}

/**
 * A tag as a deployment that succeeded when it was set.
 *
 * @param commits that it brought; null where they are not known
 */
export function tagRecord(tag: Tag, about: TagAbout, commits: readonly Commit[] | null): CanonicalRecord {
  const first = (commits ?? [])
    .filter(({ isMerge }) => !isMerge)
    .map(authoredAt)
    .sort()[0];
  return {
    stream: 'deployment',
    naturalKey: keyOfTag(about.service, tag.name),
    fields: {
      ...placeOf(about),
      ref: tag.name,
      commit: tag.commit,
      createdAt: new Date(tag.committedAt).toISOString(),
      finishedAt: setAt(tag),
      outcome: 'succeeded',
      ...(first === undefined ? {} : { firstCommitAt: first }),
    },
    dimensions: {},
    origin: `${about.service} tag ${tag.name}`,
  };
}

/** A tag that is gone: its deployment is taken back. Its commits are told anew with the tag that has them now. */
export function goneTag(name: string, { service }: TagAbout): Tombstone {
  return { stream: 'deployment', key: keyOfTag(service, name), covers: 'record', origin: `${service} tag ${name}` };
}

/** A commit on its way to the tag that brought it. Of its message only what kind of change it is, is kept. */
export function commitRecord(commit: Commit, tag: Tag, { service }: TagAbout): CanonicalRecord {
  const kind = /^([a-z]{2,20})(\([^)]*\))?!?: /.exec(commit.subject)?.[1];
  return {
    stream: 'change',
    naturalKey: `commit/${service}/${commit.id}`,
    fields: {
      service,
      ref: commit.id,
      deploymentRef: tag.name,
      authoredAt: authoredAt(commit),
      committedAt: new Date(commit.committedAt).toISOString(),
      merge: commit.isMerge,
      revert: /^revert(\([^)]*\))?!?: |^Revert "/.test(commit.subject),
      ...(kind === undefined ? {} : { kind }),
    },
    dimensions: {},
    origin: `${service} commit ${commit.id}`,
  };
}

function keyOfTag(service: string, name: string): string {
  return `tag/${service}/${name}`;
}

function placeOf({ service, environment, tier }: TagAbout): { service: string; environment: string; tier: Tier } {
  return { service, environment, tier: tier ?? tierOfName(environment) };
}

/** A commit that was written after it was committed has a wrong clock. */
function authoredAt({ authoredAt: written, committedAt }: Commit): string {
  return new Date(Math.min(Date.parse(written), Date.parse(committedAt))).toISOString();
}

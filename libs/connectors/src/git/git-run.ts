import { createHash } from 'node:crypto';
import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import type { Finding, Page, ReadContext, StreamState, TimeWindow } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { realSurroundings } from '@tandem/connector-kit/http/real-surroundings';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { z } from 'zod';
import type { GitSettings } from './git.connector.js';
import { commitRecord, goneTag, inOrder, setAt, tagRecord, type Tag, type TagAbout } from './git.normalize.js';
import { openRepository, serviceOf, type Repository, type TagHeads } from './repository.js';

const stream = 'tags';
const dayMs = 86_400_000;
const recordsPerPage = 1_000;
const mostToldOfOneKind = 10;

/** What was read of a repository: another head or a missing name says that a tag was moved or taken away. */
const keptState = z.strictObject({
  /** Stands for the settings that decide what a tag means; others mean that everything is read anew. */
  meaning: z.string(),
  readTo: z.string(),
  tags: z.record(z.string(), z.strictObject({ head: z.string(), at: z.string() })),
});
type Kept = z.output<typeof keptState>;

/** Names of the repositories; one empty name where the location is itself the repository. */
export function repositoriesOf({ repositories }: GitSettings): readonly string[] {
  return repositories.length === 0 ? [''] : [...new Set(repositories)];
}

export function aboutOf(settings: GitSettings, repository: string): TagAbout {
  const { environment, tier } = settings;
  return { service: serviceOf(settings, repository), environment, tier };
}

/** Reads one repository after the other. One that fails keeps its place and does not stop the others. */
export async function* readRepositories(settings: GitSettings, context: ReadContext): AsyncGenerator<Page> {
  const repositories = repositoriesOf(settings);
  const now = (context.surroundings ?? realSurroundings).clock();
  const failures: ConnectorFailure[] = [];
  let covered: TimeWindow | null = null;
  for (const [index, repository] of repositories.entries()) {
    const run = new RepositoryRun(settings, repository, context, now);
    try {
      for await (const page of run.pages()) {
        context.signal.throwIfAborted();
        yield { ...page, cursor: null, progress: Math.min(0.999, index / repositories.length) };
      }
      covered = narrower(covered, run.covers);
    } catch (error) {
      context.signal.throwIfAborted();
      failures.push(classifyFailure(error, `The repository ${serviceOf(settings, repository)}`));
    }
  }
  context.signal.throwIfAborted();
  const coverage = failures.length === 0 && covered !== null ? { deployment: covered } : {};
  yield { ...emptyPage, cursor: null, progress: 1, coverage };
  throwAll(failures, repositories.length);
}

const emptyPage = { records: [], rejected: [], filteredOut: 0 };

class RepositoryRun {
  /** What has been read completely, after the last page. */
  readonly covers: TimeWindow;
  private readonly known: Kept | null;
  private readonly about: TagAbout;
  private readonly begins: string;
  private readonly meaning: string;

  constructor(
    private readonly settings: GitSettings,
    private readonly repository: string,
    private readonly context: ReadContext,
    private readonly now: Date,
  ) {
    const { tags, environment, tier, changes, historyDays } = settings;
    this.about = aboutOf(settings, repository);
    this.meaning = createHash('sha256')
      .update(JSON.stringify([tags, environment, tier, changes]))
      .digest('hex')
      .slice(0, 16);
    this.known = context.window ? null : this.kept();
    this.begins = new Date(now.getTime() - historyDays * dayMs).toISOString();
    this.covers = context.window ?? { from: this.known?.readTo ?? this.begins, to: now.toISOString() };
  }

  async *pages(): AsyncGenerator<Pick<Page, 'records' | 'rejected' | 'filteredOut' | 'gone' | 'findings' | 'states'>> {
    const opened = await openRepository(this.settings, this.repository, this.context);
    try {
      const heads = await opened.heads();
      if (this.known && isSame(this.known, heads)) {
        yield { ...emptyPage, states: this.states(this.known.tags) };
        return;
      }
      await opened.fetch();
      const tags = inOrder((await opened.tags()).filter(({ name, head }) => heads.get(name) === head));
      const isShallow = this.settings.changes && (await opened.isShallow());
      const gone = Object.keys(this.known?.tags ?? {}).filter((name) => !heads.has(name));
      if (gone.length > 0) yield { ...emptyPage, gone: gone.map((name) => goneTag(name, this.about)) };
      let records: CanonicalRecord[] = [];
      for await (const some of this.recordsOf(opened, tags, isShallow)) {
        records.push(...some);
        for (; records.length >= recordsPerPage; records = records.slice(recordsPerPage))
          yield { ...emptyPage, records: records.slice(0, recordsPerPage) };
      }
      const kept = Object.fromEntries(tags.map((tag) => [tag.name, { head: tag.head, at: setAt(tag) }]));
      const findings = this.findings(heads, tags, isShallow);
      yield { ...emptyPage, records, findings, ...(this.context.window ? {} : { states: this.states(kept) }) };
    } finally {
      await opened.close();
    }
  }

  private kept(): Kept | null {
    const found = this.context.states?.find((one) => one.stream === stream && one.partition === this.repository);
    const read = keptState.safeParse(found?.state);
    return read.success && read.data.meaning === this.meaning ? read.data : null;
  }

  private states(tags: Kept['tags']): readonly StreamState[] {
    const state: Kept = { meaning: this.meaning, readTo: this.now.toISOString(), tags };
    return [{ stream, partition: this.repository, state }];
  }

  /** Records of the tags that may have another meaning than before: from the first on that is new, was moved or has gone. */
  private async *recordsOf(
    opened: Repository,
    tags: readonly Tag[],
    isShallow: boolean,
  ): AsyncGenerator<readonly CanonicalRecord[]> {
    const { window } = this.context;
    const from = window?.from ?? this.firstChange(tags);
    for (const [index, tag] of tags.entries()) {
      const at = setAt(tag);
      if (at < from || (window && at >= window.to)) continue;
      this.context.signal.throwIfAborted();
      // What came before the first tag was brought by nobody knows which deployment.
      const isKnown = this.settings.changes && !isShallow && index > 0;
      const commits = isKnown ? await opened.commits(tag, tags.slice(0, index)) : null;
      yield [
        tagRecord(tag, this.about, commits),
        ...(commits ?? []).map((commit) => commitRecord(commit, tag, this.about)),
      ];
    }
  }

  private firstChange(tags: readonly Tag[]): string {
    if (this.known === null) return this.begins;
    const { tags: before } = this.known;
    const other = tags.filter(({ name, head }) => before[name]?.head !== head);
    const there = new Set(tags.map(({ name }) => name));
    const times = [
      ...other.flatMap((tag) => [setAt(tag), before[tag.name]?.at ?? setAt(tag)]),
      ...Object.entries(before).flatMap(([name, { at }]) => (there.has(name) ? [] : [at])),
    ];
    return times.sort()[0] ?? this.now.toISOString();
  }

  private findings(heads: TagHeads, tags: readonly Tag[], isShallow: boolean): readonly Finding[] {
    const { service } = this.about;
    const before = this.known?.tags ?? {};
    const moved = tags.filter(({ name, head }) => before[name] !== undefined && before[name].head !== head);
    const gone = Object.keys(before).filter((name) => !heads.has(name));
    const early = tags.filter(
      ({ name, head, taggedAt, committedAt }) =>
        before[name]?.head !== head && taggedAt !== null && Date.parse(taggedAt) < Date.parse(committedAt),
    );
    const others = heads.size - tags.length;
    return [
      ...some(moved, ({ name }) => `The tag ${name} of ${service} was moved: its deployment is now another commit.`),
      ...some(gone, (name) => `The tag ${name} of ${service} is gone: its deployment is taken back.`),
      ...some(
        early,
        ({ name }) =>
          `The tag ${name} of ${service} is older than its commit, so a clock was wrong. The commit's time is used.`,
      ),
      ...(others > 0 ? [`${others} tags of ${service} are left out: they name no commit.`] : []),
    ]
      .map((message): Finding => ({ kind: 'other', stream, field: null, message }))
      .concat(isShallow ? [cutOff(service)] : []);
  }
}

function isSame({ tags }: Kept, heads: TagHeads): boolean {
  const names = Object.keys(tags);
  return names.length === heads.size && names.every((name) => heads.get(name) === tags[name]?.head);
}

function some<One>(list: readonly One[], sentence: (one: One) => string): string[] {
  const more = list.length - mostToldOfOneKind;
  return [
    ...list.slice(0, mostToldOfOneKind).map(sentence),
    ...(more > 0 ? [`And ${more} more tags like this one.`] : []),
  ];
}

function cutOff(service: string): Finding {
  const message = `${service} is a shallow clone, whose history is cut off: no changes are read, and lead times are missing. Fetch it whole ("git fetch --unshallow").`;
  return { kind: 'notRead', stream: 'commits', field: null, message };
}

function narrower(one: TimeWindow | null, other: TimeWindow): TimeWindow {
  if (one === null) return other;
  return { from: one.from > other.from ? one.from : other.from, to: one.to < other.to ? one.to : other.to };
}

function throwAll(failures: readonly ConnectorFailure[], of: number): void {
  const [first] = failures;
  if (first === undefined) return;
  if (of === 1) throw first;
  const isMendable = ({ action }: ConnectorFailure) => action === 'configuration' || action === 'sourceChanged';
  const worst = failures.find(isMendable) ?? first;
  const messages = failures.slice(0, mostToldOfOneKind).map(({ message }) => message);
  const rest = failures.length > messages.length ? [`And ${failures.length - messages.length} more.`] : [];
  const whole = [...messages, ...rest, ...(failures.length < of ? ['Everything else was read.'] : [])].join(' ');
  throw new ConnectorFailure(worst.action, worst.code, whole, worst.hint);
}

import type { NoticeContent } from '@tandem/application/delivery-ports';
import type { RunFailure } from '@tandem/application/ports';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import {
  decideOnFailingSource,
  failingPolicyWith,
  type FailingSourcePolicy,
} from '@tandem/domain/source/decide-on-failing-source';
import { metricsFedBy } from '@tandem/domain/source/metrics-fed-by';
import type pg from 'pg';
import { failedInARow } from '../queries/list-sources.js';
import { appendAudit } from './append-audit.js';
import { loadStatement, toConfiguration, type LoadedRow } from './configuration-rows.js';
import { pauseSource } from './source-control.js';

type SourceNotice = Extract<NoticeContent, { readonly kind: 'sourceFailing' }>;

/** `url`: its page, when the public address is known. */
interface FollowedSource {
  readonly id: string;
  readonly url: string | null;
}

interface Standing {
  readonly name: string;
  readonly paused_at: Date | null;
  readonly warned_at: Date | null;
  readonly runs: number;
  /** It has been read at some time: before that, whoever has just connected it is looking at it. */
  readonly was_read: boolean;
  readonly since: Date | null;
  readonly time_zone: string;
  readonly failing_sources: Partial<FailingSourcePolicy>;
}

/** What follows from a run that failed, in the transaction in which it ended: owners are told, or the source is paused, each with its row of the trail. */
export async function followFailedRun(
  client: pg.PoolClient,
  { id: connectionId, url }: FollowedSource,
  failure: RunFailure,
  now: Date,
): Promise<void> {
  const standing = await standingOf(client, connectionId);
  if (!standing || standing.paused_at !== null || standing.runs === 0) return;
  const { name, runs: failedRuns, warned_at: warnedAt, time_zone: timeZone } = standing;
  const failingSince = standing.since ?? now;
  const decided = decideOnFailingSource(
    { failedRuns, failingSince, isWarned: warnedAt !== null, mayHealByItself: mayHeal(failure) || !standing.was_read },
    now,
    failingPolicyWith(standing.failing_sources),
  );
  if (decided === null) return;
  await client.query('update connection set warned_at = coalesce(warned_at, $2) where id = $1', [connectionId, now]);
  const after = { failedRuns, failingSince: failingSince.toISOString(), code: failure.code };
  if (decided === 'pause') {
    const reason = `${failedRuns} runs failed in a row. The last one: ${failure.message}`;
    await pauseSource(client, connectionId, { actor: 'system', now, reason });
  } else await appendAudit(client, { ...subject(connectionId, now), action: 'source.warn', after });
  const event = decided === 'pause' ? ('paused' as const) : ('warned' as const);
  const told = { event, failedRuns, since: failingSince.toISOString(), error: failure.message, hint: failure.hint };
  await tell(client, { id: connectionId, name }, { ...told, timeZone, url }, now);
}

/** A run that did not fail ends what owners were told of. */
export async function followGoodRun(
  client: pg.PoolClient,
  { id: connectionId, url }: FollowedSource,
  now: Date,
): Promise<void> {
  const standing = await standingOf(client, connectionId);
  if (!standing || standing.warned_at === null) return;
  await client.query('update connection set warned_at = null where id = $1', [connectionId]);
  await appendAudit(client, { ...subject(connectionId, now), action: 'source.recover', after: null });
  const told = {
    event: 'recovered' as const,
    failedRuns: 0,
    since: standing.warned_at.toISOString(),
    error: '',
    hint: '',
  };
  await tell(client, { id: connectionId, name: standing.name }, { ...told, timeZone: standing.time_zone, url }, now);
}

const subject = (id: string, now: Date) => ({
  at: now,
  actor: 'system',
  subjectKind: 'connection',
  subjectId: id,
  before: null,
});

/** Settings, rights and a source of another shape are mended by somebody; a failure of our own says nothing about the source. */
function mayHeal({ action }: RunFailure): boolean {
  return action !== 'configuration' && action !== 'sourceChanged';
}

async function standingOf(client: pg.PoolClient, connectionId: string): Promise<Standing | undefined> {
  const { rows } = await client.query<Standing>(
    `select c.name, c.paused_at, c.warned_at, f.runs, f.since, o.time_zone, o.failing_sources,
            exists (select 1 from sync_run g where g.connection_id = c.id and g.state = 'succeeded') as was_read
       from connection c cross join lateral (${failedInARow}) f cross join organisation o
      where c.id = $1 for update of c`,
    [connectionId],
  );
  return rows[0];
}

/** One message for each owner's mailbox and each route that watches what the source feeds, of both sides; each once for an occasion. */
async function tell(
  client: pg.PoolClient,
  source: { readonly id: string; readonly name: string },
  about: Pick<SourceNotice, 'event' | 'failedRuns' | 'since' | 'error' | 'hint' | 'timeZone' | 'url'>,
  now: Date,
): Promise<void> {
  const { rows } = await client.query<LoadedRow>(loadStatement);
  const [loaded] = rows;
  const streams = await client.query<{ stream: string }>(
    'select stream from stream_coverage where connection_id = $1',
    [source.id],
  );
  if (!loaded) return;
  const configuration = toConfiguration(loaded);
  const { routes, owners, metrics } = concerned(configuration, {
    id: source.id,
    streams: streams.rows.map(({ stream }) => stream),
  });
  const content: SourceNotice = {
    kind: 'sourceFailing',
    at: now.toISOString(),
    source: source.name,
    owners: { marketing: namesOf(configuration, owners, 'marketing'), it: namesOf(configuration, owners, 'it') },
    metrics,
    ...about,
  };
  const occasion = `source:${source.id}:${about.event}:${about.since}`;
  const values = [occasion, JSON.stringify(content), now];
  await client.query(
    `insert into outbox (route_id, channel, kind, occasion, content, next_attempt_at, created_at)
     select id, channel, 'sourceFailing', $1, $2::jsonb, $3::timestamptz, $3::timestamptz from route where id = any($4)
     on conflict do nothing`,
    [...values, routes],
  );
  await client.query(
    `insert into outbox (address, channel, kind, occasion, content, next_attempt_at, created_at)
     select distinct coalesce(p.email, a.email), 'email', 'sourceFailing', $1, $2::jsonb, $3::timestamptz, $3::timestamptz
       from person p left join account a on a.person_id = p.id and a.disabled_at is null
      where p.id = any($4) and coalesce(p.email, a.email) is not null
     on conflict do nothing`,
    [...values, owners],
  );
}

/** Who has to do with a source: owners of what it feeds, of their guardrails, and the routes of those. A team stands for its members. */
function concerned(
  configuration: Configuration,
  source: { readonly id: string; readonly streams: readonly string[] },
): { readonly routes: readonly string[]; readonly owners: readonly string[]; readonly metrics: number } {
  const metrics = metricsFedBy(source, configuration.metrics);
  const keys = new Set(metrics.map(({ key }) => key));
  const guardrails = configuration.guardrails.filter(({ metric }) => keys.has(metric));
  const named = new Set([...metrics, ...guardrails].flatMap(({ owners }) => Object.values(owners)));
  const owners = configuration.people.filter(
    ({ id, team }) => named.has(id) || (team !== undefined && named.has(team)),
  );
  return {
    routes: [...new Set(guardrails.flatMap(({ routes }) => routes))],
    owners: owners.map(({ id }) => id),
    metrics: metrics.length,
  };
}

function namesOf({ people }: Configuration, owners: readonly string[], side: 'marketing' | 'it'): readonly string[] {
  return people.filter((person) => person.side === side && owners.includes(person.id)).map(({ name }) => name);
}

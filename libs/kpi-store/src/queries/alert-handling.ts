import type { AlertCause } from '@tandem/domain/alert/alert-act';
import type { Side } from '@tandem/domain/metric/definition';
import type pg from 'pg';
import { alertAndGuardrail, isSilencing, isSilenceOver } from '../repositories/alert-outbox.js';

type Queryable = Pick<pg.Pool, 'query'>;

interface Seen {
  readonly at: string;
  readonly by: string;
}

/** What people did about the last breach of an alert. */
export interface AlertHandlingRow {
  readonly acknowledged: { readonly by: string; readonly at: string; readonly until: string } | null;
  readonly assignedTo: { readonly id: string; readonly name: string; readonly side: Side } | null;
  readonly seen: { readonly marketing: Seen | null; readonly it: Seen | null };
  readonly cause: { readonly code: AlertCause; readonly note: string | null; readonly by: string } | null;
  readonly closedAt: string | null;
  /** It is over, and nobody has said why it was. */
  readonly wantsCause: boolean;
  /** It was over when late data brought it to light: its first and last period, and when that was learnt. */
  readonly detectedLate: { readonly from: string; readonly to: string; readonly learntAt: string } | null;
  readonly silencedUntil: string | null;
  /** Nobody was told yet, because a graver alert fires. */
  readonly isInhibited: boolean;
}

interface Row {
  alert_id: string;
  episode_id: string | null;
  acknowledged_at: Date | null;
  acknowledged_until: Date | null;
  acknowledged_by: string | null;
  assigned: { id: string; name: string; side: Side } | null;
  seen_marketing_at: Date | null;
  seen_marketing_by: string | null;
  seen_it_at: Date | null;
  seen_it_by: string | null;
  cause: AlertCause | null;
  cause_note: string | null;
  closed_by: string | null;
  closed_at: Date | null;
  resolved_at: Date | null;
  fired_at: Date | null;
  late_from: Date | null;
  late_to: Date | null;
  silenced_until: Date | null;
  inhibited: boolean;
}

const lastEpisode = `select * from alert_episode x where x.alert_id = a.id order by x.id desc limit 1`;

/**
 * The last breach by then with what had been done about it. An acknowledgement and an assignment are replaced by the next one, so they are read
 * from what people did; the rest is written once, with its time.
 */
const episodeAsKnown = `
  select x.id, ack.at as acknowledged_at, (ack.details ->> 'until')::timestamptz as acknowledged_until, ack.actor_name as acknowledged_by,
         given.details ->> 'to' as assigned_to,
         case when x.seen_marketing_at <= $2 then x.seen_marketing_at end as seen_marketing_at,
         case when x.seen_marketing_at <= $2 then x.seen_marketing_by end as seen_marketing_by,
         case when x.seen_it_at <= $2 then x.seen_it_at end as seen_it_at,
         case when x.seen_it_at <= $2 then x.seen_it_by end as seen_it_by,
         case when x.closed_at <= $2 then x.cause end as cause, case when x.closed_at <= $2 then x.cause_note end as cause_note,
         case when x.closed_at <= $2 then x.closed_by end as closed_by, case when x.closed_at <= $2 then x.closed_at end as closed_at,
         case when x.resolved_at <= $2 then x.resolved_at end as resolved_at, x.fired_at, x.late_from, x.late_to
    from alert_episode x
    left join lateral (select * from alert_act c where c.episode_id = x.id and c.kind = 'acknowledge' and c.at <= $2 order by c.id desc limit 1) ack on true
    left join lateral (select * from alert_act c where c.episode_id = x.id and c.kind = 'assign' and c.at <= $2 order by c.id desc limit 1) given on true
   where x.alert_id = a.id and x.fired_at <= $2 order by x.id desc limit 1`;

const heldThen = `s.made_at <= $2 and s.ends_at > $2 and (s.ended_at is null or s.ended_at > $2) and ${isSilenceOver('s', alertAndGuardrail)}`;

/** By the id of each alert. */
export async function alertHandlings(
  pool: Queryable,
  alertIds: readonly string[],
  now: Date,
  /** Answers what had been done by `now`, and nothing that came later. */
  isPast = false,
): Promise<ReadonlyMap<string, AlertHandlingRow>> {
  const { rows } = await pool.query<Row>(
    `select a.id as alert_id, e.id as episode_id, e.acknowledged_at, e.acknowledged_until, e.acknowledged_by, e.seen_marketing_at,
            e.seen_marketing_by, e.seen_it_at, e.seen_it_by, e.cause, e.cause_note, e.closed_by, e.closed_at, e.resolved_at, e.fired_at,
            e.late_from, e.late_to,
            (select json_build_object('id', p.id, 'name', p.name, 'side', p.side) from person p where p.id = e.assigned_to) as assigned,
            (select max(s.ends_at) from silence s where ${isPast ? heldThen : isSilencing('s', alertAndGuardrail, '$2')}) as silenced_until,
            ${isPast ? 'false' : `exists (select 1 from outbox o where o.alert_id = a.id and o.state = 'held' and o.held_by = 'inhibition')`} as inhibited
       from alert a join guardrail g on g.id = a.guardrail_id
       left join lateral (${isPast ? episodeAsKnown : lastEpisode}) e on true
      where a.id = any($1)`,
    [alertIds, now],
  );
  return new Map(rows.map((row) => [row.alert_id, handlingOf(row, now)]));
}

function handlingOf(row: Row, now: Date): AlertHandlingRow {
  const { acknowledged_at: at, acknowledged_until: until, acknowledged_by: by } = row;
  const isAcknowledged = at !== null && until !== null && until > now && row.resolved_at === null;
  return {
    acknowledged: isAcknowledged ? { by: by ?? '', at: at.toISOString(), until: until.toISOString() } : null,
    assignedTo: row.assigned,
    seen: {
      marketing: seenOf(row.seen_marketing_at, row.seen_marketing_by),
      it: seenOf(row.seen_it_at, row.seen_it_by),
    },
    cause: row.cause === null ? null : { code: row.cause, note: row.cause_note, by: row.closed_by ?? '' },
    closedAt: row.closed_at?.toISOString() ?? null,
    wantsCause: row.episode_id !== null && row.resolved_at !== null && row.closed_at === null,
    detectedLate: lateOf(row),
    silencedUntil: row.silenced_until?.toISOString() ?? null,
    isInhibited: row.inhibited,
  };
}

function lateOf({ late_from: from, late_to: to, fired_at: at }: Row): AlertHandlingRow['detectedLate'] {
  if (from === null || to === null || at === null) return null;
  return { from: from.toISOString(), to: to.toISOString(), learntAt: at.toISOString() };
}

function seenOf(at: Date | null, by: string | null): Seen | null {
  return at === null ? null : { at: at.toISOString(), by: by ?? '' };
}

export interface AlertActRow {
  readonly id: string;
  readonly kind: 'acknowledge' | 'assign' | 'comment' | 'link' | 'close';
  readonly at: string;
  readonly by: string;
  readonly side: Side | null;
  readonly details: Readonly<Record<string, unknown>>;
}

const actsAtMost = 500;

/** What was done about an alert, the latest first. */
export async function alertActs(pool: Queryable, alertId: string): Promise<readonly AlertActRow[]> {
  const { rows } = await pool.query<Omit<AlertActRow, 'at'> & { at: Date }>(
    `select id, kind, at, actor_name as by, side, details from alert_act where alert_id = $1 order by id desc limit ${actsAtMost}`,
    [alertId],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export interface SilenceRow {
  readonly id: string;
  readonly guardrail: { readonly id: string; readonly title: string } | null;
  readonly metric: { readonly key: string; readonly title: string } | null;
  /** One value of a dimension; null silences all of it. */
  readonly slice: Readonly<Record<string, string>> | null;
  readonly reason: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly endsAt: string;
  readonly endedAt: string | null;
  readonly endedBy: string | null;
}

const silencesAtMost = 200;

/** Silences that hold, the next to end first, and behind them those that have ended, the latest first. */
export async function listSilences(pool: Queryable, alertId: string | null): Promise<readonly SilenceRow[]> {
  const { rows } = await pool.query<
    Omit<SilenceRow, 'madeAt' | 'endsAt' | 'endedAt'> & { madeAt: Date; endsAt: Date; endedAt: Date | null }
  >(
    `select s.id, s.slice, s.reason, s.made_at as "madeAt", s.made_by_name as "madeBy", s.ends_at as "endsAt", s.ended_at as "endedAt",
            s.ended_by_name as "endedBy",
            case when s.guardrail_id is null then null else json_build_object('id', g.id, 'title', g.definition ->> 'title') end as guardrail,
            case when s.metric_key is null then null else json_build_object('key', s.metric_key, 'title', v.definition ->> 'title') end as metric
       from silence s
       left join guardrail g on g.id = s.guardrail_id
       left join metric m on m.key = s.metric_key
       left join metric_version v on v.metric_key = m.key and v.version = m.current_version
      where $1::bigint is null or exists (
        select 1 from alert a join guardrail own on own.id = a.guardrail_id
         where a.id = $1 and ${isSilenceOver('s', { guardrail: 'own.id', metric: 'own.metric_key', dimensions: 'a.dimensions' })})
      order by s.ended_at is not null, case when s.ended_at is null then s.ends_at end, s.ended_at desc, s.id
      limit ${silencesAtMost}`,
    [alertId],
  );
  return rows.map((row) => ({
    ...row,
    madeAt: row.madeAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  }));
}

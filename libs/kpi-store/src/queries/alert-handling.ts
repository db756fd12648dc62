import type { AlertCause } from '@tandem/domain/alert/alert-act';
import type { Side } from '@tandem/domain/metric/definition';
import type pg from 'pg';
import { isSilencing } from '../repositories/alert-outbox.js';

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
  silenced_until: Date | null;
  inhibited: boolean;
}

/** By the id of each alert. */
export async function alertHandlings(
  pool: Queryable,
  alertIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, AlertHandlingRow>> {
  const { rows } = await pool.query<Row>(
    `select a.id as alert_id, e.id as episode_id, e.acknowledged_at, e.acknowledged_until, e.acknowledged_by, e.seen_marketing_at,
            e.seen_marketing_by, e.seen_it_at, e.seen_it_by, e.cause, e.cause_note, e.closed_by, e.closed_at, e.resolved_at,
            (select json_build_object('id', p.id, 'name', p.name, 'side', p.side) from person p where p.id = e.assigned_to) as assigned,
            (select max(s.ends_at) from silence s where ${isSilencing('s', 'g.id', 'g.metric_key', '$2')}) as silenced_until,
            exists (select 1 from outbox o where o.alert_id = a.id and o.state = 'held' and o.held_by = 'inhibition') as inhibited
       from alert a join guardrail g on g.id = a.guardrail_id
       left join lateral (select * from alert_episode x where x.alert_id = a.id order by x.id desc limit 1) e on true
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
    silencedUntil: row.silenced_until?.toISOString() ?? null,
    isInhibited: row.inhibited,
  };
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
    `select s.id, s.reason, s.made_at as "madeAt", s.made_by_name as "madeBy", s.ends_at as "endsAt", s.ended_at as "endedAt",
            s.ended_by_name as "endedBy",
            case when s.guardrail_id is null then null else json_build_object('id', g.id, 'title', g.definition ->> 'title') end as guardrail,
            case when s.metric_key is null then null else json_build_object('key', s.metric_key, 'title', v.definition ->> 'title') end as metric
       from silence s
       left join guardrail g on g.id = s.guardrail_id
       left join metric m on m.key = s.metric_key
       left join metric_version v on v.metric_key = m.key and v.version = m.current_version
      where $1::bigint is null or exists (
        select 1 from alert a join guardrail own on own.id = a.guardrail_id
         where a.id = $1 and (own.id = s.guardrail_id or own.metric_key = s.metric_key))
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

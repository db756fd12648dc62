import type pg from 'pg';

export interface Monitoring {
  /** Seconds since guardrails were last evaluated; null when they never were. */
  readonly evaluationLagS: number | null;
  /** Seconds that the message which waits the longest is overdue; 0 when none is. */
  readonly deliveryLagS: number;
  readonly outbox: Readonly<Record<string, number>>;
  readonly alerts: Readonly<Record<string, number>>;
  /** Of each connection, seconds since its last run that succeeded; null when none has. */
  readonly syncAges: readonly { readonly connection: string; readonly ageS: number | null }[];
  /** Seconds since the last tick of any worker; null when none has ticked. */
  readonly workerAgeS: number | null;
  readonly silences: number;
}

const outboxStates = ['pending', 'delivered', 'failed', 'held', 'muted'];
const alertStates = ['pending', 'firing', 'recovering', 'noData', 'error'];

/** What a monitoring system wants to know, from the tables. Counts of a state that nothing is in are 0, not left out. */
export async function readMonitoring(pool: Pick<pg.Pool, 'query'>, now: Date): Promise<Monitoring> {
  // Of nothing the greatest would be 0, which is not known.
  const age = (at: string) =>
    `case when ${at} is not null then greatest(0, extract(epoch from $1::timestamptz - ${at}))::float8 end`;
  const { rows } = await pool.query<{
    evaluation: number | null;
    delivery: number | null;
    outbox: Record<string, number>;
    alerts: Record<string, number>;
    syncs: { connection: string; ageS: number | null }[];
    worker: number | null;
    silences: number;
  }>(
    `select (select ${age('done_at')} from work_progress where work = 'evaluation') as evaluation,
            (select ${age('min(next_attempt_at)')} from outbox
              where state = 'pending' and (leased_until is null or leased_until <= $1)) as delivery,
            (select coalesce(json_object_agg(state, n), '{}') from (select state, count(*) as n from outbox group by 1) s) as outbox,
            (select coalesce(json_object_agg(state, n), '{}') from (select state, count(*) as n from alert group by 1) s) as alerts,
            (select coalesce(json_agg(json_build_object('connection', c.id, 'ageS', (
                select ${age('max(r.finished_at)')} from sync_run r where r.connection_id = c.id and r.state = 'succeeded')) order by c.id), '[]')
               from connection c) as syncs,
            (select ${age('max(beat_at)')} from worker_heartbeat) as worker,
            (select count(*)::int from silence where ended_at is null) as silences`,
    [now],
  );
  const [row] = rows;
  const counts = (of: readonly string[], found: Record<string, number> = {}) =>
    Object.fromEntries(of.map((state) => [state, found[state] ?? 0]));
  return {
    evaluationLagS: row?.evaluation ?? null,
    deliveryLagS: row?.delivery ?? 0,
    outbox: counts(outboxStates, row?.outbox),
    alerts: counts(alertStates, row?.alerts),
    syncAges: row?.syncs ?? [],
    workerAgeS: row?.worker ?? null,
    silences: row?.silences ?? 0,
  };
}

import type pg from 'pg';

export interface DeploymentChoice {
  readonly recordId: string;
  readonly service: string;
  readonly ref: string;
  readonly at: string;
  readonly outcome: string;
}

const choicesAtMost = 50;

/**
 * Production deployments that may be behind the last breach of an alert: those of the week before it and of the time it lasted, the latest first.
 * Null when there is no such alert.
 */
export async function deploymentsBefore(
  pool: Pick<pg.Pool, 'query'>,
  alertId: string,
  now: Date,
): Promise<readonly DeploymentChoice[] | null> {
  if (!/^[1-9]\d{0,17}$/.test(alertId)) return null;
  const span = await pool.query<{ from: Date; to: Date }>(
    `select coalesce(e.fired_at, a.since) - interval '7 days' as "from", coalesce(e.resolved_at, $2) as "to"
       from alert a left join lateral (select * from alert_episode x where x.alert_id = a.id order by x.id desc limit 1) e on true
      where a.id = $1`,
    [alertId, now],
  );
  const [between] = span.rows;
  if (!between) return null;
  const { rows } = await pool.query<{ id: string; service: string; ref: string | null; at: Date; outcome: string }>(
    `select id, data ->> 'service' as service, data ->> 'ref' as ref, (data ->> 'finishedAt')::timestamptz as at, data ->> 'outcome' as outcome
       from record
      where stream = 'deployment' and data ->> 'tier' = 'production' and data ->> 'outcome' in ('succeeded', 'failed')
        and (data ->> 'finishedAt')::timestamptz between $1 and $2
      order by 4 desc, id desc limit ${choicesAtMost}`,
    [between.from, between.to],
  );
  return rows.map(({ id, service, ref, at, outcome }) => ({
    recordId: id,
    service,
    ref: ref ?? '',
    at: at.toISOString(),
    outcome,
  }));
}

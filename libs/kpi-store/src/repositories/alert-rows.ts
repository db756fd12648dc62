import type { AlertIdentity, StoredAlert } from '@tandem/application/ports';
import type { AlertState } from '@tandem/domain/alert/alert';
import type { Verdict } from '@tandem/domain/guardrail/guardrail';
import type pg from 'pg';

export interface AlertRow {
  id: string;
  guardrail_id: string;
  dimensions: Readonly<Record<string, string>>;
  state: AlertState['state'];
  since: Date;
  breached_since: Date | null;
  recovering_since: Date | null;
  resume_state: AlertState['resumeState'];
  last_verdict: Verdict | null;
  fired_transition_id: string | null;
  evaluated_at: Date;
}

/** The alert of a guardrail and slice, held until the end of the transaction; it begins calm. */
export async function lockAlert(
  client: pg.PoolClient,
  { guardrailId, dimensions }: AlertIdentity,
  now: Date,
): Promise<AlertRow> {
  const select = () =>
    client.query<AlertRow>(
      `select id, guardrail_id, dimensions, state, since, breached_since, recovering_since, resume_state, last_verdict, fired_transition_id,
              evaluated_at
         from alert where guardrail_id = $1 and dimensions = $2 for update`,
      [guardrailId, JSON.stringify(dimensions)],
    );
  const [known] = (await select()).rows;
  if (known) return known;
  await client.query(
    `insert into alert (guardrail_id, dimensions, state, since, evaluated_at) values ($1, $2, 'inactive', $3, $3)
     on conflict (workspace, guardrail_id, dimensions) do nothing`,
    [guardrailId, JSON.stringify(dimensions), now],
  );
  const [started] = (await select()).rows;
  if (!started) throw new Error(`The alert of guardrail "${guardrailId}" could not be started.`);
  return started;
}

export function storedAlert(row: AlertRow): StoredAlert {
  return {
    id: row.id,
    guardrailId: row.guardrail_id,
    dimensions: row.dimensions,
    state: {
      state: row.state,
      since: row.since.toISOString(),
      breachedSince: row.breached_since?.toISOString() ?? null,
      recoveringSince: row.recovering_since?.toISOString() ?? null,
      resumeState: row.resume_state,
      lastVerdict: row.last_verdict,
    },
  };
}

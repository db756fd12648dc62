import type { AlertReader, AlertStanding } from '@tandem/application/ports';
import type { AlertState } from '@tandem/domain/alert/alert';
import type { Database } from '../database.js';

interface AlertRow {
  guardrail_id: string;
  dimensions: Readonly<Record<string, string>>;
  id: string;
  state: AlertState['state'];
  resume_state: AlertState['resumeState'];
  since: Date;
}

/** The state after the last transition by then; what it goes back to after an error or missing data is what it came from. */
const statesAsKnown = `
  select distinct on (a.id) a.guardrail_id, a.dimensions, a.id, t.to_state as state, t.at as since,
         case when t.to_state in ('noData', 'error') then (
           select b.from_state from alert_transition b
            where b.alert_id = a.id and b.id <= t.id and b.from_state in ('inactive', 'pending', 'firing', 'recovering')
            order by b.id desc limit 1) end as resume_state
    from alert a join alert_transition t on t.alert_id = a.id and t.at <= $1
   order by a.id, t.id desc`;

export function createAlertReader(database: Database): AlertReader {
  const { pool } = database;
  return {
    states: async (asKnownAt) => {
      const { rows } = asKnownAt
        ? await pool.query<AlertRow>(statesAsKnown, [asKnownAt])
        : await pool.query<AlertRow>(
            'select guardrail_id, dimensions, id, state, resume_state, since from alert order by id',
          );
      const standings = new Map<string, AlertStanding[]>();
      for (const row of rows) {
        const own = standings.get(row.guardrail_id) ?? [];
        standings.set(row.guardrail_id, own);
        own.push({
          alertId: row.id,
          guardrailId: row.guardrail_id,
          dimensions: row.dimensions,
          state: row.state,
          resumeState: row.resume_state,
          since: row.since.toISOString(),
        });
      }
      return standings;
    },

    lastBreach: async (guardrailId, asKnownAt) => {
      const { rows } = await pool.query<{ from: Date; to: Date | null }>(
        `select fired.at as "from",
                (select at from alert_transition
                  where alert_id = fired.alert_id and id > fired.id and to_state = 'resolved' and ($2::timestamptz is null or at <= $2)
                  order by id limit 1) as "to"
           from alert_transition fired join alert on alert.id = fired.alert_id
          where alert.guardrail_id = $1 and fired.from_state = 'pending' and fired.to_state = 'firing'
            and ($2::timestamptz is null or fired.at <= $2)
          order by fired.id desc limit 1`,
        [guardrailId, asKnownAt],
      );
      const [row] = rows;
      return row ? { from: row.from.toISOString(), to: row.to?.toISOString() ?? null } : null;
    },
  };
}

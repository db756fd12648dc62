import type { AlertReader } from '@tandem/application/ports';
import type { AlertState } from '@tandem/domain/alert/alert';
import type { Database } from '../database.js';

interface AlertRow {
  guardrail_id: string;
  id: string;
  state: AlertState['state'];
  resume_state: AlertState['resumeState'];
  since: Date;
}

export function createAlertReader(database: Database): AlertReader {
  const { pool } = database;
  return {
    states: async () => {
      const { rows } = await pool.query<AlertRow>('select guardrail_id, id, state, resume_state, since from alert');
      return new Map(
        rows.map((row) => [
          row.guardrail_id,
          { alertId: row.id, state: row.state, resumeState: row.resume_state, since: row.since.toISOString() },
        ]),
      );
    },

    lastBreach: async (guardrailId) => {
      const { rows } = await pool.query<{ from: Date; to: Date | null }>(
        `select fired.at as "from",
                (select at from alert_transition
                  where alert_id = fired.alert_id and id > fired.id and to_state = 'resolved' order by id limit 1) as "to"
           from alert_transition fired join alert on alert.id = fired.alert_id
          where alert.guardrail_id = $1 and fired.from_state = 'pending' and fired.to_state = 'firing'
          order by fired.id desc limit 1`,
        [guardrailId],
      );
      const [row] = rows;
      return row ? { from: row.from.toISOString(), to: row.to?.toISOString() ?? null } : null;
    },
  };
}

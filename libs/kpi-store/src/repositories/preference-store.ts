import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';

export interface StoredPreferences {
  readonly chosen: object;
  readonly startView: { readonly id: string; readonly address: string } | null;
}

export interface PreferenceChange {
  /** Fields that take the place of those that were chosen before. */
  readonly chosen: object;
  /** Left as it is when undefined. */
  readonly startView: string | null | undefined;
}

/** What each person has chosen about how pages are shown to them. */
export function createPreferenceStore({ pool }: Pick<Database, 'pool'>) {
  return {
    /** A start view that is not shared any more is none of whoever does not own it. */
    read: async (accountId: string): Promise<StoredPreferences> => {
      const { rows } = await pool.query<{ chosen: object; id: string | null; address: string | null }>(
        `select p.chosen, v.id, v.address from account_preferences p
           left join saved_view v on v.id = p.start_view_id and (v.is_shared or v.account_id = p.account_id)
          where p.account_id = $1`,
        [accountId],
      );
      const { chosen = {}, id = null, address = null } = rows[0] ?? {};
      return { chosen, startView: id === null || address === null ? null : { id, address } };
    },

    organisation: async () => {
      const { rows } = await pool.query<{ timeZone: string; weekStartsOn: number; fiscalYearStartsIn: number }>(
        `select time_zone as "timeZone", week_starts_on as "weekStartsOn", fiscal_year_starts_in as "fiscalYearStartsIn" from organisation where id = 1`,
      );
      return rows[0] ?? { timeZone: 'UTC', weekStartsOn: 1, fiscalYearStartsIn: 1 };
    },

    /** Answers false, and changes nothing, when the start view is none that this person may open. */
    write: (accountId: string, change: PreferenceChange, by: { readonly actor: string; readonly now: Date }) =>
      inTransaction(pool, async (client) => {
        const { startView } = change;
        if (typeof startView === 'string') {
          const { rowCount } = await client.query(
            'select from saved_view where id = $1 and (is_shared or account_id = $2)',
            [startView, accountId],
          );
          if (rowCount === 0) return false;
        }
        await client.query(
          `insert into account_preferences (account_id, chosen, start_view_id) values ($1, $2::jsonb, $3)
           on conflict (account_id) do update set chosen = account_preferences.chosen || excluded.chosen,
             start_view_id = case when $4 then excluded.start_view_id else account_preferences.start_view_id end`,
          [accountId, JSON.stringify(change.chosen), startView ?? null, startView !== undefined],
        );
        await appendAudit(client, {
          at: by.now,
          actor: by.actor,
          action: 'preferences.choose',
          subjectKind: 'account',
          subjectId: accountId,
          before: null,
          after: { ...change.chosen, ...(startView === undefined ? {} : { startView }) },
        });
        return true;
      }),
  };
}

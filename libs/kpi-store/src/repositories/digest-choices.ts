import { lastDigestSlot, type DigestCadence } from '@tandem/domain/alert/digest-slot';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';

/** The hour of each digest that somebody wants; null for none. */
export type DigestChoices = Readonly<Record<DigestCadence, { readonly hour: number } | null>>;

export function createDigestChoices({ pool }: Pick<Database, 'pool'>) {
  const read = async (accountId: string): Promise<DigestChoices> => {
    const { rows } = await pool.query<{ cadence: DigestCadence; hour: number }>(
      'select cadence, hour from digest_subscription where account_id = $1',
      [accountId],
    );
    const hourOf = (cadence: DigestCadence) => {
      const row = rows.find((one) => one.cadence === cadence);
      return row === undefined ? null : { hour: row.hour };
    };
    return { daily: hourOf('daily'), weekly: hourOf('weekly') };
  };
  return {
    read,
    /** The first digest comes at the next slot and tells what happens from now on. */
    write: (accountId: string, choices: DigestChoices, by: { readonly actor: string; readonly now: Date }) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ time_zone: string; week_starts_on: number }>(
          'select time_zone, week_starts_on from organisation where id = 1',
        );
        const { time_zone: timeZone = 'UTC', week_starts_on: weekStartsOn = 1 } = rows[0] ?? {};
        for (const cadence of ['daily', 'weekly'] as const) {
          const choice = choices[cadence];
          if (choice === null) {
            await client.query('delete from digest_subscription where account_id = $1 and cadence = $2', [
              accountId,
              cadence,
            ]);
            continue;
          }
          const toldTo = lastDigestSlot(by.now, { cadence, hour: choice.hour, timeZone, weekStartsOn });
          await client.query(
            `insert into digest_subscription (account_id, cadence, hour, told_to) values ($1, $2, $3, $4)
             on conflict (workspace, account_id, cadence) do update set hour = excluded.hour, told_to = excluded.told_to
              where digest_subscription.hour <> excluded.hour`,
            [accountId, cadence, choice.hour, toldTo],
          );
        }
        await appendAudit(client, {
          at: by.now,
          actor: by.actor,
          action: 'digest.choose',
          subjectKind: 'account',
          subjectId: accountId,
          before: null,
          after: choices,
        });
      }),
  };
}

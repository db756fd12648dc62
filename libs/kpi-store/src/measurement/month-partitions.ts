import type pg from 'pg';
import { dateOfUtcDay } from './measurement.js';

const partitionLock = 7_261_441;
const tables = ['measurement', 'measurement_revision'] as const;

/**
 * Makes the monthly partitions that these UTC days need and that are not there. A partition is made beside its table and attached then, so
 * that readers and writers of other months go on.
 */
export async function ensureMonths(client: pg.PoolClient, utcDays: Iterable<number>): Promise<void> {
  const months = new Set<string>();
  for (const utcDay of utcDays) {
    const month = dateOfUtcDay(utcDay).slice(0, 7);
    if (month >= '1990-01' && month < '2100-01') months.add(month);
  }
  if (months.size === 0 || (await missingMonths(client, months)).length === 0) return;
  await client.query('select pg_advisory_xact_lock($1)', [partitionLock]);
  const oldMonths = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 7);
  for (const month of await missingMonths(client, months)) {
    // Rows of the present month grow by the hour: room beside them keeps their updates on the same page.
    const fill = month < oldMonths ? 100 : 85;
    for (const table of tables) {
      const partition = `${table}_${month.replace('-', '_')}`;
      await client.query(
        `create table ${partition} (like ${table} including defaults including constraints including indexes) with (fillfactor = ${fill})`,
      );
      await client.query(
        `alter table ${table} attach partition ${partition} for values from ('${month}-01') to ('${monthAfter(month)}-01')`,
      );
    }
  }
}

async function missingMonths(client: pg.PoolClient, months: ReadonlySet<string>): Promise<string[]> {
  const found = await client.query<{ month: string }>(
    `select month from unnest($1::text[]) month where to_regclass('measurement_' || replace(month, '-', '_')) is null order by month`,
    [[...months]],
  );
  return found.rows.map(({ month }) => month);
}

export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

import type pg from 'pg';
import { dateOfUtcDay } from './measurement.js';

const partitionLock = 7_261_441;

/**
 * Makes the monthly partitions that these UTC days need and that are not there. They belong to the owner of the tables and are shared by all
 * workspaces, so a function of the schema makes them.
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
    await client.query('select make_measurement_month($1, $2)', [`${month}-01`, fill]);
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

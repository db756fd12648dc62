import type { KeptTime } from '@tandem/domain/metric/freshness';
import type { KeptOfStream } from '@tandem/domain/organisation/retention';
import type { StreamName } from '@tandem/domain/record/streams';
import type pg from 'pg';

interface Reading {
  readonly streams: readonly string[];
  /** Whose counted days are read. */
  readonly stream: string;
  /** From when on the counted version says anything; null from the beginning, and for what is counted from records as it is asked. */
  readonly countedFrom: Date | null;
  readonly fromRecords: boolean;
}

/** What has been removed, and until when. */
export interface Removed {
  readonly kind: KeptOfStream;
  readonly subject: string;
  readonly kept_from: Date;
}

/** Everything of these streams that has been removed. */
export async function removedOf(pool: Pick<pg.Pool, 'query'>, streams: readonly string[]): Promise<Removed[]> {
  const { rows } = await pool.query<Removed>(
    `select kind, subject, kept_from from retention where kind <> 'uploads' and subject = any($1) and kept_from is not null`,
    [streams],
  );
  return rows;
}

/** What is left of what a formula reads: its counted days, or the records themselves. */
export function keptTime(rows: readonly Removed[], { streams, stream, countedFrom, fromRecords }: Reading): KeptTime {
  const of = (kinds: readonly KeptOfStream[], subjects: readonly string[]) =>
    rows.filter((row) => kinds.includes(row.kind) && subjects.includes(row.subject)).map((row) => row.kept_from);
  const recordsFrom = latest(of(['records'], streams));
  return {
    valuesFrom: fromRecords
      ? recordsFrom
      : latest([...of(['observations'], [stream]), ...(countedFrom ? [countedFrom] : [])]),
    recordsFrom,
    pastFrom: latest(of(['versions', 'records'], streams)),
  };
}

/** Before which time records of these streams have been removed; null when none were. */
export async function recordsKeptFrom(
  client: Pick<pg.Pool, 'query'>,
  streams: readonly string[],
): Promise<ReadonlyMap<StreamName, Date>> {
  const { rows } = await client.query<{ subject: StreamName; kept_from: Date }>(
    `select subject, kept_from from retention where kind = 'records' and kept_from is not null and subject = any($1)`,
    [streams],
  );
  return new Map(rows.map((row) => [row.subject, row.kept_from]));
}

export function latest(dates: Iterable<Date>): Date | null {
  let best: Date | null = null;
  for (const date of dates) if (best === null || date > best) best = date;
  return best;
}

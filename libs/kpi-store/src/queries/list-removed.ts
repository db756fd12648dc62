import type { RemovedView } from '@tandem/application/sources/source-ports';
import type pg from 'pg';

interface Row extends Omit<RemovedView, 'keptFrom' | 'removedAt'> {
  readonly keptFrom: Date;
  readonly removedAt: Date;
}

/** From when on things are kept of which something has been removed. */
export async function listRemoved(pool: Pick<pg.Pool, 'query'>): Promise<RemovedView[]> {
  const { rows } = await pool.query<Row>(
    `select kind, subject, kept_from as "keptFrom", removed::float8 as removed, removed_at as "removedAt"
       from retention where kept_from is not null order by kind, subject`,
  );
  return rows.map((row) => ({ ...row, keptFrom: row.keptFrom.toISOString(), removedAt: row.removedAt.toISOString() }));
}

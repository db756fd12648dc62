import type { Retention } from '@tandem/domain/organisation/retention';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from '../repositories/append-audit.js';
import { notifyChange } from '../repositories/notify-change.js';

export interface KeptUploads {
  readonly keptMs: number;
  /** When each source was last read as a whole: what came later may not have been read yet. */
  readonly readAt: ReadonlyMap<string, Date>;
}

/** null while every upload is kept. */
export async function keptUploads(pool: Pick<pg.Pool, 'query'>): Promise<KeptUploads | null> {
  const found = await pool.query<{ keep: Retention }>('select keep from organisation');
  const keptMs = found.rows[0]?.keep.uploads;
  if (keptMs === undefined) return null;
  const { rows } = await pool.query<{ id: string; at: Date }>(
    `select connection_id as id, max(started_at) as at from sync_run where state = 'succeeded' and trigger not in ('push', 'mend', 'backfill', 'replay') group by 1`,
  );
  return { keptMs, readAt: new Map(rows.map(({ id, at }) => [id, at])) };
}

/** Written before the files go: a file that is gone is always a file of which it was said. */
export async function noteUploadsGo(
  database: Pick<Database, 'pool'>,
  gone: {
    readonly connectionId: string;
    readonly files: readonly string[];
    readonly keptFrom: Date;
    readonly now: Date;
  },
): Promise<void> {
  const { connectionId, files, keptFrom, now } = gone;
  await inTransaction(database.pool, async (client) => {
    await client.query(
      `insert into retention (kind, subject, kept_from, target, state, removed, removed_at, updated_at)
       values ('uploads', $1, $2, $2, 'done', $3, $4, $4)
       on conflict (workspace, kind, subject) do update
          set kept_from = excluded.kept_from, target = excluded.target, removed = excluded.removed, removed_at = $4, updated_at = $4`,
      [connectionId, keptFrom, files.length, now],
    );
    await appendAudit(client, {
      at: now,
      actor: 'retention',
      action: 'remove',
      subjectKind: 'uploads',
      subjectId: connectionId,
      before: { files },
      after: { keptFrom: keptFrom.toISOString(), removed: files.length },
    });
    await notifyChange(client, { kind: 'sources', keys: [connectionId], at: now });
  });
}

import type { QuarantinedRowView, SourceView, SyncRunView } from '@tandem/application/ports';
import type pg from 'pg';

const runColumns = `json_build_object('id', s.id::text, 'trigger', s.trigger, 'state', s.state, 'startedAt', s.started_at,
  'finishedAt', s.finished_at, 'received', s.received, 'stored', s.stored, 'unchanged', s.unchanged, 'quarantined', s.quarantined,
  'filteredOut', s.filtered_out, 'progress', s.progress, 'error', s.failure)`;

/** Every connection (or one of them) with when it last spoke, how far its data reaches and what its last run did. */
export async function listSources(pool: Pick<pg.Pool, 'query'>, id?: string): Promise<SourceView[]> {
  const { rows } = await pool.query<Omit<SourceView, 'lastRun'> & { lastRun: SyncRunView | null }>(
    `select c.id, c.name, c.connector, c.settings, c.expected_every_ms::float8 as "expectedEveryMs",
            (select max(finished_at) from sync_run where connection_id = c.id and state = 'succeeded') as "lastSyncAt",
            (select min(covered_to) from stream_coverage where connection_id = c.id) as "dataTo",
            coalesce((select array_agg(stream order by stream) from stream_coverage where connection_id = c.id), '{}') as streams,
            (select count(*)::int from quarantine where connection_id = c.id) as quarantined,
            (select ${runColumns} from sync_run s where s.connection_id = c.id order by s.id desc limit 1) as "lastRun"
       from connection c where $1::text is null or c.id = $1 order by c.position, c.id`,
    [id ?? null],
  );
  return rows.map((row) => ({ ...row, lastRun: row.lastRun && withUtcInstants(row.lastRun) }));
}

export async function listRuns(
  pool: Pick<pg.Pool, 'query'>,
  connectionId: string,
  limit: number,
): Promise<SyncRunView[]> {
  const { rows } = await pool.query<{ run: SyncRunView }>(
    `select ${runColumns} as run from sync_run s where s.connection_id = $1 order by s.id desc limit $2`,
    [connectionId, limit],
  );
  return rows.map(({ run }) => withUtcInstants(run));
}

export async function listQuarantine(
  pool: Pick<pg.Pool, 'query'>,
  connectionId: string,
  limit: number,
): Promise<QuarantinedRowView[]> {
  const { rows } = await pool.query<Omit<QuarantinedRowView, 'seenAt'> & { seenAt: Date }>(
    `select id::text, stream, file, line::int, field, reason, raw, seen_at as "seenAt"
       from quarantine where connection_id = $1 order by seen_at desc, file, line limit $2`,
    [connectionId, limit],
  );
  return rows.map((row) => ({ ...row, seenAt: row.seenAt.toISOString() }));
}

// Instants inside a JSON column come in the server's notation; the API speaks ISO in UTC.
function withUtcInstants(run: SyncRunView): SyncRunView {
  const utc = (instant: string | null) => (instant === null ? null : new Date(instant).toISOString());
  return { ...run, startedAt: utc(run.startedAt), finishedAt: utc(run.finishedAt) };
}

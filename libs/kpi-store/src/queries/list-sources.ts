import type pg from 'pg';

export interface SyncRunRow {
  readonly id: string;
  readonly trigger: 'request' | 'schedule' | 'upload' | 'push' | 'configuration';
  readonly state: 'queued' | 'running' | 'succeeded' | 'failed';
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly received: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly filteredOut: number;
  readonly progress: number | null;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
}

export interface SourceRow {
  readonly id: string;
  readonly name: string;
  readonly connector: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly expectedEveryMs: number;
  readonly lastSyncAt: Date | null;
  readonly dataTo: Date | null;
  readonly streams: readonly string[];
  readonly quarantined: number;
  readonly lastRun: SyncRunRow | null;
}

const runColumns = `json_build_object('id', s.id::text, 'trigger', s.trigger, 'state', s.state, 'startedAt', s.started_at,
  'finishedAt', s.finished_at, 'received', s.received, 'stored', s.stored, 'unchanged', s.unchanged, 'quarantined', s.quarantined,
  'filteredOut', s.filtered_out, 'progress', s.progress, 'error', s.failure)`;

/** Every connection (or one of them) with when it last spoke, how far its data reaches and what its last run did. */
export async function listSources(pool: Pick<pg.Pool, 'query'>, id?: string): Promise<SourceRow[]> {
  const { rows } = await pool.query<Omit<SourceRow, 'lastRun'> & { lastRun: SyncRunRow | null }>(
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

export async function listRuns(pool: Pick<pg.Pool, 'query'>, connectionId: string, limit: number): Promise<SyncRunRow[]> {
  const { rows } = await pool.query<{ run: SyncRunRow }>(
    `select ${runColumns} as run from sync_run s where s.connection_id = $1 order by s.id desc limit $2`,
    [connectionId, limit],
  );
  return rows.map(({ run }) => withUtcInstants(run));
}

export interface QuarantinedRow {
  readonly id: string;
  readonly stream: string;
  readonly file: string;
  readonly line: number;
  readonly field: string | null;
  readonly reason: string;
  readonly raw: string;
  readonly seenAt: string;
}

export async function listQuarantine(
  pool: Pick<pg.Pool, 'query'>,
  connectionId: string,
  limit: number,
): Promise<QuarantinedRow[]> {
  const { rows } = await pool.query<Omit<QuarantinedRow, 'seenAt'> & { seenAt: Date }>(
    `select id::text, stream, file, line::int, field, reason, raw, seen_at as "seenAt"
       from quarantine where connection_id = $1 order by seen_at desc, file, line limit $2`,
    [connectionId, limit],
  );
  return rows.map((row) => ({ ...row, seenAt: row.seenAt.toISOString() }));
}

// Instants inside a JSON column come in the server's notation; the API speaks ISO in UTC.
function withUtcInstants(run: SyncRunRow): SyncRunRow {
  const utc = (instant: string | null) => (instant === null ? null : new Date(instant).toISOString());
  return { ...run, startedAt: utc(run.startedAt), finishedAt: utc(run.finishedAt) };
}

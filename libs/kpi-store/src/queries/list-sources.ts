import type {
  QuarantinedRowView,
  QuarantineQuestion,
  QuarantineState,
  RefusalReason,
  RunTotals,
  SourceView,
  SyncRunView,
} from '@tandem/application/sources/source-ports';
import type pg from 'pg';

type Queryable = Pick<pg.Pool, 'query'>;

const runColumns = `json_build_object('id', s.id::text, 'trigger', s.trigger, 'state', s.state, 'startedAt', s.started_at,
  'finishedAt', s.finished_at, 'received', s.received, 'stored', s.stored, 'unchanged', s.unchanged, 'quarantined', s.quarantined,
  'filteredOut', s.filtered_out, 'takenBack', s.taken_back, 'progress', s.progress, 'error', s.failure)`;

/** An actor of the audit trail by a name for people. */
const nameOf = (actor: string) =>
  `coalesce((select name from account where 'account:' || account.id::text = ${actor}), ${actor})`;

type ListedRow = Omit<SourceView, 'lastRun' | 'paused'> & {
  readonly lastRun: SyncRunView | null;
  readonly pausedAt: Date | null;
  readonly pausedBy: string | null;
  readonly pauseReason: string | null;
};

/** Every connection (or one of them) with when it last spoke, how far its data reaches and what its last run did. */
export async function listSources(pool: Queryable, id?: string): Promise<SourceView[]> {
  const { rows } = await pool.query<ListedRow>(
    `select c.id, c.name, c.connector, c.settings, c.expected_every_ms::float8 as "expectedEveryMs",
            c.sync_every_ms::float8 as "syncEveryMs",
            case when c.paused_at is null and c.sync_every_ms is not null then c.next_sync_at end as "nextSyncAt",
            c.paused_at as "pausedAt", ${nameOf('c.paused_by')} as "pausedBy", c.pause_reason as "pauseReason", c.warned_at as "warnedAt",
            failing.runs as "failedRuns", failing.since as "failingSince",
            (select max(finished_at) from sync_run where connection_id = c.id and state = 'succeeded' and trigger not in ('mend', 'backfill', 'replay')) as "lastSyncAt",
            (select min(covered_to) from stream_coverage where connection_id = c.id) as "dataTo",
            coalesce((select array_agg(stream order by stream) from stream_coverage where connection_id = c.id), '{}') as streams,
            (select count(*)::int from quarantine where connection_id = c.id and state = 'open') as quarantined,
            (select ${runColumns} from sync_run s where s.connection_id = c.id and s.trigger not in ('mend', 'backfill', 'replay') order by s.id desc limit 1) as "lastRun"
       from connection c
       left join lateral (${failedInARow}) failing on true
      where $1::text is null or c.id = $1 order by c.position, c.id`,
    [id ?? null],
  );
  return rows.map(({ pausedAt, pausedBy, pauseReason, ...row }) => ({
    ...row,
    paused:
      pausedAt === null ? null : { at: pausedAt.toISOString(), by: pausedBy ?? 'system', reason: pauseReason ?? '' },
    lastRun: row.lastRun && withUtcInstants(row.lastRun),
  }));
}

/** Runs of connection `c` that failed one after another up to now: pushes and mended rows say nothing about the source. */
export const failedInARow = `
  select count(*)::int as runs, min(f.finished_at) as since
    from sync_run f
   where f.connection_id = c.id and f.state = 'failed' and f.trigger not in ('push', 'mend', 'backfill', 'replay')
     and f.queued_at >= coalesce(c.resumed_at, '-infinity')
     and f.id > coalesce((
       select max(g.id) from sync_run g
        where g.connection_id = c.id and g.state = 'succeeded' and g.trigger not in ('push', 'mend', 'backfill', 'replay')), 0)`;

export async function listRuns(
  pool: Queryable,
  connectionId: string,
  limit: number,
  before?: string,
): Promise<SyncRunView[]> {
  const { rows } = await pool.query<{ run: SyncRunView }>(
    `select ${runColumns} as run from sync_run s
      where s.connection_id = $1 and ($3::bigint is null or s.id < $3) order by s.id desc limit $2`,
    [connectionId, limit, before ?? null],
  );
  return rows.map(({ run }) => withUtcInstants(run));
}

export async function runTotals(pool: Queryable, connectionId: string): Promise<RunTotals> {
  const { rows } = await pool.query<RunTotals>(
    `select count(*)::int as runs, coalesce(sum(received), 0)::float8 as received, coalesce(sum(stored), 0)::float8 as stored,
            coalesce(sum(unchanged), 0)::float8 as unchanged, coalesce(sum(quarantined), 0)::float8 as quarantined,
            coalesce(sum(filtered_out), 0)::float8 as "filteredOut",
            coalesce(sum(taken_back), 0)::float8 as "takenBack"
       from sync_run where connection_id = $1`,
    [connectionId],
  );
  const [totals] = rows;
  if (!totals) throw new Error('A sum without groups always has a row.');
  return totals;
}

interface QuarantineRow {
  readonly id: string;
  readonly stream: string;
  readonly file: string;
  readonly line: number;
  readonly field: string | null;
  readonly reason: string;
  readonly raw: string;
  readonly columns: readonly string[] | null;
  readonly cells: readonly string[] | null;
  readonly seenAt: Date;
  readonly state: QuarantineState;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly decision: string | null;
}

export async function listQuarantine(
  pool: Queryable,
  connectionId: string,
  { state, reason, after, limit }: QuarantineQuestion,
): Promise<QuarantinedRowView[]> {
  const { rows } = await pool.query<QuarantineRow>(
    `select q.id::text, q.stream, q.file, q.line::int, q.field, q.reason, q.raw, q.columns, q.cells, q.seen_at as "seenAt", q.state,
            q.decided_at as "decidedAt", ${nameOf('q.decided_by')} as "decidedBy", q.decision
       from quarantine q
      where q.connection_id = $1 and q.state = $2 and ($3::text is null or q.reason = $3) and ($4::bigint is null or q.id > $4)
      order by q.id limit $5`,
    [connectionId, state, reason ?? null, after, limit],
  );
  return rows.map(({ columns, cells, seenAt, decidedAt, decidedBy, decision, ...row }) => ({
    ...row,
    cells: columns && cells && columns.map((column, index) => ({ column, value: cells[index] ?? '' })),
    seenAt: seenAt.toISOString(),
    decided: decidedAt && { at: decidedAt.toISOString(), by: decidedBy ?? 'system', reason: decision },
  }));
}

export async function listReasons(pool: Queryable, connectionId: string, limit: number): Promise<RefusalReason[]> {
  const { rows } = await pool.query<RefusalReason>(
    `select stream, field, reason, count(*)::int as rows from quarantine
      where connection_id = $1 and state = 'open' group by stream, field, reason order by 4 desc, 1, 3 limit $2`,
    [connectionId, limit],
  );
  return rows;
}

// Instants inside a JSON column come in the server's notation; the API speaks ISO in UTC.
function withUtcInstants(run: SyncRunView): SyncRunView {
  const utc = (instant: string | null) => (instant === null ? null : new Date(instant).toISOString());
  return { ...run, startedAt: utc(run.startedAt), finishedAt: utc(run.finishedAt) };
}

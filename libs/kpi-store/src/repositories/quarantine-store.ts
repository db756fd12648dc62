import type { CommitResult } from '@tandem/application/ports';
import type {
  Mended,
  QuarantineSelection,
  QuarantineStore,
  ReadAgain,
  RefusedRow,
} from '@tandem/application/sources/quarantine-ports';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type { Tombstone } from '@tandem/domain/record/tombstone';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';
import { goneAsKnown, withGone } from './gone-as-known.js';
import { notifyChange } from './notify-change.js';
import { commitWithin } from './record-store.js';
import { beginBeside } from './run-store.js';

/** Rows that one step takes; whoever means more asks again. */
const rowsAtMost = 2_000;
/** Rows that the audit trail names one by one. */
const rowsAudited = 50;
const rawAudited = 500;

/** What people make of rows that did not fit: records, quarantine, run and audit trail stand or fall together. */
export function createQuarantineStore(database: Database): QuarantineStore {
  return {
    mend: (connectionId, selection, act, readAgain) =>
      inTransaction(database.pool, async (client): Promise<Mended | null> => {
        if (!(await holdConnection(client, connectionId))) return null;
        const run = await beginBeside(client, database, connectionId, 'mend', act.now);
        if (run === null) return null;
        const { rows, total } = await openRows(client, connectionId, selection);
        const answers = await readAgain(run.connection, rows);
        const fits = answers.filter((answer) => 'records' in answer);
        const refused = answers.flatMap((answer) =>
          'reason' in answer ? [{ id: answer.row.id, field: answer.field, reason: answer.reason }] : [],
        );
        const left = total - rows.length;
        if (fits.length === 0) {
          await client.query('delete from sync_run where id = $1', [run.runId]);
          return { runId: null, mended: 0, stored: 0, unchanged: 0, refused, left, touchedMetrics: [] };
        }
        const { told, gone, ...read } = recordsOf(fits);
        const known = await goneAsKnown(client, connectionId, told, read.records);
        const page = { rejected: [], cursor: null, progress: 1, ...read, gone: [...gone, ...known] };
        const committed = await commitWithin(client, run, page, act.now, (stored) => withGone(stored, told.length));
        await client.query(`update sync_run set state = 'succeeded', finished_at = $2 where id = $1`, [
          run.runId,
          act.now,
        ]);
        await decide(client, { ...act, rows: fits.map(({ row }) => row), state: 'mended', decision: null });
        await appendAudit(client, mendAudit(connectionId, run.runId, act, fits, committed));
        const { stored, unchanged, touchedMetrics } = committed;
        return { runId: run.runId, mended: fits.length, stored, unchanged, refused, left, touchedMetrics };
      }),

    dismiss: (connectionId, selection, { actor, now, reason }) =>
      inTransaction(database.pool, async (client) => {
        if (!(await holdConnection(client, connectionId))) return null;
        const { rows } = await openRows(client, connectionId, selection);
        if (rows.length === 0) return { dismissed: 0 };
        await decide(client, { actor, now, rows, state: 'dismissed', decision: reason });
        await appendAudit(client, {
          at: now,
          actor,
          action: 'quarantine.dismiss',
          subjectKind: 'connection',
          subjectId: connectionId,
          before: { rows: shownRows(rows) },
          after: { rows: rows.length, reason },
        });
        await notifyChange(client, { kind: 'sources', keys: [connectionId], at: now });
        return { dismissed: rows.length };
      }),
  };
}

/** Before any of its rows, as a page does: two that lock in different orders would wait for each other. */
async function holdConnection(client: pg.PoolClient, connectionId: string): Promise<boolean> {
  const held = await client.query('select 1 from connection where id = $1 for update', [connectionId]);
  return held.rowCount === 1;
}

/** The open rows that are meant, as many as one step takes, under lock; and how many there are. */
async function openRows(
  client: pg.PoolClient,
  connectionId: string,
  selection: QuarantineSelection,
): Promise<{ readonly rows: readonly RefusedRow[]; readonly total: number }> {
  const chosen = 'ids' in selection ? 'q.id = any($2::bigint[])' : 'q.reason = $2 and q.stream = $3';
  const values = 'ids' in selection ? [selection.ids] : [selection.reason, selection.stream];
  const open = `q.connection_id = $1 and q.state = 'open' and ${chosen}`;
  const counted = await client.query<{ rows: number }>(`select count(*)::int as rows from quarantine q where ${open}`, [
    connectionId,
    ...values,
  ]);
  const found = await client.query<RefusedRow>(
    `select q.id::text, q.stream, q.file, q.line::int, q.raw, q.columns, q.cells,
            coalesce((select r.trigger = 'push' from sync_run r where r.id = q.run_id), false) as pushed
       from quarantine q where ${open} order by q.id limit ${rowsAtMost} for update of q`,
    [connectionId, ...values],
  );
  return { rows: found.rows, total: counted.rows[0]?.rows ?? 0 };
}

/** Of several rows that say the same record the last is the one, as within a page. `told` is what was pushed as gone: each is a row that came. */
function recordsOf(fits: readonly Extract<ReadAgain, { readonly records: unknown }>[]): {
  readonly records: readonly CanonicalRecord[];
  readonly told: readonly Tombstone[];
  readonly gone: readonly Tombstone[];
  readonly filteredOut: number;
} {
  return {
    records: fits.flatMap(({ records }) => records),
    told: fits.flatMap(({ row, gone = [] }) => (row.pushed ? gone : [])),
    gone: fits.flatMap(({ row, gone = [] }) => (row.pushed ? [] : gone)),
    filteredOut: fits.filter(({ records, gone = [] }) => records.length + gone.length === 0).length,
  };
}

async function decide(
  client: pg.PoolClient,
  {
    rows,
    state,
    actor,
    now,
    decision,
  }: {
    readonly rows: readonly RefusedRow[];
    readonly state: 'mended' | 'dismissed';
    readonly actor: string;
    readonly now: Date;
    readonly decision: string | null;
  },
): Promise<void> {
  await client.query(
    `update quarantine set state = $2, decided_at = $3, decided_by = $4, decision = $5 where id = any($1::bigint[])`,
    [rows.map(({ id }) => id), state, now, actor, decision],
  );
}

function mendAudit(
  connectionId: string,
  runId: string,
  { actor, now, edit }: Parameters<QuarantineStore['mend']>[2],
  fits: readonly ReadAgain[],
  { received, stored, unchanged }: CommitResult,
) {
  return {
    at: now,
    actor,
    action: 'quarantine.mend',
    subjectKind: 'connection',
    subjectId: connectionId,
    before: { rows: shownRows(fits.map(({ row }) => row)) },
    after: { run: runId, rows: fits.length, edit, received, stored, unchanged },
  };
}

function shownRows(rows: readonly RefusedRow[]) {
  return rows
    .slice(0, rowsAudited)
    .map(({ id, file, line, raw }) => ({ id, file, line, raw: raw.slice(0, rawAudited) }));
}

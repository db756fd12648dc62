import {
  keptFrom,
  keptOfStreams,
  type KeptOfStream,
  type KeptStreams,
  type Retention,
} from '@tandem/domain/organisation/retention';
import type { StreamName } from '@tandem/domain/record/streams';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from '../repositories/append-audit.js';
import { notifyChange } from '../repositories/notify-change.js';
import { holdRollUp } from '../repositories/roll-up.js';
import {
  addUpDays,
  removeDays,
  removeMeasuredVersions,
  removeMeasurements,
  removeRawRows,
  removeRecords,
  removeVersions,
} from './removal-statements.js';

const recordsAtATime = 10_000;
const rowsAtATime = 1_000;
const daysAtATime = 20_000;

/** A run that removes everything of one kind and stream that is older than `target`. */
interface Run {
  readonly kind: KeptOfStream;
  readonly subject: StreamName;
  readonly keptFrom: Date | null;
  readonly target: Date;
  readonly lookedThrough: string;
  readonly removed: string;
}

interface Step {
  readonly removed: number;
  /** Where the next step begins; null when everything was looked at. */
  readonly lookedThrough: string | null;
}

/**
 * One bounded step of what the organisation's retention asks for: it removes what is too old, and moves the time from which things are kept in
 * the same transaction, so that nothing is ever answered from what is half there. Answers whether there is more to do.
 */
export async function applyRetention(database: Pick<Database, 'pool'>, now: Date): Promise<boolean> {
  return inTransaction(database.pool, async (client) => {
    const run = (await runningRun(client)) ?? (await beginRun(client, now));
    if (run === null) return false;
    await holdConnections(client);
    const step = await removeRawToo(client, run, await removeSome(client, run));
    if (step.removed > 0) await tell(client, run, now);
    const removed = Number(run.removed) + step.removed;
    await client.query(
      `update retention
          set kept_from = case when $3 > 0 then target else kept_from end, removed = $3, looked_through = coalesce($4, looked_through),
              removed_at = case when $5 > 0 then $6 else removed_at end, state = case when $4::bigint is null then 'done' else 'running' end, updated_at = $6
        where kind = $1 and subject = $2`,
      [run.kind, run.subject, removed, step.lookedThrough, step.removed, now],
    );
    if (step.lookedThrough === null && removed > 0) await audit(client, run, { removed }, now);
    return true;
  });
}

async function runningRun(client: pg.PoolClient): Promise<Run | null> {
  const { rows } = await client.query<Run>(
    `select kind, subject, kept_from as "keptFrom", target, looked_through as "lookedThrough", removed
       from retention where state = 'running' and kind <> 'uploads' order by kind, subject limit 1 for update skip locked`,
  );
  return rows[0] ?? null;
}

/** The next kind and stream whose time has moved on since it was looked at last. */
async function beginRun(client: pg.PoolClient, now: Date): Promise<Run | null> {
  const { rows } = await client.query<{ keep: Retention }>('select keep from organisation');
  const keep = rows[0]?.keep ?? {};
  for (const kind of keptOfStreams) {
    for (const [subject, keptMs] of inOrder(keep[kind])) {
      const target = keptFrom(now, keptMs);
      const begun = await client.query<{ keptFrom: Date | null }>(
        `insert into retention as r (kind, subject, target, state, updated_at) values ($1, $2, $3, 'running', $4)
         on conflict (workspace, kind, subject) do update set target = excluded.target, state = 'running', looked_through = 0, removed = 0, updated_at = $4
          where r.target < excluded.target and r.state = 'done'
         returning kept_from as "keptFrom"`,
        [kind, subject, target, now],
      );
      const [row] = begun.rows;
      if (row) return { kind, subject, keptFrom: row.keptFrom, target, lookedThrough: '0', removed: '0' };
    }
  }
  return null;
}

/** What is linked goes before what it is linked with, which stays for it. */
function inOrder(kept: KeptStreams = {}): [StreamName, number][] {
  const first: readonly StreamName[] = ['incident', 'deployment', 'change'];
  const entries = Object.entries(kept) as [StreamName, number][];
  return entries.sort(([a], [b]) => first.indexOf(a) - first.indexOf(b));
}

/** Pages wait for the end of this step: what they have looked up is there when they write it. */
async function holdConnections(client: pg.PoolClient): Promise<void> {
  await client.query('select 1 from connection order by id for update');
}

/** What the vendor gave goes with the records that were made of it; a run is not over while some of it is left. */
async function removeRawToo(client: pg.PoolClient, run: Run, step: Step): Promise<Step> {
  if (run.kind !== 'records' || step.lookedThrough !== null) return step;
  const { rows } = await client.query<{ rows: number }>(removeRawRows, [run.subject, run.target, recordsAtATime]);
  return (rows[0]?.rows ?? 0) < recordsAtATime ? step : { ...step, lookedThrough: run.lookedThrough };
}

async function removeSome(client: pg.PoolClient, run: Run): Promise<Step> {
  if (run.kind === 'observations') return removeCountedDays(client, run);
  if (run.subject === 'measurement') {
    const statement = run.kind === 'records' ? removeMeasurements : removeMeasuredVersions;
    const { rows } = await client.query<{ removed: number; rows: number }>(statement, [run.target, rowsAtATime]);
    const { removed = 0, rows: count = 0 } = rows[0] ?? {};
    return { removed, lookedThrough: count < rowsAtATime ? null : '0' };
  }
  const [table, id] = run.kind === 'records' ? ['record', 'id'] : ['record_revision', 'record_id'];
  const next = await client.query<{ last: string | null }>(
    `select max(${id}) as last
       from (select ${id} from ${table} where stream = $1 and ${id} > $2 order by ${id} limit $3) next`,
    [run.subject, run.lookedThrough, recordsAtATime],
  );
  const last = next.rows[0]?.last ?? null;
  if (last === null) return { removed: 0, lookedThrough: null };
  const statement = run.kind === 'records' ? removeRecords(run.subject) : removeVersions(run.subject);
  const { rows } = await client.query<{ removed: number }>(statement, [run.target, run.lookedThrough, last]);
  return { removed: rows[0]?.removed ?? 0, lookedThrough: last };
}

/** The first version of a metric over this stream that has days to remove. */
async function removeCountedDays(client: pg.PoolClient, { subject, target, lookedThrough }: Run): Promise<Step> {
  const { rows: versions } = await client.query<{ id: string; kind: string; date: string }>(
    `select v.id, v.definition #>> '{formula,kind}' as kind, ($2::timestamptz at time zone o.time_zone)::date::text as date
       from metric_version v cross join organisation o
      where v.definition #>> '{formula,stream}' = $1 and v.counted_by is null and v.id > $3 order by v.id limit 1`,
    [subject, target, lookedThrough],
  );
  const [version] = versions;
  if (!version) return { removed: 0, lookedThrough: null };
  await holdRollUp(client, version.id);
  let removed = 0;
  let isLeft = false;
  for (const statement of version.kind === 'open' ? [addUpDays] : removeDays) {
    const parameters = [version.id, version.date, ...(version.kind === 'open' ? [] : [daysAtATime])];
    const { rows } = await client.query<{ removed: number }>(statement, parameters);
    const count = rows[0]?.removed ?? 0;
    removed += count;
    isLeft ||= version.kind !== 'open' && count === daysAtATime;
  }
  return { removed, lookedThrough: isLeft ? lookedThrough : version.id };
}

/** With the first thing that goes, everybody hears from when on the rest is kept. */
async function tell(client: pg.PoolClient, run: Run, now: Date): Promise<void> {
  if (run.keptFrom !== null && run.keptFrom >= run.target) return;
  if (run.removed === '0') await audit(client, run, {}, now);
  const { rows } = await client.query<{ key: string }>('select key from metric');
  await notifyChange(client, { kind: 'observations', keys: rows.map(({ key }) => key), at: now });
  await notifyChange(client, { kind: 'sources', keys: [], at: now });
}

function audit(client: pg.PoolClient, run: Run, after: { readonly removed?: number }, now: Date): Promise<void> {
  return appendAudit(client, {
    at: now,
    actor: 'retention',
    action: after.removed === undefined ? 'begin' : 'remove',
    subjectKind: run.kind,
    subjectId: run.subject,
    before: run.keptFrom === null ? null : { keptFrom: run.keptFrom.toISOString() },
    after: { keptFrom: run.target.toISOString(), ...after },
  });
}

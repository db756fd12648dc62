import type { BegunRun, Clock } from '@tandem/application/ports';
import {
  keptAnswersMs,
  KeyUsedOtherwise,
  type PushCommitted,
  type PushKey,
  type PushOutcome,
  type PushReading,
  type PushRequest,
  type PushStore,
} from '@tandem/application/push-ports';
import type { RecordFact } from '@tandem/domain/record/fold-facts';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';
import { recordsKeptFrom } from '../retention/kept-time.js';
import { goneAsKnown, withGone } from './gone-as-known.js';
import { keepFacts } from './push-facts.js';
import { countTallies, listTallies } from './push-tallies.js';
import { commitWithin, organisationZone } from './record-store.js';
import { beginBeside } from './run-store.js';

/** Takes what is pushed: everything that a request has for an effect commits at once, with its answer. */
export function createPushStore(database: Pick<Database, 'pool' | 'secrets'>, clock: Clock): PushStore {
  const { pool } = database;
  return {
    commit: (request, reading) => inTransaction(pool, (client) => commit(client, database, request, reading, clock)),
    known: async (source, eventIds) => {
      const { rows } = await pool.query<{ id: string }>(
        'select event_id as id from push_fact where connection_id = $1 and event_id = any($2)',
        [source, eventIds],
      );
      return new Set(rows.map(({ id }) => id));
    },
    count: (source, tallies, now) => countTallies(pool, source, tallies, now),
    tallies: (source) => listTallies(pool, source),
  };
}

async function commit<Answer extends object>(
  client: pg.PoolClient,
  database: Pick<Database, 'secrets'>,
  request: PushRequest,
  reading: PushReading<Answer>,
  clock: Clock,
): Promise<PushOutcome<Answer> | null> {
  const { source, key } = request;
  const held = await client.query('select 1 from connection where id = $1 for update', [source]);
  if (held.rowCount === 0) return null;
  // Told under the lock, so that what is stored later is the later version.
  const now = clock();
  const before = key && (await answered<Answer>(client, source, key, now));
  if (before) return { answer: before.answer, isRepeat: true, touchedMetrics: [] };
  const run = await beginBeside(client, database, source, 'push', now);
  if (run === null) return null;
  const committed = await store(client, run, reading, now);
  await client.query(
    `update sync_run set state = 'succeeded', cursor = null, progress = 1, finished_at = $2, heartbeat_at = $2 where id = $1`,
    [run.runId, now],
  );
  await appendAudit(client, {
    at: now,
    actor: request.actor,
    action: 'push',
    subjectKind: 'connection',
    subjectId: source,
    before: null,
    after: {
      run: run.runId,
      stream: request.what,
      records: request.records,
      ...(committed.gone > 0 && { gone: committed.gone }),
    },
  });
  const answer = reading.answerOf(committed);
  if (key) await keepAnswer(client, source, key, answer, now);
  return { answer, isRepeat: false, touchedMetrics: committed.touchedMetrics };
}

async function store<Answer>(
  client: pg.PoolClient,
  run: BegunRun,
  { pageOf, coverageOf }: PushReading<Answer>,
  now: Date,
): Promise<PushCommitted> {
  const pushed = pageOf(run.runId);
  const late = await lateFacts(client, pushed.facts);
  const timely = pushed.facts.filter((fact) => !late.has(fact));
  const { records: folded, gone, repeated, waiting, rejected } = await keepFacts(client, run, timely, now);
  const records = [...pushed.records, ...folded];
  const { gone: told = [], goneBefore = 0 } = pushed;
  const ends = told.length + goneBefore;
  const page = {
    records,
    gone: [...gone, ...(await goneAsKnown(client, run.connection.id, told, pushed.records))],
    rejected: [...pushed.rejected, ...rejected],
    filteredOut: pushed.notUsed + late.size,
    cursor: null,
    progress: 1,
    coverage: coverageOf(records, await organisationZone(client)),
  };
  const result = await commitWithin(client, run, page, now, (stored) => {
    if (pushed.facts.length === 0) return withGone(stored, ends);
    // What arrived are events: each counts as one, whatever records follow from it.
    const received = pushed.records.length + timely.length + pushed.rejected.length;
    const { quarantined } = stored;
    return { ...stored, received, unchanged: repeated.size, stored: received - repeated.size - quarantined };
  });
  return { ...result, runId: run.runId, gone: ends, repeated, waiting, late };
}

/** Events of a time that is not kept any more: their records are gone, and would come back without the events that went with them. */
async function lateFacts(client: pg.PoolClient, facts: readonly RecordFact[]): Promise<ReadonlySet<RecordFact>> {
  if (facts.length === 0) return new Set();
  const kept = await recordsKeptFrom(client, [...new Set(facts.map(({ stream }) => stream))]);
  const from = new Map<string, string>([...kept].map(([stream, date]) => [stream, date.toISOString()]));
  return new Set(facts.filter(({ stream, at }) => at < (from.get(stream) ?? '')));
}

/** What was answered to the same request before; null when it is the first one. */
async function answered<Answer>(
  client: pg.PoolClient,
  source: string,
  { key, digest }: PushKey,
  now: Date,
): Promise<{ readonly answer: Answer } | null> {
  // A sender who takes a new key for every request would fill the table: each request takes some that have run out with it.
  await client.query(
    `delete from push_answer where (workspace, connection_id, key) in (
       select workspace, connection_id, key from push_answer where connection_id = $1 and at <= $2 order by at limit 100)`,
    [source, new Date(now.getTime() - keptAnswersMs)],
  );
  const found = await client.query<{ digest: string; answer: Answer }>(
    `select encode(digest, 'hex') as digest, answer from push_answer where connection_id = $1 and key = $2`,
    [source, key],
  );
  const [row] = found.rows;
  if (!row) return null;
  if (row.digest !== digest) throw new KeyUsedOtherwise(key);
  return { answer: row.answer };
}

async function keepAnswer(
  client: pg.PoolClient,
  source: string,
  { key, digest }: PushKey,
  answer: object,
  now: Date,
): Promise<void> {
  await client.query(
    `insert into push_answer (connection_id, key, digest, answer, at) values ($1, $2, decode($3, 'hex'), $4, $5)
     on conflict (workspace, connection_id, key) do update set digest = excluded.digest, answer = excluded.answer, at = excluded.at`,
    [source, key, digest, JSON.stringify(answer), now],
  );
}

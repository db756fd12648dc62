import type { BegunRun, Page } from '@tandem/application/ports';
import { factFault, foldFacts, type RecordFact } from '@tandem/domain/record/fold-facts';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type { Tombstone } from '@tandem/domain/record/tombstone';
import type pg from 'pg';

type RejectedRow = Page['rejected'][number];

export interface KeptFacts {
  /** The records that follow now, of every key that the events are about. */
  readonly records: readonly CanonicalRecord[];
  /** Of these keys the last event says that there is nothing any more. */
  readonly gone: readonly Tombstone[];
  /** Events that were known before, or came twice in this page. */
  readonly repeated: ReadonlySet<RecordFact>;
  /** Events that are in quarantine, each with why: they do not fit, or their record misses something that no event has told yet. */
  readonly waiting: ReadonlyMap<RecordFact, string>;
  readonly rejected: readonly RejectedRow[];
}

/**
 * Keeps events, each once, and folds those of a record anew with every one that is new. The caller holds the lock of the connection. What
 * waits for another event stands in quarantine until that one comes; then it is gone from there.
 */
export async function keepFacts(
  client: pg.PoolClient,
  run: BegunRun,
  facts: readonly RecordFact[],
  now: Date,
): Promise<KeptFacts> {
  if (facts.length === 0) return { records: [], gone: [], repeated: new Set(), waiting: new Map(), rejected: [] };
  const waiting = new Map<RecordFact, string>();
  const rejected: RejectedRow[] = [];
  for (const fact of facts) {
    const fault = factFault(fact);
    if (!fault) continue;
    waiting.set(fact, fault.reason);
    rejected.push(quarantined(fact, fault, `event ${fact.eventId}`));
  }
  const sound = facts.filter((fact) => !waiting.has(fact));
  const added = await addFacts(client, run.connection.id, sound, now);
  const fresh = new Set<RecordFact>();
  for (const fact of sound) if (added.delete(fact.eventId)) fresh.add(fact);
  const repeated = new Set(sound.filter((fact) => !fresh.has(fact)));
  const records: CanonicalRecord[] = [];
  const gone: Tombstone[] = [];
  for (const { version, told } of await factsOfRecords(client, run.connection.id, [...fresh])) {
    const [first] = told;
    if (first === undefined) continue;
    const folded = foldFacts(told, version.padStart(20, '0'));
    if (folded.ok) {
      if ('gone' in folded) gone.push(folded.gone);
      else records.push(folded.record);
      continue;
    }
    const reason = `${folded.reason} The events that came of it do not tell it yet; it is taken as soon as one does.`;
    for (const fact of [...fresh].filter((one) => isOfSame(one, first))) {
      waiting.set(fact, reason);
      rejected.push(quarantined(fact, { field: folded.field, reason }, waitingName(fact)));
    }
  }
  const ended = gone.map(({ stream, key }) => ({ stream, naturalKey: key }));
  await endWaiting(client, run.connection.id, [...records, ...ended]);
  return { records, gone, repeated, waiting, rejected };
}

const isOfSame = (one: RecordFact, other: RecordFact) =>
  one.stream === other.stream && one.naturalKey === other.naturalKey;
const waitingName = ({ stream, naturalKey }: Pick<RecordFact, 'stream' | 'naturalKey'>) =>
  `waiting ${stream} ${naturalKey}`;

function quarantined(
  fact: RecordFact,
  { field, reason }: { readonly field: string; readonly reason: string },
  file: string,
): RejectedRow {
  // PostgreSQL text cannot hold NUL; the rest of an event is kept as it came.
  const raw = JSON.stringify(fact).replaceAll('\\u0000', '').slice(0, 4000);
  return { stream: fact.stream, file: file.replaceAll('\0', ''), line: 1, field, reason, raw };
}

/** Answers the names of the events that were not known. */
async function addFacts(
  client: pg.PoolClient,
  connectionId: string,
  facts: readonly RecordFact[],
  now: Date,
): Promise<Set<string>> {
  const rows = facts.map((fact) => ({
    id: fact.eventId,
    stream: fact.stream,
    key: fact.naturalKey,
    fact,
  }));
  const added = await client.query<{ id: string }>(
    `insert into push_fact (connection_id, event_id, stream, natural_key, fact, received_at)
     select $1, id, stream, key, fact, $2
       from jsonb_to_recordset($3::jsonb) as told (id text, stream text, key text, fact jsonb)
     on conflict do nothing returning event_id as id`,
    [connectionId, now, JSON.stringify(rows)],
  );
  return new Set(added.rows.map(({ id }) => id));
}

interface ToldRecord {
  /** The number of the last event: grows with every one that is added. */
  readonly version: string;
  readonly told: readonly RecordFact[];
}

async function factsOfRecords(
  client: pg.PoolClient,
  connectionId: string,
  fresh: readonly RecordFact[],
): Promise<readonly ToldRecord[]> {
  if (fresh.length === 0) return [];
  const { rows } = await client.query<ToldRecord>(
    `select max(f.id)::text as version, json_agg(f.fact) as told
       from (select distinct stream, key from unnest($2::text[], $3::text[]) as asked (stream, key)) asked
       join push_fact f on f.stream = asked.stream and f.connection_id = $1 and f.natural_key = asked.key
      group by f.stream, f.natural_key order by max(f.id)`,
    [connectionId, fresh.map(({ stream }) => stream), fresh.map(({ naturalKey }) => naturalKey)],
  );
  return rows;
}

async function endWaiting(
  client: pg.PoolClient,
  connectionId: string,
  records: readonly Pick<RecordFact, 'stream' | 'naturalKey'>[],
): Promise<void> {
  if (records.length === 0) return;
  await client.query(
    `delete from quarantine q using unnest($2::text[], $3::text[]) as told (stream, file)
      where q.connection_id = $1 and q.stream = told.stream and q.file = told.file and q.state = 'open'`,
    [connectionId, records.map(({ stream }) => stream), records.map((record) => waitingName(record))],
  );
}

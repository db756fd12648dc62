import type {
  EvidenceReader,
  EvidenceRecord,
  EvidenceRequest,
  EvidenceSelection,
} from '@tandem/application/evidence-ports';
import type { RecordFormula } from '@tandem/domain/metric/definition';
import { fieldsOf } from '@tandem/domain/record/streams';
import type pg from 'pg';
import { workOutOpeningHours } from '../calendar/opening-hours.js';
import { compileDefinition } from './compile-definition.js';
import { recordsAsKnown, recordsAsTheyStand } from './records-as-known.js';

interface Row {
  record_id: string;
  connection_id: string;
  natural_key: string;
  origin: string;
  at: Date;
  at_text: string;
  known_at: Date;
  numerator: string | null;
  denominator: string | null;
  data: Record<string, string | number | boolean> & { dimensions?: Record<string, string> };
}

/** The records behind a value, in order of the time that placed them, with what each contributes. */
export async function metricRecords(
  pool: Pick<pg.Pool, 'query'>,
  request: EvidenceRequest,
): ReturnType<EvidenceReader['records']> {
  const after = parsePosition(request.after);
  const { formula } = request.definition;
  // What is reckoned from other metrics has their records, and none of its own.
  if (formula.kind === 'derived') return { records: [], total: 0, next: null };
  await workOutHours(pool, request, formula);
  const { evidence, parameters, stream } = evidenceOf(request, formula);
  const [at, recordId, limit] = [after?.at ?? null, after?.recordId ?? null, request.limit + 1].map(
    (value) => `$${parameters.push(value)}`,
  );
  const { rows } = await pool.query<Row & { total: string }>(
    `with evidence as (${evidence})
     select *, at::text as at_text, (select count(*) from evidence) as total from evidence
      where ${at}::timestamptz is null or (at, record_id) > (${at}::timestamptz, ${recordId}::bigint)
      order by at, record_id limit ${limit}`,
    parameters,
  );
  const page = rows.slice(0, request.limit);
  const last = rows.length > request.limit ? page.at(-1) : undefined;
  return {
    records: page.map((row) => toRecord(row, stream)),
    total: Number(rows[0]?.total ?? 0),
    next: last ? `${last.at_text}~${last.record_id}` : null,
  };
}

const mostServices = 500;

/** The services that the records behind a value are of, with how many are of each. */
export async function servicesOfRecords(
  pool: Pick<pg.Pool, 'query'>,
  request: EvidenceSelection,
): Promise<{ service: string; n: number }[]> {
  const { formula } = request.definition;
  if (formula.kind === 'derived' || !Object.hasOwn(fieldsOf(formula.stream), 'service')) return [];
  const { evidence, parameters } = evidenceOf(request, formula);
  const { rows } = await pool.query<{ service: string; n: number }>(
    `with evidence as (${evidence})
     select data ->> 'service' as service, count(*)::int as n from evidence
      group by 1 order by n desc, service limit ${mostServices}`,
    parameters,
  );
  return rows;
}

const rowsAtATime = 1_000;

/**
 * All of them, in the same order, from one snapshot and without holding more than a batch in memory. The connection is given back when the
 * last batch was taken or the consumer stops.
 */
export async function* streamMetricRecords(
  pool: Pick<pg.Pool, 'connect' | 'query'>,
  request: EvidenceSelection,
): AsyncGenerator<readonly EvidenceRecord[]> {
  const { formula } = request.definition;
  if (formula.kind === 'derived') return;
  await workOutHours(pool, request, formula);
  const { evidence, parameters, stream } = evidenceOf(request, formula);
  const client = await pool.connect();
  const connection = { usable: true };
  // Between two batches nothing waits for an answer: a connection that breaks then is told here, and by the next batch.
  const broken = () => {
    connection.usable = false;
  };
  client.on('error', broken);
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(
      `declare evidence no scroll cursor for
       with evidence as (${evidence}) select *, at::text as at_text from evidence order by at, record_id`,
      parameters,
    );
    let rows: Row[];
    do {
      ({ rows } = await client.query<Row>(`fetch ${rowsAtATime} from evidence`));
      if (rows.length > 0) yield rows.map((row) => toRecord(row, stream));
    } while (rows.length === rowsAtATime);
  } finally {
    // A consumer that stops early leaves the cursor in the middle; ending the transaction closes it.
    if (connection.usable) await client.query('rollback').catch(broken);
    if (connection.usable) client.off('error', broken);
    client.release(!connection.usable);
  }
}

/** What was known at an earlier time may lie in years that no record lies in now. */
async function workOutHours(
  pool: Pick<pg.Pool, 'query'>,
  { from, to, asKnownAt, linkWithinHours }: EvidenceSelection,
  formula: RecordFormula,
): Promise<void> {
  const compiled = compileDefinition(formula);
  if (compiled.clock === null) return;
  await workOutOpeningHours(pool, compiled.clock, {
    from: asKnownAt ? recordsAsKnown(compiled, '$3::timestamptz', linkWithinHours) : recordsAsTheyStand(compiled),
    where: `${compiled.matches} and ${compiled.evidence.within('$1::timestamptz', '$2::timestamptz')}`,
    parameters: [from, to, ...(asKnownAt ? [asKnownAt] : [])],
  });
}

/** The SQL of the records behind a value: one text for pages and for streams, so that they cannot differ. */
function evidenceOf(
  request: EvidenceSelection,
  formula: RecordFormula,
): { evidence: string; parameters: unknown[]; stream: string } {
  const compiled = compileDefinition(formula);
  const parameters: unknown[] = [request.from, request.to];
  const source = request.asKnownAt
    ? recordsAsKnown(compiled, `$${parameters.push(request.asKnownAt)}`, request.linkWithinHours, 'evidence')
    : recordsAsTheyStand(compiled, 'evidence');
  const sliced = request.slice
    ? `and (${compiled.slice})[${compiled.dimensions.indexOf(request.slice.dimension) + 1}] = $${parameters.push(request.slice.value)}`
    : '';
  // Only a deployment that was recorded twice makes more than one row of a record.
  const [once, inOrder] = compiled.needsDeployment
    ? ['distinct on (r.record_id)', `order by r.record_id, ${compiled.evidence.at}`]
    : ['', ''];
  const evidence = `
       select ${once} r.record_id, r.connection_id, r.natural_key, r.origin, r.known_at, r.data, ${compiled.evidence.at} as at,
              (${compiled.evidence.numerator})::text as numerator,
              (${compiled.denominator})::text as denominator
         from ${source}
        where ${compiled.matches} and not ${compiled.excluded} and ${compiled.evidence.within('$1::timestamptz', '$2::timestamptz')} ${sliced}
        ${inOrder}`;
  return { evidence, parameters, stream: compiled.stream };
}

/** Answers null for a first page; throws a `RangeError` for text that no page answered. */
export function parsePosition(after: string | undefined): { at: string; recordId: string } | null {
  if (after === undefined) return null;
  const match =
    /^(([1-9]\d{3}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.\d{1,6})?[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)~(\d{1,18})$/.exec(
      after,
    );
  const [, at, date, time, recordId] = match ?? [];
  if (at === undefined || recordId === undefined || !exists(`${date}T${time}`)) {
    throw new RangeError('Use the "next" of the page before.');
  }
  return { at, recordId };
}

// PostgreSQL refuses a date that the calendar does not have; JavaScript moves it into the next month.
function exists(written: string): boolean {
  const time = new Date(`${written}Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(written);
}

function toRecord(row: Row, stream: string): EvidenceRecord {
  const { dimensions, ...fields } = row.data;
  return {
    connection: row.connection_id,
    stream,
    naturalKey: row.natural_key,
    origin: row.origin,
    at: row.at.toISOString(),
    knownAt: row.known_at.toISOString(),
    numerator: row.numerator,
    denominator: row.denominator,
    fields,
    dimensions: dimensions ?? {},
  };
}

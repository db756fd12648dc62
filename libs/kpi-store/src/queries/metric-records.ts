import type { EvidenceReader, EvidenceRecord, EvidenceRequest } from '@tandem/application/ports';
import type pg from 'pg';
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
  total: string;
}

/** The records behind a value, in order of the time that placed them, with what each contributes. */
export async function metricRecords(
  pool: Pick<pg.Pool, 'query'>,
  request: EvidenceRequest,
): ReturnType<EvidenceReader['records']> {
  const compiled = compileDefinition(request.definition.formula);
  const after = parsePosition(request.after);
  const parameters: unknown[] = [
    request.from,
    request.to,
    after?.at ?? null,
    after?.recordId ?? null,
    request.limit + 1,
  ];
  const source = request.asKnownAt
    ? recordsAsKnown(compiled, `$${parameters.push(request.asKnownAt)}`)
    : recordsAsTheyStand(compiled);
  const sliced = request.slice
    ? `and (${compiled.slice})[${compiled.dimensions.indexOf(request.slice.dimension) + 1}] = $${parameters.push(request.slice.value)}`
    : '';
  const { rows } = await pool.query<Row>(
    `with evidence as (
       select distinct on (r.record_id) r.record_id, r.connection_id, r.natural_key, r.origin, r.known_at, r.data, ${compiled.evidence.at} as at,
              (${compiled.evidence.numerator})::text as numerator,
              (${compiled.denominator})::text as denominator
         from ${source}
        where ${compiled.matches} and not ${compiled.excluded} and ${compiled.evidence.within('$1::timestamptz', '$2::timestamptz')} ${sliced}
        order by r.record_id, ${compiled.evidence.at})
     select *, at::text as at_text, (select count(*) from evidence) as total from evidence
      where $3::timestamptz is null or (at, record_id) > ($3::timestamptz, $4::bigint)
      order by at, record_id limit $5`,
    parameters,
  );
  const page = rows.slice(0, request.limit);
  const last = rows.length > request.limit ? page.at(-1) : undefined;
  return {
    records: page.map((row) => toRecord(row, compiled.stream)),
    total: Number(rows[0]?.total ?? 0),
    next: last ? `${last.at_text}~${last.record_id}` : null,
  };
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

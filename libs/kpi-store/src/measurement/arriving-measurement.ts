import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { canonicalDecimal } from './canonical-decimal.js';
import type { Arrival } from './measurement.js';

/** What a record says, before its series and the shape of its key are known. */
export interface ArrivingMeasurement {
  readonly key: string;
  readonly series: ArrivingSeries;
  readonly atMs: number;
  readonly endMs: number | null;
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly version: string | null;
  readonly arrival: Arrival;
  readonly line: number;
}

/** A connection's metric with its dimensions; `id` is known once the series has been found or made. */
export interface ArrivingSeries {
  readonly text: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  id: number;
}

/** Reads the records of one page; equal series and arrivals become one object. */
export function readArriving(
  records: readonly CanonicalRecord[],
  page: { readonly runId: string; readonly now: Date },
): { readonly measurements: ArrivingMeasurement[]; readonly series: ReadonlyMap<string, ArrivingSeries> } {
  const series = new Map<string, ArrivingSeries>();
  const arrivals = new Map<string, Arrival>();
  const nowMs = page.now.getTime();
  const measurements = records.map((record) => {
    const { fields } = record;
    const { origin, line, numbered } = splitOrigin(record.origin);
    const arrivalText = record.knownAt === undefined ? origin : `${origin}\n${record.knownAt}`;
    let arrival = arrivals.get(arrivalText);
    if (!arrival || arrival.numbered !== numbered) {
      arrival = {
        number: null,
        runId: page.runId,
        recordedAtMs: nowMs,
        knownAtMs: record.knownAt === undefined ? nowMs : Date.parse(record.knownAt),
        replayed: record.knownAt !== undefined,
        origin,
        numbered,
      };
      arrivals.set(arrivalText, arrival);
    }
    return {
      key: record.naturalKey,
      series: seriesOf(record, series),
      atMs: Date.parse(String(fields['periodStart'])),
      endMs: fields['periodEnd'] === undefined ? null : Date.parse(String(fields['periodEnd'])),
      value: decimal(fields['value']),
      numerator: decimal(fields['numerator']),
      denominator: decimal(fields['denominator']),
      version: record.version ?? null,
      arrival,
      line,
    };
  });
  return { measurements, series };
}

function decimal(value: string | number | boolean | undefined): string | null {
  return value === undefined ? null : canonicalDecimal(String(value));
}

function seriesOf(record: CanonicalRecord, known: Map<string, ArrivingSeries>): ArrivingSeries {
  const metric = String(record.fields['metric']);
  const names = Object.keys(record.dimensions);
  if (names.length > 1) names.sort();
  let text = metric;
  for (const name of names) text += `\n${name}\r${record.dimensions[name] ?? ''}`;
  const found = known.get(text);
  // Line ends inside of names and values could make two series look like one.
  if (found && sameDimensions(found, record, metric)) return found;
  const exact = JSON.stringify([metric, ...names.map((name) => [name, record.dimensions[name]])]);
  const made = known.get(exact) ?? { text: exact, metric, dimensions: record.dimensions, id: 0 };
  known.set(exact, made);
  if (!found) known.set(text, made);
  return made;
}

function sameDimensions(series: ArrivingSeries, { dimensions }: CanonicalRecord, metric: string): boolean {
  const names = Object.keys(dimensions);
  return (
    series.metric === metric &&
    names.length === Object.keys(series.dimensions).length &&
    names.every((name) => series.dimensions[name] === dimensions[name])
  );
}

/** `file.csv:1042` is `file.csv:` and 1042; a number that would not be written back the same stays part of the text. */
function splitOrigin(text: string): { origin: string; line: number; numbered: boolean } {
  let start = text.length;
  while (start > 0 && text.length - start < 10) {
    const code = text.charCodeAt(start - 1);
    if (code < 48 || code > 57) break;
    start -= 1;
  }
  const digits = text.length - start;
  if (digits === 0 || digits > 9 || (digits > 1 && text.charCodeAt(start) === 48)) {
    return { origin: text, line: 0, numbered: false };
  }
  return { origin: text.slice(0, start), line: Number(text.slice(start)), numbered: true };
}

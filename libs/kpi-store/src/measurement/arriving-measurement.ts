import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { canonicalDecimal } from './canonical-decimal.js';
import type { Arrival, Measurement } from './measurement.js';

/** A connection's metric with its dimensions; `id` is known once the series has been found or made. */
export interface ArrivingSeries {
  readonly text: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  id: number;
}

/** A page of measurements, read: of each, in order, what it says and of which series it is. */
export interface ArrivingPage {
  readonly measurements: readonly Measurement[];
  readonly seriesOf: readonly ArrivingSeries[];
  readonly series: ReadonlySet<ArrivingSeries>;
}

/** Reads the records of one page; equal series and arrivals become one object. Ids of series and shapes of keys are not known yet. */
export function readArriving(
  records: readonly CanonicalRecord[],
  page: { readonly runId: string; readonly now: Date },
): ArrivingPage {
  const series = new Map<string, ArrivingSeries>();
  const seriesOf: ArrivingSeries[] = [];
  const arrivalOf = arrivalReader(page);
  let last: ArrivingSeries | undefined;
  const measurements = records.map((record): Measurement => {
    const { fields } = record;
    // Neighbours mostly are of one series.
    if (!last || !isOfSeries(record, last)) last = findOrMake(record, series);
    seriesOf.push(last);
    const end = fields['periodEnd'];
    const start = originNumber(record.origin);
    return {
      seriesId: 0,
      key: record.naturalKey,
      shapeId: null,
      atMs: instantMs(String(fields['periodStart'])),
      endMs: end === undefined ? null : instantMs(String(end)),
      value: decimal(fields['value']),
      numerator: decimal(fields['numerator']),
      denominator: decimal(fields['denominator']),
      version: record.version ?? null,
      arrival: arrivalOf(record, start),
      line: start === record.origin.length ? 0 : Number(record.origin.slice(start)),
    };
  });
  return { measurements, seriesOf, series: new Set(series.values()) };
}

function arrivalReader({ runId, now }: { readonly runId: string; readonly now: Date }) {
  const arrivals = new Map<string, Arrival>();
  const recordedAtMs = now.getTime();
  let last: { readonly arrival: Arrival; readonly knownAt: string | undefined } | undefined;
  return ({ origin, knownAt }: CanonicalRecord, start: number): Arrival => {
    // Neighbours mostly arrived alike, and comparing their texts takes a fraction of looking them up.
    if (last && last.knownAt === knownAt && isOfArrival(origin, start, last.arrival)) return last.arrival;
    last = { arrival: findOrMakeArrival(origin, knownAt, start), knownAt };
    return last.arrival;
  };

  function findOrMakeArrival(origin: string, knownAt: string | undefined, start: number): Arrival {
    const numbered = start < origin.length;
    const common = numbered ? origin.slice(0, start) : origin;
    const name = knownAt === undefined ? common : `${common}\n${knownAt}`;
    const found = arrivals.get(name);
    if (found?.numbered === numbered) return found;
    const arrival = {
      number: null,
      runId,
      recordedAtMs,
      knownAtMs: knownAt === undefined ? recordedAtMs : Date.parse(knownAt),
      replayed: knownAt !== undefined,
      origin: common,
      numbered,
    };
    arrivals.set(name, arrival);
    return arrival;
  }
}

function isOfArrival(origin: string, start: number, { origin: common, numbered }: Arrival): boolean {
  return common.length === start && start < origin.length === numbered && origin.startsWith(common);
}

let lastDate = '';
let lastDateMs = 0;
/** Canonical instants have one form, and neighbours one date: reading the time of day alone is several times faster. */
function instantMs(text: string): number {
  if (text.length !== 24) return Date.parse(text);
  const date = text.slice(0, 10);
  if (date !== lastDate) {
    lastDateMs = Date.parse(date);
    lastDate = date;
  }
  const digit = (index: number) => text.charCodeAt(index) - 48;
  const hours = digit(11) * 10 + digit(12);
  const minutes = digit(14) * 10 + digit(15);
  const seconds = digit(17) * 10 + digit(18);
  const milliseconds = digit(20) * 100 + digit(21) * 10 + digit(22);
  return lastDateMs + ((hours * 60 + minutes) * 60 + seconds) * 1_000 + milliseconds;
}

function decimal(value: string | number | boolean | undefined): string | null {
  return value === undefined ? null : canonicalDecimal(String(value));
}

function findOrMake(record: CanonicalRecord, known: Map<string, ArrivingSeries>): ArrivingSeries {
  const metric = String(record.fields['metric']);
  const { dimensions } = record;
  const text = JSON.stringify([
    metric,
    ...Object.keys(dimensions)
      .sort()
      .map((name) => [name, dimensions[name]]),
  ]);
  const found = known.get(text);
  if (found) return found;
  const made = { text, metric, dimensions, id: 0 };
  known.set(text, made);
  return made;
}

function isOfSeries({ fields, dimensions }: CanonicalRecord, series: ArrivingSeries): boolean {
  if (fields['metric'] !== series.metric) return false;
  let count = 0;
  for (const name in dimensions) {
    if (series.dimensions[name] !== dimensions[name]) return false;
    count += 1;
  }
  return count === Object.keys(series.dimensions).length;
}

/** Where the number at the end begins: `file.csv:1042`. A number that would not be written back the same stays part of the text. */
function originNumber(text: string): number {
  let start = text.length;
  while (start > 0 && text.length - start < 10) {
    const code = text.charCodeAt(start - 1);
    if (code < 48 || code > 57) break;
    start -= 1;
  }
  const digits = text.length - start;
  return digits > 9 || (digits > 1 && text.charCodeAt(start) === 48) ? text.length : start;
}

import { packDecimals, unpackDecimals, type DecimalColumn } from './decimal-column.js';
import { packIntegers, unpackIntegers, type IntegerColumn } from './integer-column.js';
import { dateOfUtcDay, type Arrival, type Measurement } from './measurement.js';

/** Measurements of one series, of a UTC day or of a whole month, in the order of their time: the columns that both tables of them share. */
export interface PackedRow {
  readonly seriesId: number;
  readonly day: string;
  readonly wholeMonth: boolean;
  readonly count: number;
  readonly firstAtMs: number;
  readonly stepMs: number;
  readonly positions: readonly number[] | null;
  /** From start to end of the period, where all are equally long; neither: no end is known. */
  readonly lengthMs: number | null;
  readonly lengthsMs: readonly (number | null)[] | null;
  readonly value: DecimalColumn;
  readonly numerator: DecimalColumn;
  readonly denominator: DecimalColumn;
  readonly arrivals: IntegerColumn;
  readonly lines: IntegerColumn;
  readonly shapeId: number | null;
  /** Keys that do not follow from the shape. */
  readonly keys: readonly (string | null)[] | null;
  readonly version: string | null;
  readonly versions: readonly (string | null)[] | null;
  /** No version in this row became known later. */
  readonly knownToMs: number;
}

/** Rows are kept in this order, so that the same measurements always make the same row. */
export function inOrder<M extends Measurement>(measurements: readonly M[]): readonly M[] {
  for (let index = 1; index < measurements.length; index += 1) {
    const [before, after] = [measurements[index - 1], measurements[index]];
    if (before && after && order(before, after) > 0) return [...measurements].sort(order);
  }
  return measurements;
}

function order(a: Measurement, b: Measurement): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/**
 * Packs measurements of one series, which must be in order and not none; arrivals must have their numbers.
 */
export function packRow(
  measurements: readonly Measurement[],
  place: { utcDay: number; wholeMonth: boolean },
): PackedRow {
  const [first] = measurements;
  if (!first) throw new Error('A row holds at least one measurement.');
  const count = measurements.length;
  const shapeId = measurements.find((measurement) => measurement.shapeId !== null)?.shapeId ?? null;
  const isKept = (measurement: Measurement) => measurement.shapeId === null || measurement.shapeId !== shapeId;
  let knownToMs = first.arrival.knownAtMs;
  for (const { arrival } of measurements) if (arrival.knownAtMs > knownToMs) knownToMs = arrival.knownAtMs;
  const versioned = measurements.every(({ version }) => version === first.version);
  return {
    seriesId: first.seriesId,
    day: dateOfUtcDay(place.utcDay),
    wholeMonth: place.wholeMonth,
    count,
    ...packTimes(measurements, first.atMs),
    ...packLengths(measurements),
    value: packDecimals(measurements.map(({ value }) => value)),
    numerator: packDecimals(measurements.map(({ numerator }) => numerator)),
    denominator: packDecimals(measurements.map(({ denominator }) => denominator)),
    arrivals: packIntegers(measurements.map(({ arrival }) => numberOf(arrival))),
    lines: packIntegers(measurements.map(({ line }) => line)),
    shapeId,
    keys: measurements.some(isKept) ? measurements.map((each) => (isKept(each) ? each.key : null)) : null,
    version: versioned ? first.version : null,
    versions: versioned ? null : measurements.map(({ version }) => version),
    knownToMs,
  };
}

/** The measurements of a row; `keyOfShape` writes the keys that are not kept, `arrivalOf` finds the arrivals. */
export function unpackRow(
  row: PackedRow,
  keyOfShape: (shapeId: number, atMs: number) => string,
  arrivalOf: (number: number) => Arrival,
): Measurement[] {
  const { count, seriesId } = row;
  const value = unpackDecimals(row.value, count);
  const numerator = unpackDecimals(row.numerator, count);
  const denominator = unpackDecimals(row.denominator, count);
  const arrivals = unpackIntegers(row.arrivals, count);
  const lines = unpackIntegers(row.lines, count);
  return Array.from({ length: count }, (_, index) => {
    const atMs = row.firstAtMs + row.stepMs * (row.positions ? (row.positions[index] ?? 0) : index);
    const kept = row.keys?.[index] ?? null;
    const lengthMs = row.lengthsMs ? (row.lengthsMs[index] ?? null) : row.lengthMs;
    return {
      seriesId,
      key: kept ?? keyOfShape(row.shapeId ?? 0, atMs),
      shapeId: kept === null ? row.shapeId : null,
      atMs,
      endMs: lengthMs === null ? null : atMs + lengthMs,
      value: value[index] ?? null,
      numerator: numerator[index] ?? null,
      denominator: denominator[index] ?? null,
      version: row.versions ? (row.versions[index] ?? null) : row.version,
      arrival: arrivalOf(arrivals[index] ?? 0),
      line: lines[index] ?? 0,
    };
  });
}

const widest = 2_147_483_648;

/**
 * Times as multiples of the largest step that they share; evenly spaced ones need no array. Positions count from the first, or, where they
 * would not fit (a month of times to the millisecond), from so much later that the first is the least number there is.
 */
function packTimes(measurements: readonly Measurement[], firstAtMs: number) {
  const elapsed = measurements.map(({ atMs }) => atMs - firstAtMs);
  let stepMs = 0;
  for (const ms of elapsed) stepMs = greatestCommonDivisor(ms, stepMs);
  if (elapsed.every((ms, index) => ms === stepMs * index)) return { firstAtMs, stepMs, positions: null };
  const step = Math.max(stepMs, 1);
  const shift = (elapsed.at(-1) ?? 0) / step < widest ? 0 : widest;
  return { firstAtMs: firstAtMs + shift * step, stepMs: step, positions: elapsed.map((ms) => ms / step - shift) };
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

function packLengths(measurements: readonly Measurement[]) {
  const lengths = measurements.map(({ atMs, endMs }) => (endMs === null ? null : endMs - atMs));
  const [first = null] = lengths;
  return lengths.every((length) => length === first)
    ? { lengthMs: first, lengthsMs: null }
    : { lengthMs: null, lengthsMs: lengths };
}

function numberOf({ number }: Arrival): number {
  if (number === null) throw new Error('An arrival is written before its records are.');
  return number;
}

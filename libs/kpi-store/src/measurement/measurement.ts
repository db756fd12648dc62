/** One arrival of records: what a page says in common about where they come from and since when they are known. */
export interface Arrival {
  /** Counts the arrivals of a connection; null until it is written. */
  number: number | null;
  readonly runId: string;
  readonly recordedAtMs: number;
  readonly knownAtMs: number;
  /** The source declared `knownAt` itself. */
  readonly replayed: boolean;
  /** Where a person finds the records again; of numbered origins (`file.csv:1042`) without the number. */
  readonly origin: string;
  readonly numbered: boolean;
}

/** A place in the store: the row that holds what a series measured on a UTC day. */
export interface Place {
  readonly seriesId: number;
  /** Days since 1970-01-01 in UTC. */
  readonly utcDay: number;
}

/** One version of one measurement; the natural key says which measurement. Decimals are canonical texts, null is a known absence. */
export interface Measurement {
  /** 0 until the series has been found or made. */
  seriesId: number;
  readonly key: string;
  /** The shape that the key follows from, so that it need not be kept; null for a key that is kept as it is. */
  shapeId: number | null;
  readonly atMs: number;
  readonly endMs: number | null;
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  /** null when the source has no order of its own. */
  readonly version: string | null;
  readonly arrival: Arrival;
  /** The number at the end of its origin; 0 where origins are not numbered. */
  readonly line: number;
}

/** A version that is no longer, or never was, the current one: known for a time, until a greater one was. */
export interface SupersededMeasurement extends Measurement {
  readonly knownUntilMs: number;
}

export const utcDayMs = 86_400_000;

export function utcDayOf(ms: number): number {
  return Math.floor(ms / utcDayMs);
}

export function dateOfUtcDay(utcDay: number): string {
  return new Date(utcDay * utcDayMs).toISOString().slice(0, 10);
}

/** A place as one number, to look it up by: days of ten thousand years fit beside the series. */
export function placeNumber(seriesId: number, utcDay: number): number {
  return seriesId * 4_194_304 + utcDay + 400_000;
}

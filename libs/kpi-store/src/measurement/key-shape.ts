/**
 * How natural keys of one series follow from the time that is measured: `till-3|2026-03-01T10:30` is `till-3|` and the time to the minute.
 * A key that does needs no place in the store.
 */
export interface KeyShape {
  readonly prefix: string;
  readonly format: KeyFormat;
  readonly suffix: string;
  /** What the key's clock was ahead of UTC. */
  readonly offsetMs: number;
}

/** What of `YYYY-MM-DDTHH:MM:SS.mmm` is written, with which sign between date and time; or a count since 1970. */
export type KeyFormat =
  | 'date'
  | 'T minutes'
  | 'T seconds'
  | 'T milliseconds'
  | '  minutes'
  | '  seconds'
  | '  milliseconds'
  | 'epoch seconds'
  | 'epoch milliseconds';

const lengths: Readonly<Record<string, { length: number; precisionMs: number }>> = {
  date: { length: 10, precisionMs: 86_400_000 },
  minutes: { length: 16, precisionMs: 60_000 },
  seconds: { length: 19, precisionMs: 1_000 },
  milliseconds: { length: 23, precisionMs: 1 },
};
const written = /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{3})?)?)?/g;
const counted = /(?<!\d)\d{10}(?:\d{3})?(?!\d)/g;
/** No clock is further from UTC. */
const widestOffsetMs = 15 * 3_600_000;

/** The shape of a key for the instant it belongs to; null when the key does not follow from the instant. */
export function keyShapeOf(key: string, atMs: number): KeyShape | null {
  for (const match of key.matchAll(written)) {
    const [text] = match;
    const shape = { ...around(key, match), format: writtenFormat(text), offsetMs: clockTime(text) - atMs };
    if (Math.abs(shape.offsetMs) <= widestOffsetMs && keyOf(shape, atMs) === key) return shape;
  }
  for (const match of key.matchAll(counted)) {
    const format = match[0].length === 10 ? 'epoch seconds' : 'epoch milliseconds';
    const shape = { ...around(key, match), format, offsetMs: 0 } as const;
    if (keyOf(shape, atMs) === key) return shape;
  }
  return null;
}

/** The key of the measurement at an instant; null where the shape has no key for it. */
export function keyOf(shape: KeyShape, atMs: number): string | null {
  const time = writtenTime(shape, atMs);
  return time === null ? null : shape.prefix + time + shape.suffix;
}

/** Whether the key is that of the measurement at an instant; the same as comparing it with `keyOf`, without writing it. */
export function isKeyOf(shape: KeyShape, atMs: number, key: string): boolean {
  const { prefix, suffix } = shape;
  const time = writtenTime(shape, atMs);
  return (
    time !== null &&
    key.length === prefix.length + time.length + suffix.length &&
    key.startsWith(prefix) &&
    key.startsWith(time, prefix.length) &&
    key.endsWith(suffix)
  );
}

/** The instant that a key of this shape belongs to; null for a key of another shape. */
export function instantOfKey(shape: KeyShape, key: string): number | null {
  const { prefix, suffix } = shape;
  if (!key.startsWith(prefix) || !key.endsWith(suffix)) return null;
  const text = key.slice(prefix.length, key.length - suffix.length);
  const atMs = shape.format.startsWith('epoch')
    ? Number(text) * (shape.format === 'epoch seconds' ? 1_000 : 1)
    : clockTime(text) - shape.offsetMs;
  return Number.isFinite(atMs) && keyOf(shape, atMs) === key ? atMs : null;
}

/** Shapes that write the same text share this name; they differ in their offset only. */
export function shapeText({ prefix, format, suffix }: KeyShape): string {
  return JSON.stringify([prefix, format, suffix]);
}

/** The texts of all shapes that a key could have, whatever it belongs to. */
export function shapeTextsIn(key: string): string[] {
  const texts = [...key.matchAll(written)].map((match) =>
    shapeText({ ...around(key, match), format: writtenFormat(match[0]), offsetMs: 0 }),
  );
  for (const match of key.matchAll(counted)) {
    const format = match[0].length === 10 ? 'epoch seconds' : 'epoch milliseconds';
    texts.push(shapeText({ ...around(key, match), format, offsetMs: 0 }));
  }
  return texts;
}

function around(key: string, match: RegExpMatchArray): { prefix: string; suffix: string } {
  const start = match.index ?? 0;
  return { prefix: key.slice(0, start), suffix: key.slice(start + match[0].length) };
}

/** Milliseconds as if the clock were in UTC; NaN for a date that does not exist. */
function clockTime(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}${text.length === 10 ? 'T00:00' : ''}Z`);
}

function writtenFormat(text: string): KeyFormat {
  if (text.length === 10) return 'date';
  const precision = text.length === 16 ? 'minutes' : text.length === 19 ? 'seconds' : 'milliseconds';
  return text[10] === 'T' ? `T ${precision}` : `  ${precision}`;
}

function writtenTime({ format, offsetMs }: KeyShape, atMs: number): string | null {
  if (format === 'epoch milliseconds') return String(atMs);
  if (format === 'epoch seconds') return atMs % 1_000 === 0 ? String(atMs / 1_000) : null;
  const { length, precisionMs } = lengths[format === 'date' ? format : format.slice(2)] ?? {
    length: 23,
    precisionMs: 1,
  };
  const clockMs = atMs + offsetMs;
  if (clockMs % precisionMs !== 0) return null;
  const iso = isoText(clockMs);
  if (iso.length !== 24) return null;
  const text = iso.slice(0, length);
  return format.startsWith(' ') ? text.replace('T', ' ') : text;
}

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
let lastDay = Number.NaN;
let lastDate = '';

// Neighbours in a page are mostly of one day, and writing a date takes longer than everything else about a key.
function isoText(ms: number): string {
  const day = Math.floor(ms / 86_400_000);
  if (day !== lastDay) {
    lastDate = new Date(ms).toISOString().slice(0, -13);
    lastDay = day;
  }
  const time = ms - day * 86_400_000;
  const minutes = Math.floor(time / 60_000);
  const seconds = Math.floor(time / 1_000) - minutes * 60;
  const milliseconds = String(time % 1_000).padStart(3, '0');
  const hour = Math.floor(minutes / 60);
  return `${lastDate}${twoDigits[hour] ?? ''}:${twoDigits[minutes - hour * 60] ?? ''}:${twoDigits[seconds] ?? ''}.${milliseconds}Z`;
}

import { DateTime } from 'luxon';
import { compileDateFormat, type WrittenTime } from './date-format.js';
import { quoted, type Reading } from './reading.js';

/** Reads a written time as an instant: ISO-8601 in UTC with milliseconds. */
export type InstantReader = (text: string) => Reading<string>;

export interface InstantReading {
  readonly dateFormat: string;
  readonly zone: string;
  /** Whole weeks by which the local date moves; the time of day stays, across clock changes too. */
  readonly shiftWeeks: number;
}

const dayMs = 86_400_000;
/** UTC to the second or millisecond, on a day that every month has: as it stands, such a text is the instant that it names. */
const plainInstant =
  /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;
/** Enough for every minute of a month; beyond it the memory starts afresh rather than grow. */
const rememberedTexts = 50_000;

/** @throws {InvalidDateFormat} */
export function instantReader(reading: InstantReading): InstantReader {
  const parse = compileDateFormat(reading.dateFormat);
  const remembered = new Map<string, Reading<string>>();
  const takesPlainInstants = reading.dateFormat === 'ISO' && reading.shiftWeeks === 0;
  return (text) => {
    if (takesPlainInstants && plainInstant.test(text)) {
      return { value: text.length === 20 ? `${text.slice(0, 19)}.000Z` : text };
    }
    const known = remembered.get(text);
    if (known) return known;
    const written = parse(text);
    const result = 'problem' in written ? written : place(text, written.value, reading);
    if (remembered.size >= rememberedTexts) remembered.clear();
    remembered.set(text, result);
    return result;
  };
}

function place(text: string, written: WrittenTime, { zone, shiftWeeks }: InstantReading): Reading<string> {
  const local = Date.UTC(
    written.year,
    written.month - 1,
    written.day,
    written.hour,
    written.minute,
    written.second,
    written.millisecond,
  );
  if (zone === 'UTC') return iso(text, local - (written.offsetMinutes ?? 0) * 60_000 + shiftWeeks * 7 * dayMs);
  if (written.offsetMinutes !== null) {
    const instant = DateTime.fromMillis(local - written.offsetMinutes * 60_000, { zone });
    return iso(text, instant.plus({ weeks: shiftWeeks }).toMillis());
  }
  const { year, month, day, hour, minute, second, millisecond } = written;
  const instant = DateTime.fromObject({ year, month, day, hour, minute, second, millisecond }, { zone });
  if (!written.hasTime) {
    return iso(text, instant.startOf('day').plus({ weeks: shiftWeeks }).startOf('day').toMillis());
  }
  if (instant.hour !== hour || instant.minute !== minute) {
    return { problem: `${quoted(text)} does not exist in ${zone}: the clocks were moved forward over it` };
  }
  return iso(text, earliest(instant).plus({ weeks: shiftWeeks }).toMillis());
}

// When the clocks go back an hour happens twice and the text does not say which one: the first, always.
function earliest(instant: DateTime): DateTime {
  return instant
    .getPossibleOffsets()
    .reduce((first, other) => (other.toMillis() < first.toMillis() ? other : first), instant);
}

function iso(text: string, ms: number): Reading<string> {
  const year = new Date(ms).getUTCFullYear();
  if (!(year >= 1000 && year <= 9999)) return { problem: `${quoted(text)} lies outside the years 1000 to 9999` };
  return { value: new Date(ms).toISOString() };
}

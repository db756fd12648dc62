import { quoted, type Reading } from './reading.js';

/** A date and time as written, before any zone; a missing part is its first (January, the 1st, midnight). */
export interface WrittenTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** Minutes east of UTC when the text says so itself; null leaves it to the mapping's zone. */
  readonly offsetMinutes: number | null;
  /** False for a bare date: it means the beginning of that day, whenever the clocks let it begin. */
  readonly hasTime: boolean;
}

export class InvalidDateFormat extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidDateFormat';
  }
}

export type DateParser = (text: string) => Reading<WrittenTime>;

/** Offered when a format is refused. */
export const dateFormatHelp =
  'Use "ISO", "unix", "unix-ms", or a pattern of YYYY, M, MM, MMM, MMMM, D, DD, H, HH, h, hh, mm, ss, SSS, A and Z such as "D/M/YYYY H:mm"';

const longMonths = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const shortMonths = longMonths.map((name) => name.slice(0, 3));

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond' | 'half' | 'offset';
type Step =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'digits'; readonly part: Part; readonly least: number; readonly most: number }
  | { readonly kind: 'name'; readonly part: Part; readonly names: readonly string[] }
  | { readonly kind: 'offset'; readonly part: Part };

const tokens: Readonly<Record<string, Step>> = {
  YYYY: { kind: 'digits', part: 'year', least: 4, most: 4 },
  MMMM: { kind: 'name', part: 'month', names: longMonths },
  MMM: { kind: 'name', part: 'month', names: shortMonths },
  MM: { kind: 'digits', part: 'month', least: 2, most: 2 },
  M: { kind: 'digits', part: 'month', least: 1, most: 2 },
  DD: { kind: 'digits', part: 'day', least: 2, most: 2 },
  D: { kind: 'digits', part: 'day', least: 1, most: 2 },
  HH: { kind: 'digits', part: 'hour', least: 2, most: 2 },
  H: { kind: 'digits', part: 'hour', least: 1, most: 2 },
  hh: { kind: 'digits', part: 'hour', least: 2, most: 2 },
  h: { kind: 'digits', part: 'hour', least: 1, most: 2 },
  mm: { kind: 'digits', part: 'minute', least: 2, most: 2 },
  ss: { kind: 'digits', part: 'second', least: 2, most: 2 },
  SSS: { kind: 'digits', part: 'millisecond', least: 3, most: 3 },
  A: { kind: 'name', part: 'half', names: ['am', 'pm'] },
  Z: { kind: 'offset', part: 'offset' },
};

/**
 * Turns a format into a plain parser, once; the parser refuses dates and times that do not exist.
 *
 * @throws {InvalidDateFormat} with a sentence when the format cannot name an instant
 */
export function compileDateFormat(format: string): DateParser {
  if (format === 'ISO') return parseIso;
  if (format === 'unix') return (text) => parseEpoch(text, 1000);
  if (format === 'unix-ms') return (text) => parseEpoch(text, 1);
  const steps = stepsOf(format);
  const halfDays = /h/.test(format);
  const hasTime = /[Hh]/.test(format);
  return (text) => {
    const parts = new Map<Part, number>();
    let at = 0;
    for (const step of steps) {
      at = take(step, text, at, parts);
      if (at < 0) return mismatch(text, format);
    }
    if (at !== text.length) return mismatch(text, format);
    const hour = parts.get('hour') ?? 0;
    if (halfDays && (hour < 1 || hour > 12))
      return { problem: `${quoted(text)} names an hour that a half day does not have: ${hour}` };
    return checked(text, {
      year: parts.get('year') ?? 0,
      month: parts.get('month') ?? 1,
      day: parts.get('day') ?? 1,
      hour: halfDays ? (hour % 12) + 12 * (parts.get('half') ?? 0) : hour,
      minute: parts.get('minute') ?? 0,
      second: parts.get('second') ?? 0,
      millisecond: parts.get('millisecond') ?? 0,
      offsetMinutes: parts.get('offset') ?? null,
      hasTime,
    });
  };
}

function stepsOf(format: string): readonly Step[] {
  const steps: Step[] = [];
  for (const [text] of format.matchAll(/([A-Za-z])\1*|[^A-Za-z]/g)) {
    const token = Object.hasOwn(tokens, text) ? tokens[text] : undefined;
    if (!token && /[A-SU-Za-z]|TT/.test(text)) {
      throw new InvalidDateFormat(
        `the date format ${quoted(format)} holds ${quoted(text)}, which means nothing here. ${dateFormatHelp}.`,
      );
    }
    steps.push(token ?? { kind: 'literal', text });
  }
  const parts = steps.flatMap((step) => (step.kind === 'literal' ? [] : [step.part]));
  const problem = formatProblem(format, steps, parts);
  if (problem) throw new InvalidDateFormat(`the date format ${quoted(format)} ${problem}. ${dateFormatHelp}.`);
  return steps;
}

function formatProblem(format: string, steps: readonly Step[], parts: readonly Part[]): string | null {
  const twice = parts.find((part, index) => parts.indexOf(part) !== index);
  if (twice) return `names the ${twice} twice`;
  const order: readonly Part[] = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'];
  const finest = Math.max(1, ...parts.map((part) => order.indexOf(part)));
  const missing = order.slice(0, finest + 1).find((part) => !parts.includes(part));
  if (missing) return `does not name the ${missing}`;
  if (/h/.test(format) !== parts.includes('half')) return 'must name h and A (AM or PM) together';
  const glued = steps.some((step, index) => {
    const next = steps[index + 1];
    return step.kind === 'digits' && step.least !== step.most && next?.kind === 'digits';
  });
  return glued ? 'puts parts of varying length side by side, so that it can be read in two ways' : null;
}

/** @returns where the next step begins, or -1 when the text does not fit */
function take(step: Step, text: string, at: number, parts: Map<Part, number>): number {
  switch (step.kind) {
    case 'literal':
      return text.startsWith(step.text, at) ? at + step.text.length : -1;
    case 'digits': {
      let end = at;
      let value = 0;
      while (end - at < step.most && isDigit(text.charCodeAt(end))) {
        value = value * 10 + text.charCodeAt(end) - 48;
        end += 1;
      }
      if (end - at < step.least) return -1;
      parts.set(step.part, value);
      return end;
    }
    case 'name': {
      const rest = text.slice(at, at + 9).toLowerCase();
      const index = step.names.findIndex((name) => rest.startsWith(name));
      if (index < 0) return -1;
      parts.set(step.part, step.part === 'month' ? index + 1 : index);
      return at + (step.names[index]?.length ?? 0);
    }
    case 'offset': {
      const offset = /^(Z|[+-]\d{2}:?\d{2})/.exec(text.slice(at, at + 6))?.[0];
      if (offset === undefined) return -1;
      parts.set(step.part, minutesOf(offset));
      return at + offset.length;
    }
  }
}

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

// Finer than a millisecond is cut off, not rounded, so that no instant moves into the next second.
function parseIso(text: string): Reading<WrittenTime> {
  const match = isoPattern.exec(text);
  if (!match) return mismatch(text, 'ISO (such as 2016-03-01T08:30:00Z)');
  return checked(text, {
    year: Number(match[1]),
    month: Number(match[2]),
    day: Number(match[3]),
    hour: Number(match[4] ?? 0),
    minute: Number(match[5] ?? 0),
    second: Number(match[6] ?? 0),
    millisecond: Number((match[7] ?? '0').padEnd(3, '0').slice(0, 3)),
    offsetMinutes: match[8] === undefined ? null : minutesOf(match[8]),
    hasTime: match[4] !== undefined,
  });
}

function parseEpoch(text: string, unitMs: number): Reading<WrittenTime> {
  if (!/^-?\d{1,15}(\.\d{1,9})?$/.test(text)) return mismatch(text, unitMs === 1 ? 'unix-ms' : 'unix');
  const time = new Date(Math.floor(Number(text) * unitMs));
  const year = time.getUTCFullYear();
  if (!(year >= 1000 && year <= 9999)) return { problem: `${quoted(text)} lies outside the years 1000 to 9999` };
  return {
    value: {
      year,
      month: time.getUTCMonth() + 1,
      day: time.getUTCDate(),
      hour: time.getUTCHours(),
      minute: time.getUTCMinutes(),
      second: time.getUTCSeconds(),
      millisecond: time.getUTCMilliseconds(),
      offsetMinutes: 0,
      hasTime: true,
    },
  };
}

function checked(text: string, time: WrittenTime): Reading<WrittenTime> {
  const { year, month, day, hour, minute, second, offsetMinutes } = time;
  const month0 = longMonths[month - 1];
  if (year < 1000) return { problem: `${quoted(text)} names the year ${year}, which is out of range` };
  if (month0 === undefined) return { problem: `${quoted(text)} names a month that does not exist: ${month}` };
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day < 1 || day > days) {
    const name = `${month0.charAt(0).toUpperCase()}${month0.slice(1)} ${year}`;
    return { problem: `${quoted(text)} names a day that does not exist: ${name} has ${days} days` };
  }
  if (hour > 23) return { problem: `${quoted(text)} names an hour that does not exist: ${hour}` };
  if (minute > 59) return { problem: `${quoted(text)} names a minute that does not exist: ${minute}` };
  if (second > 59) return { problem: `${quoted(text)} names a second that does not exist: ${second}` };
  if (offsetMinutes !== null && Math.abs(offsetMinutes) > 14 * 60) {
    return { problem: `${quoted(text)} names an offset from UTC that no place has` };
  }
  return { value: time };
}

function mismatch(text: string, format: string): { readonly problem: string } {
  return { problem: `${quoted(text)} does not match the date format ${format}` };
}

function minutesOf(offset: string): number {
  if (offset === 'Z') return 0;
  const digits = offset.replace(/[^0-9]/g, '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return offset.startsWith('-') ? -minutes : minutes;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

import { CALENDAR } from './calendar-words.js';

/** What was found in a text that somebody pasted, or in a file of a calendar. */
export interface FoundHolidays {
  /** Local dates, in order, each once. */
  readonly dates: readonly string[];
  /** Lines that hold no date that could be read. */
  readonly unread: readonly string[];
  /** Events that repeat by a rule: only the date that they name is taken. */
  readonly repeating: number;
}

const dayMs = 86_400_000;
const longestEventDays = 60;

/** The dates of an iCalendar file, or of a list with a date on each line: `2026-12-25`, `25.12.2026`, with or without words beside it. */
export function findHolidays(text: string): FoundHolidays {
  return /^BEGIN:VCALENDAR/m.test(text) ? inCalendarFile(text) : inList(text);
}

/** Dates of a text area, one a line, as a configuration file has them. What is no date stays, so that the answer can name it. */
export function holidayLines(text: string): readonly string[] {
  return text
    .split(/[\s,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function inList(text: string): FoundHolidays {
  const dates: string[] = [];
  const unread: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const found = datesIn(line);
    dates.push(...found);
    if (found.length === 0 && line.trim() !== '') unread.push(line.trim());
  }
  return { dates: sorted(dates), unread, repeating: 0 };
}

function datesIn(line: string): string[] {
  const written = [...line.matchAll(/(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\.(\d{1,2})\.(\d{4})/g)];
  return written.flatMap(([, year, month, day, dottedDay, dottedMonth, dottedYear]) => {
    const date = isoDate(Number(year ?? dottedYear), Number(month ?? dottedMonth), Number(day ?? dottedDay));
    return date === null ? [] : [date];
  });
}

/** Whole-day events from their start to before their end, by RFC 5545; long lines are folded there. */
function inCalendarFile(text: string): FoundHolidays {
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const dates: string[] = [];
  const unread: string[] = [];
  let repeating = 0;
  let event: Record<string, string> | null = null;
  for (const line of lines) {
    if (line === 'BEGIN:VEVENT') event = {};
    else if (line === 'END:VEVENT' && event !== null) {
      const days = daysOf(event);
      if (days.length === 0) unread.push(event['SUMMARY'] ?? CALENDAR.undated);
      if (event['RRULE'] !== undefined) repeating += 1;
      dates.push(...days);
      event = null;
    } else if (event !== null) {
      const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? [];
      if (name !== '') event[name] = value;
    }
  }
  return { dates: sorted(dates), unread, repeating };
}

function daysOf(event: Readonly<Record<string, string>>): string[] {
  const start = dateOf(event['DTSTART']);
  if (start === null) return [];
  const end = dateOf(event['DTEND']);
  const count = end === null ? 1 : Math.round((Date.parse(end) - Date.parse(start)) / dayMs);
  const days = Math.min(Math.max(count, 1), longestEventDays);
  return Array.from({ length: days }, (_, index) =>
    new Date(Date.parse(start) + index * dayMs).toISOString().slice(0, 10),
  );
}

function dateOf(written: string | undefined): string | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(written ?? '') ?? [];
  return isoDate(Number(year), Number(month), Number(day));
}

/** null for a date that no calendar has. */
function isoDate(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  const isThere = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return isThere ? at.toISOString().slice(0, 10) : null;
}

function sorted(dates: readonly string[]): string[] {
  return [...new Set(dates)].sort();
}

import type { OpeningDraft } from './calendar-draft.js';
import { CALENDAR } from './calendar-words.js';

export interface OpenDay {
  /** Local date. */
  readonly date: string;
  readonly isHoliday: boolean;
  /** Minutes since midnight, half-open, in order; what touches or overlaps is one. */
  readonly open: readonly { readonly from: number; readonly to: number }[];
  readonly minutes: number;
}

const dayMs = 86_400_000;
const ISO_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** The Monday of the week that a local date lies in. */
export function mondayOf(date: string): string {
  const at = Date.parse(date);
  const isoDay = (new Date(at).getUTCDay() + 6) % 7;
  return new Date(at - isoDay * dayMs).toISOString().slice(0, 10);
}

export function daysLater(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** When it is open in one week, day by day; hours that cannot be read yet count as closed. */
export function openWeek(
  hours: readonly OpeningDraft[],
  holidays: readonly string[],
  monday: string,
): readonly OpenDay[] {
  return ISO_DAYS.map((name, index) => {
    const date = daysLater(monday, index);
    const isHoliday = holidays.includes(date);
    const open = isHoliday ? [] : joined(hours.filter(({ days }) => days.includes(name)));
    return { date, isHoliday, open, minutes: open.reduce((sum, { from, to }) => sum + to - from, 0) };
  });
}

function joined(hours: readonly OpeningDraft[]): { from: number; to: number }[] {
  const spans = hours
    .map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
  return spans.reduce<{ from: number; to: number }[]>((all, next) => {
    const last = all.at(-1);
    if (last === undefined || last.to < next.from) return [...all, next];
    return [...all.slice(0, -1), { from: last.from, to: Math.max(last.to, next.to) }];
  }, []);
}

/** NaN for what is no time of day, which compares as closed. */
function minutesOf(written: string): number {
  const match = /^(\d{2}):([0-5]\d)$/.exec(written);
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
  return minutes <= 24 * 60 ? minutes : Number.NaN;
}

/** `09:30` of minutes since midnight. */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** `7 h 30 min`. */
export function spanText(minutes: number): string {
  return CALENDAR.span(Math.floor(minutes / 60), minutes % 60);
}

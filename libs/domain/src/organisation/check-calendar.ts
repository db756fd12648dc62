import { CalendarError, parseLocalDay, zoneNamed } from '../metric/local-day.js';
import { minutesOf, type BusinessCalendar, type OpeningHours } from './business-calendar.js';

/** Why nobody could tell by a calendar when it is open; the sentence is written where it is read. */
export type CalendarReason =
  | { readonly code: 'timeZoneUnknown'; readonly timeZone: string }
  | { readonly code: 'hoursUnreadable'; readonly written: string }
  | { readonly code: 'hoursCrossed'; readonly from: string; readonly to: string }
  | { readonly code: 'hoursOverlap'; readonly with: string }
  | { readonly code: 'dateUnknown'; readonly date: string }
  | { readonly code: 'idTwice'; readonly id: string };

export interface CalendarIssue {
  readonly path: readonly (string | number)[];
  readonly reason: CalendarReason;
}

/** Everything that is wrong with a calendar, each where it stands; empty when nothing is. */
export function checkCalendar({ timeZone, hours, holidays }: BusinessCalendar): readonly CalendarIssue[] {
  return [
    ...(throws(() => zoneNamed(timeZone))
      ? [{ path: ['timeZone'], reason: { code: 'timeZoneUnknown' as const, timeZone } }]
      : []),
    ...hours.flatMap((entry, index) => hoursIssues(entry, hours.slice(0, index), ['hours', index])),
    ...holidays.flatMap((date, index): CalendarIssue[] => {
      const path = ['holidays', index];
      if (throws(() => parseLocalDay(date))) return [{ path, reason: { code: 'dateUnknown', date } }];
      return holidays.indexOf(date) < index ? [{ path, reason: { code: 'idTwice', id: date } }] : [];
    }),
  ];
}

function hoursIssues(
  entry: OpeningHours,
  before: readonly OpeningHours[],
  path: readonly (string | number)[],
): CalendarIssue[] {
  const bounds = (['from', 'to'] as const).filter((bound) => minutesOf(entry[bound]) === null);
  if (bounds.length) {
    return bounds.map((bound) => ({
      path: [...path, bound],
      reason: { code: 'hoursUnreadable', written: entry[bound] },
    }));
  }
  const { from, to, days } = entry;
  if (from >= to) return [{ path: [...path, 'to'], reason: { code: 'hoursCrossed', from, to } }];
  const other = before.find(
    (earlier) => earlier.days.some((day) => days.includes(day)) && from < earlier.to && earlier.from < to,
  );
  return other ? [{ path, reason: { code: 'hoursOverlap', with: `${other.from}–${other.to}` } }] : [];
}

function throws(attempt: () => unknown): boolean {
  try {
    attempt();
    return false;
  } catch (error) {
    if (error instanceof CalendarError) return true;
    throw error;
  }
}

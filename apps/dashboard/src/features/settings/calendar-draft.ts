import type { Thing } from './flat-thing.js';
import { holidayLines } from './holidays.js';

/** Opening hours as the form holds them; days by their English names, as a configuration file has them. */
export interface OpeningDraft {
  readonly days: readonly string[];
  readonly from: string;
  readonly to: string;
}

export interface CalendarDraft {
  readonly id: string;
  readonly timeZone: string;
  readonly hours: readonly OpeningDraft[];
  /** One date a line. */
  readonly holidays: string;
}

const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

export function newCalendar(timeZone: string): CalendarDraft {
  return { id: '', timeZone, hours: [{ days: workdays, from: '09:00', to: '17:00' }], holidays: '' };
}

export function calendarDraft(thing: Thing): CalendarDraft {
  const {
    id,
    timeZone,
    hours = [],
    holidays = [],
  } = thing as {
    readonly id: string;
    readonly timeZone: string;
    readonly hours?: readonly OpeningDraft[];
    readonly holidays?: readonly string[];
  };
  return { id, timeZone, hours, holidays: holidays.join('\n') };
}

export function writtenCalendar({ id, timeZone, hours, holidays }: CalendarDraft): Thing {
  const dates = holidayLines(holidays);
  return { id, timeZone, hours, ...(dates.length ? { holidays: dates } : {}) };
}

import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import type { Ask, VendorRow } from '@tandem/connector-kit/http/declaration';
import type { OpeningTimes } from '@tandem/domain/organisation/business-calendar';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { ZendeskSettings } from './zendesk.connector.js';

/** The hours that targets in business hours are counted by, as they are kept with a ticket. */
export const schedule = z.object({
  time_zone: z.string(),
  intervals: z.array(z.object({ start_time: z.number().int(), end_time: z.number().int() })),
  holidays: z.array(z.object({ start_date: z.string(), end_date: z.string() })),
});
type Schedule = z.output<typeof schedule>;

const schedules = z.object({
  schedules: z.array(z.object({ id: z.number(), name: z.string(), time_zone: z.string(), intervals: z.json() })),
});
const holidayList = z.object({ holidays: z.array(z.object({ start_date: z.string(), end_date: z.string() })) });
/** Asked for once in a reading. */
const knownSchedules = new WeakMap<Ask, Promise<VendorRow | null>>();

export function scheduleOf(ask: Ask, settings: ZendeskSettings): Promise<VendorRow | null> {
  const known = knownSchedules.get(ask) ?? askForSchedule(ask, settings);
  knownSchedules.set(ask, known);
  return known;
}

/** null where there is none, several of which none was chosen, or no right to see them: due times stay unknown then. */
async function askForSchedule(ask: Ask, { schedule: name }: ZendeskSettings): Promise<VendorRow | null> {
  try {
    const all = await listedSchedules(ask);
    const chosen = name === '' ? (all.length === 1 ? all[0] : undefined) : all.find((one) => one.name === name);
    if (!chosen) return null;
    const { body } = await ask({ path: `/api/v2/business_hours/schedules/${chosen.id}/holidays` });
    const { time_zone, intervals } = chosen;
    return { time_zone, intervals, holidays: holidayList.parse(body).holidays };
  } catch (error) {
    if (error instanceof ConnectorFailure && ['notFound', 'accessDenied'].includes(error.code)) return null;
    throw error;
  }
}

export async function listedSchedules(ask: Ask): Promise<z.output<typeof schedules>['schedules']> {
  return schedules.parse((await ask({ path: '/api/v2/business_hours/schedules' })).body).schedules;
}

const minutesOfDay = 1440;

/**
 * A schedule as a business calendar; null where its zone is not understood. Minutes count since Sunday, an interval over midnight is one for each day,
 * and holidays go from their first to their last day.
 */
export function openingTimesOf(
  { time_zone: zone, intervals, holidays }: Schedule,
  settings: ZendeskSettings,
): OpeningTimes | null {
  const timeZone = zoneOf(zone, settings);
  if (timeZone === null) return null;
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const hours = intervals.flatMap(({ start_time: start, end_time: end }) =>
    [0, 1, 2, 3, 4, 5, 6].flatMap((day) => {
      const from = Math.max(start, day * minutesOfDay) - day * minutesOfDay;
      const to = Math.min(end, (day + 1) * minutesOfDay) - day * minutesOfDay;
      return from < to ? [{ days: [day === 0 ? 7 : day], from: clock(from), to: clock(to) }] : [];
    }),
  );
  return {
    timeZone,
    hours,
    holidays: holidays.flatMap(({ start_date: first, end_date: last }) => daysFrom(first, last)),
  };
}

function daysFrom(first: string, last: string): readonly string[] {
  const days: string[] = [];
  const dayMs = minutesOfDay * 60_000;
  for (let at = Date.parse(first); at <= Date.parse(last) && days.length < 366; at += dayMs)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

const american: Readonly<Record<string, string>> = {
  Eastern: 'America/New_York',
  Central: 'America/Chicago',
  Mountain: 'America/Denver',
  Pacific: 'America/Los_Angeles',
};

/** Zendesk names zones by their cities, or as `Pacific Time (US & Canada)`; null for one that is not understood. */
function zoneOf(name: string, { scheduleZone }: ZendeskSettings): string | null {
  if (scheduleZone !== '') return scheduleZone;
  const time = /^(\w+) Time \(US & Canada\)$/.exec(name)?.[1];
  if (time !== undefined) return american[time] ?? null;
  const city = name.replaceAll(' ', '_');
  const areas = ['', 'Europe/', 'America/', 'Asia/', 'Australia/', 'Africa/', 'Pacific/', 'Atlantic/'];
  return areas.map((area) => `${area}${city}`).find((zone) => IANAZone.isValidZone(zone)) ?? null;
}

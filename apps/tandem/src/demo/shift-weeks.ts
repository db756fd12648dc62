const dayMs = 86_400_000;

/**
 * Whole weeks by which a recorded past has to move so that the ISO week (Monday to Sunday) of its last fact becomes the last complete
 * week before now. Negative when the last fact lies in the current week or later.
 *
 * @param lastFactDate local date of the last fact, `YYYY-MM-DD`
 * @param timeZone IANA zone in which days begin
 * @throws {RangeError} when the date or the zone does not exist
 */
export function shiftWeeks(lastFactDate: string, now: Date, timeZone: string): number {
  const weekOfLastFact = mondayOf(dayNumber(lastFactDate));
  const currentWeek = mondayOf(dayNumber(localDate(now, timeZone)));
  return (currentWeek - weekOfLastFact) / 7 - 1;
}

/** Days since 1 January 1970, a Thursday. */
function dayNumber(date: string): number {
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`"${date}" is not a date that exists; write it as YYYY-MM-DD.`);
  }
  return ms / dayMs;
}

function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7);
}

function localDate(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant);
  const part = (type: string): string => parts.find((found) => found.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

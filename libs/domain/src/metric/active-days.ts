import type { DayOfObservations, FoldContext } from './fold-observations.js';
import { localDateOf, periodsBetween, type Period } from './periods.js';

/**
 * On how many local days there was at least one record, for each week that ends in the period; so a week that spans two months belongs to one
 * of them alone. Only whole weeks that were collected: a week without any record counts as 0, a week that was not collected not at all.
 *
 * @param days all days of one slice, in order
 */
export function activeDays(
  days: readonly DayOfObservations[],
  period: Period,
  { timeZone, weekStartsOn = 1, covered, asOf }: FoldContext,
): number[] {
  if (covered === null) return [];
  const weeks = periodsBetween(period.start, period.end, 'week', { timeZone, weekStartsOn });
  return weeks
    .filter(({ start, end }) => end <= period.end && start >= covered.from && end <= covered.to && end <= asOf)
    .map(({ start, end }) => {
      const [from, to] = [localDateOf(start, timeZone), localDateOf(end, timeZone)];
      return days.filter(({ day, n }) => day >= from && day < to && n > 0).length;
    });
}

import { monthByMonth } from './business-case.js';
import { exactly } from './discount.js';
import type { Initiative } from './initiative.js';

/** Team-weeks are planned to a hundredth, so that sums of them are exact. */
export const hundredths = 100;

export interface QuarterDemand {
  readonly team: string;
  readonly quarter: string;
  /** Hundredths of a team-week. */
  readonly hundredths: number;
}

/** `YYYY-MM` so many months on. */
export function monthAfter(start: string, months: number): string {
  const [year = 0, month = 1] = start.split('-').map(Number);
  const index = year * 12 + (month - 1) + months;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The calendar quarter of `YYYY-MM`, as `YYYY-Qn`. */
export function quarterOf(month: string): string {
  return `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5, 7)) / 3)}`;
}

/** The last month of work, `YYYY-MM`; null where the start or the duration is not known. */
export function lastMonthOfWork({ start, scope }: Pick<Initiative, 'start' | 'scope'>): string | null {
  return start === undefined || scope === undefined ? null : monthAfter(start, scope.durationMonths - 1);
}

/**
 * What an initiative takes of its teams in each quarter: the weeks of a team spread evenly over the months of work, rounded so that the
 * quarters add up to all of it. Null where start or scope is not known.
 */
export function quarterDemand({ start, scope }: Pick<Initiative, 'start' | 'scope'>): readonly QuarterDemand[] | null {
  if (start === undefined || scope === undefined) return null;
  const { durationMonths } = scope;
  return scope.teams.flatMap(({ team, weeks }) => {
    const total = Math.round(weeks * hundredths);
    const byQuarter = new Map<string, number>();
    for (let month = 0; month < durationMonths; month += 1) {
      const share = Math.round((total * (month + 1)) / durationMonths) - Math.round((total * month) / durationMonths);
      const quarter = quarterOf(monthAfter(start, month));
      byQuarter.set(quarter, (byQuarter.get(quarter) ?? 0) + share);
    }
    return [...byQuarter]
      .filter(([, share]) => share > 0)
      .map(([quarter, share]) => ({ team, quarter, hundredths: share }));
  });
}

/** What an initiative costs in some quarters, not discounted, as a decimal string; null where its start or its case is not known. */
export function costInQuarters(
  { start, months }: Pick<Initiative, 'start' | 'months'>,
  quarters: readonly string[],
): string | null {
  if (start === undefined || months === undefined || months.length === 0) return null;
  return monthByMonth(months)
    .filter(({ month }) => quarters.includes(quarterOf(monthAfter(start, month - 1))))
    .reduce((sum, { oneOff, running }) => sum.plus(exactly(oneOff)).plus(exactly(running)), exactly(0))
    .toFixed();
}

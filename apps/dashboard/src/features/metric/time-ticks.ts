import { DAY_MS } from '../../text/time-text.js';

/** Steps of a time axis that people count in. */
const DAY_STEPS = [1, 2, 7, 14];
const MONTH_STEPS = [1, 3, 6, 12, 24, 60, 120];
const MONTH_MS = 30.44 * DAY_MS;
/** The epoch was a Thursday; weeks begin on the Monday before it. */
const MONDAY_MS = -3 * DAY_MS;

function everyDays(days: number, fromMs: number, toMs: number): number[] {
  const step = days * DAY_MS;
  const origin = days % 7 === 0 ? MONDAY_MS : 0;
  const first = origin + Math.ceil((fromMs - origin) / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((toMs - first) / step) + 1) }, (_, index) => first + index * step);
}

function everyMonths(months: number, fromMs: number, toMs: number): number[] {
  const from = new Date(fromMs);
  const count = from.getUTCFullYear() * 12 + from.getUTCMonth();
  const ticks: number[] = [];
  for (let month = Math.floor(count / months) * months; ; month += months) {
    const tick = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (tick > toMs) return ticks;
    if (tick >= fromMs) ticks.push(tick);
  }
}

/** About so many days, Mondays or firsts of a month between two instants, in UTC. */
export function timeTicks(fromMs: number, toMs: number, count: number): readonly number[] {
  const wanted = (toMs - fromMs) / count;
  const steps = [
    ...DAY_STEPS.map((days) => ({ length: days * DAY_MS, ticks: () => everyDays(days, fromMs, toMs) })),
    ...MONTH_STEPS.map((months) => ({ length: months * MONTH_MS, ticks: () => everyMonths(months, fromMs, toMs) })),
  ];
  const away = ({ length }: { readonly length: number }): number => Math.abs(Math.log(length / wanted));
  return steps.reduce((best, step) => (away(step) < away(best) ? step : best)).ticks();
}

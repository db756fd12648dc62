import { endOfDate } from '../metric/periods.js';
import type { Milestone, ReachKeyResult } from './goal.js';
import type { GoalSpan } from './goal-span.js';

/** What draws the agreed path of a key result. */
export type AgreedPath = Pick<ReachKeyResult, 'baseline' | 'target' | 'path' | 'milestones' | 'parts'>;

interface Corner {
  readonly t: number;
  readonly value: number;
}

/**
 * Where the agreed path says the value should be at an instant, in the metric's unit and unrounded.
 * - `linear` (also when nothing is said): the straight line from the baseline at the start to the target at the due instant.
 * - `lines`: straight from corner to corner: start, the milestones, due.
 * - `steps`: the value of the latest milestone that has come, the baseline before the first.
 * - `curve`: the time is cut into as many equal parts as there are `parts`, and each brings its share of the way; the share reached by then
 *   is the sum of those before, and within a part the way is straight.
 *
 * A milestone given as a date counts from the end of that local day, as the due date does; one given as an instant from that instant.
 * Milestones outside the goal's time do not bend the path. `null` before the start: nothing is expected yet. From the due instant
 * on it is the target. Throws a `CalendarError` for a milestone that is no date.
 */
export function expectedValue(path: AgreedPath, span: GoalSpan, at: Date, timeZone: string): number | null {
  const t = at.getTime();
  if (t < span.startAt.getTime()) return null;
  if (t >= span.dueAt.getTime()) return Number(path.target);
  const corners = cornersOf(path, span, timeZone);
  const next = corners.findIndex((corner) => corner.t > t);
  const [from, to] = [corners[next - 1], corners[next]];
  if (from === undefined || to === undefined) return Number(path.target);
  if (path.path === 'steps') return from.value;
  return from.value + ((to.value - from.value) * (t - from.t)) / (to.t - from.t);
}

function cornersOf(path: AgreedPath, span: GoalSpan, timeZone: string): Corner[] {
  const [startMs, dueMs] = [span.startAt.getTime(), span.dueAt.getTime()];
  if (path.path === 'curve') return curveCorners(path, startMs, dueMs);
  const bending = path.path === 'steps' || path.path === 'lines' ? (path.milestones ?? []) : [];
  const milestones = bending
    .map((milestone) => ({ t: instantOf(milestone, timeZone), value: Number(milestone.value) }))
    .filter(({ t }) => t > startMs && t < dueMs)
    .sort((a, b) => a.t - b.t);
  return [{ t: startMs, value: Number(path.baseline) }, ...milestones, { t: dueMs, value: Number(path.target) }];
}

function curveCorners({ baseline, target, parts = [] }: AgreedPath, startMs: number, dueMs: number): Corner[] {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  const [from, to] = [Number(baseline), Number(target)];
  let reached = 0;
  const inner = parts.slice(0, -1).map((part, index) => {
    reached += part;
    return {
      t: startMs + ((dueMs - startMs) * (index + 1)) / parts.length,
      value: from + ((to - from) * reached) / whole,
    };
  });
  return [{ t: startMs, value: from }, ...inner, { t: dueMs, value: to }];
}

function instantOf(milestone: Milestone, timeZone: string): number {
  const instant = /T/.test(milestone.at) ? Date.parse(milestone.at) : Number.NaN;
  return Number.isNaN(instant) ? endOfDate(milestone.at, timeZone).getTime() : instant;
}

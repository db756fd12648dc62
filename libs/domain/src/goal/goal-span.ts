import { endOfDate, startOfDate } from '../metric/periods.js';
import type { Goal } from './goal.js';

/** The time of a goal, half-open: it starts at the start of its first local day and is due at the end of its last one. */
export interface GoalSpan {
  readonly startAt: Date;
  readonly dueAt: Date;
}

/** Throws a `CalendarError` for a date or zone that does not exist. */
export function goalSpan(goal: Pick<Goal, 'start' | 'due'>, timeZone: string): GoalSpan {
  return { startAt: startOfDate(goal.start, timeZone), dueAt: endOfDate(goal.due, timeZone) };
}

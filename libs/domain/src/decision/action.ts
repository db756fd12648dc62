import type { Direction, Side } from '../metric/definition.js';
import { addDays, endOfDate, startOfDate } from '../metric/periods.js';
import { fewestBaselinePoints, specialCauses } from '../metric/special-cause.js';

/** Something that somebody of a side does by a day; it is carried from review to review until it is closed. */
export interface Action {
  readonly title: string;
  readonly text: string;
  /** Id of the person or team that does it. */
  readonly owner: string;
  readonly side: Side;
  /** Local date of the organisation, the day included. */
  readonly due: string;
  /** Key of the metric that it is to move; null for none. */
  readonly metric: string | null;
  /** Id of the decision that it follows from. */
  readonly decision: string | null;
  readonly state: 'open' | 'done' | 'dropped';
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  /** What came of it, in words; null while it is open. */
  readonly result: string | null;
}

export type ActionStatus = 'open' | 'late' | 'done' | 'doneLate' | 'dropped';

/** How an action stands at an instant: it is late when its last day, in the zone of the organisation, is over. */
export function actionStatus(
  { state, due, closedAt }: Pick<Action, 'state' | 'due' | 'closedAt'>,
  now: Date,
  timeZone: string,
): ActionStatus {
  const end = endOfDate(due, timeZone);
  switch (state) {
    case 'open':
      return now >= end ? 'late' : 'open';
    case 'done':
      return closedAt !== null && closedAt >= end ? 'doneLate' : 'done';
    case 'dropped':
      return 'dropped';
  }
}

/** What a review shows: what is open at its end, carried from earlier ones, and what was closed since the last one. `from` null for the first review. */
export function actionsOfReview<Known extends Pick<Action, 'openedAt' | 'closedAt'>>(
  actions: readonly Known[],
  { from, to }: { readonly from: Date | null; readonly to: Date },
): readonly Known[] {
  return actions.filter(
    ({ openedAt, closedAt }) =>
      openedAt < to && (closedAt === null || closedAt >= to || from === null || closedAt >= from),
  );
}

export type ReminderKind = 'dueSoon' | 'due' | 'overdue';
export interface Reminder {
  readonly kind: ReminderKind;
  /** The moment that it belongs to; with the action it names the reminder, so that it is sent once. */
  readonly at: Date;
}

const daysBefore = 2;
const hourOfDay = 8;
const repeatDays = 7;
const hourMs = 3_600_000;

/**
 * The latest reminder of an open action whose moment has come: two days before its day, on its day, the day after, and every seven days from then on,
 * each at eight of the clock of the organisation. Earlier ones that nobody sent are not made up for. null before the first.
 */
export function reminderDue(
  { state, due, openedAt }: Pick<Action, 'state' | 'due' | 'openedAt'>,
  now: Date,
  timeZone: string,
): Reminder | null {
  if (state !== 'open') return null;
  const day = startOfDate(due, timeZone);
  const morning = (days: number) => new Date(addDays(day, days, timeZone).getTime() + hourOfDay * hourMs);
  const reached = (at: Date) => at <= now && at > openedAt;
  const weeks = Math.max(0, Math.floor((now.getTime() - morning(1).getTime()) / (repeatDays * 24 * hourMs)) + 1);
  for (let week = weeks; week >= 0; week -= 1) {
    const at = morning(1 + week * repeatDays);
    if (reached(at)) return { kind: 'overdue', at };
  }
  if (reached(morning(0))) return { kind: 'due', at: morning(0) };
  return reached(morning(-daysBefore)) ? { kind: 'dueSoon', at: morning(-daysBefore) } : null;
}

export type Movement =
  /** No settled value ends after the action was opened yet. */
  | { readonly state: 'notYet' }
  | {
      readonly state: 'moved';
      /** In the unit of the metric: the last settled value before, and the latest one. */
      readonly before: number;
      readonly after: number;
      /** `tooFewPoints`: fewer than six before to tell noise from. */
      readonly verdict: 'better' | 'worse' | 'noise' | 'tooFewPoints';
    };

/**
 * Did the number move? Settled values of windows that do not overlap, oldest first, before and after the action was opened. The values before are the fixed
 * baseline of a behaviour chart (XmR); the latest one after is better or worse only when a rule for special causes says so, and moved that way.
 */
export function movementSince(
  points: readonly { readonly end: Date; readonly value: number }[],
  openedAt: Date,
  direction: Direction,
): Movement {
  const earlier = points.filter(({ end }) => end <= openedAt).map(({ value }) => value);
  const later = points.filter(({ end }) => end > openedAt).map(({ value }) => value);
  const before = earlier.at(-1);
  const after = later.at(-1);
  if (before === undefined || after === undefined) return { state: 'notYet' };
  if (earlier.length < fewestBaselinePoints) return { state: 'moved', before, after, verdict: 'tooFewPoints' };
  const causes = specialCauses([...earlier, ...later], { baselinePoints: earlier.length });
  const signal = causes?.signals.at(-1) ?? null;
  const improved = (signal?.side === 'above') === (direction === 'up');
  const wentThatWay = signal !== null && after !== before && after > before === (signal.side === 'above');
  return { state: 'moved', before, after, verdict: wentThatWay ? (improved ? 'better' : 'worse') : 'noise' };
}

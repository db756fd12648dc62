import type { MetricDefinition } from '../metric/definition.js';
import type { Observation } from '../metric/observation.js';
import { roundedNumber, shownNumber } from '../metric/shown-value.js';
import { expectedValue } from './expected-path.js';
import { type SettledPoint, forecast } from './forecast.js';
import type { Goal, KeyResult, ReachKeyResult, StayKeyResult } from './goal.js';
import { type GoalSpan, goalSpan } from './goal-span.js';
import {
  type ProgressAbsence,
  isInside,
  meetsTarget,
  paceOf,
  pathGap,
  progressOf,
  shareInside,
  targetDirection,
} from './progress.js';
import {
  type DraftReason,
  type Status,
  type StatusCutOffs,
  type StatusReason,
  goalProgress,
  goalStatus,
  reachStatus,
  stayStatus,
} from './status.js';
import { type ShownForecast, shownForecast } from './shown-forecast.js';
import { isFinal, overrideInForce, type StatusOverride } from './status-override.js';
import { valueBounds } from './value-bounds.js';

/** What is known about one key result. */
export interface KeyResultEvidence {
  readonly keyResult: KeyResult;
  readonly metric: Pick<MetricDefinition, 'formula' | 'unit' | 'precision' | 'direction'>;
  /** The metric's trailing window that ends with its complete data. The path is read at its end, so that like is compared with like. */
  readonly current: Pick<Observation, 'value' | 'end' | 'state'>;
  /** The same window ending at the due instant, once that has passed; `null` before. It decides only when it is settled. */
  readonly atDue: Pick<Observation, 'value' | 'state'> | null;
  /**
   * Settled weekly values, oldest first, each at the end of its week, over as much history as there is; weeks without a value are left
   * out. They carry the forecast, and those within the goal's time the share inside the limits.
   */
  readonly settledWeeks: readonly SettledPoint[];
  /** The data is late, or an import is running and the numbers are not whole: nothing is judged. */
  readonly stale: boolean;
}

export interface TrackingContext {
  /** The moment the answer is given for: now, or the time it is asked as known at. */
  readonly now: Date;
  readonly timeZone: string;
  readonly cutOffs?: StatusCutOffs;
  /** Why the goal is a draft; null for a published one. */
  readonly draft: DraftReason | null;
  /** What was said in the place of reckoned statuses, in order of time. */
  readonly overrides?: readonly StatusOverride[];
}

export interface KeyResultTracking {
  readonly id: string;
  readonly kind: KeyResult['kind'];
  /** Where the path says the value should be at the end of its data; `null` for `stay` and before the start. */
  readonly expected: string | null;
  readonly paceGap: string | null;
  readonly paceSide: 'ahead' | 'behind' | null;
  /** Two decimals. */
  readonly pace: number | null;
  /** Unclamped, three decimals; `null` for `stay`. */
  readonly progress: number | null;
  /** Why a reach key result has no progress. */
  readonly progressAbsence: ProgressAbsence | null;
  /** For `stay`, three decimals. */
  readonly shareInside: number | null;
  readonly forecast: ShownForecast | null;
  readonly status: Status['status'];
  readonly statusReason: StatusReason;
  /** The status that was put in the place of the reckoned one, which stands in `reckoned`; null when there is none. */
  readonly override: (StatusOverride & { readonly reckoned: Status }) | null;
}

export interface GoalTracking {
  readonly span: GoalSpan;
  readonly status: Status['status'];
  readonly statusReason: StatusReason;
  /** Weighted mean of the known progresses, unclamped, three decimals. */
  readonly progress: number | null;
  /** Key results that are on track or achieved. */
  readonly onTrackCount: number;
  readonly keyResultCount: number;
  /** Key results whose progress is known: those that the mean is of. */
  readonly measuredCount: number;
  /** In the order of the evidence. */
  readonly keyResults: readonly KeyResultTracking[];
}

const weekMs = 7 * 86_400_000;
/** A week with a clock change is an hour longer or shorter (two in a few zones' past). */
const clockChangeMs = 2 * 3_600_000;
const weeksInYear = 52;

/**
 * All that is said about a goal and its key results at a moment, from their evidence (semantics §6). Pure: the same input gives the same
 * answer. Where a metric is stale or absent, pace and forecast are withheld; progress stays, as of the last data. Throws a
 * `CalendarError` for dates or a zone that do not exist, and a `RangeError` for numbers that are none.
 */
export function trackGoal(
  goal: Pick<Goal, 'start' | 'due'>,
  evidence: readonly KeyResultEvidence[],
  context: TrackingContext,
): GoalTracking {
  const span = goalSpan(goal, context.timeZone);
  const keyResults = evidence.map((known) =>
    overridden(
      known.keyResult.kind === 'reach'
        ? trackReach(known.keyResult, known, { ...context, span, due: goal.due })
        : trackStay(known.keyResult, known, { ...context, span, due: goal.due }),
      known,
      context,
    ),
  );
  const { status, reason } = goalStatus(
    context.draft,
    keyResults.map((tracked) => ({ status: tracked.status, reason: tracked.statusReason })),
  );
  const progress = goalProgress(
    keyResults.map((tracked, index) => ({ progress: tracked.progress, weight: evidence[index]?.keyResult.weight })),
  );
  return {
    span,
    status,
    statusReason: reason,
    progress: roundedNumber(progress, 3),
    onTrackCount: keyResults.filter((tracked) => tracked.status === 'onTrack' || tracked.status === 'achieved').length,
    keyResultCount: keyResults.length,
    measuredCount: keyResults.filter((tracked) => tracked.progress !== null).length,
    keyResults,
  };
}

/** Whether something was achieved or missed is for settled data alone, whatever anybody says. */
function overridden(tracked: KeyResultTracking, known: KeyResultEvidence, context: TrackingContext): KeyResultTracking {
  const override = overrideInForce(context.overrides ?? [], tracked.id, settledTo(known));
  if (override === null || isFinal(tracked.status)) return tracked;
  const reckoned = { status: tracked.status, reason: tracked.statusReason };
  return { ...tracked, status: override.status, statusReason: 'overridden', override: { ...override, reckoned } };
}

/** End of the last settled week of a key result's metric; null while there is none. */
export function settledTo({ settledWeeks }: Pick<KeyResultEvidence, 'settledWeeks'>): Date | null {
  const last = settledWeeks.at(-1);
  return last === undefined ? null : new Date(last.t);
}

interface GoalContext extends TrackingContext {
  readonly span: GoalSpan;
  readonly due: string;
}

function trackReach(keyResult: ReachKeyResult, known: KeyResultEvidence, context: GoalContext): KeyResultTracking {
  const { metric, current } = known;
  const { baseline, target } = keyResult;
  const { availability, started, measuredAt } = timing(known, context);
  const judged = availability === 'known';
  const direction = targetDirection(baseline, target, metric.direction);
  const { progress, absence } = progressOf(current.value, baseline, target);
  const expected = started ? expectedValue(keyResult, context.span, measuredAt, context.timeZone) : null;
  const shownExpected = expected === null ? null : shownNumber(expected, metric.precision);
  const gap = judged ? pathGap(current.value, shownExpected, direction, metric.precision) : null;
  const pace = judged && expected !== null ? paceOf(progress, progressOf(expected, baseline, target).progress) : null;
  const outlook = judged
    ? forecast(
        known.settledWeeks,
        { dueAt: context.span.dueAt.getTime(), target: Number(target), direction },
        { seasonSteps: weeksInYear, bounds: valueBounds(metric), precision: metric.precision },
      )
    : null;
  const shown = outlook && shownForecast(outlook, keyResult, direction, metric.precision, context.due);
  const settled = settledAtDue(known, context);
  const { status, reason } = reachStatus(
    {
      availability,
      started,
      hitAtDue: settled === null ? null : meetsTarget(settled, target, direction),
      probability: shown?.probability ?? null,
      pace,
      paceSide: gap?.side ?? null,
    },
    context.cutOffs,
  );
  return {
    id: keyResult.id,
    kind: 'reach',
    expected: shownExpected,
    paceGap: gap?.gap ?? null,
    paceSide: gap?.side ?? null,
    pace: roundedNumber(pace, 2),
    progress: roundedNumber(progress, 3),
    progressAbsence: absence,
    shareInside: null,
    forecast: shown,
    status,
    statusReason: reason,
    override: null,
  };
}

function trackStay(keyResult: StayKeyResult, known: KeyResultEvidence, context: GoalContext): KeyResultTracking {
  const { availability, started } = timing(known, context);
  const [startMs, dueMs] = [context.span.startAt.getTime(), context.span.dueAt.getTime()];
  const weeks = known.settledWeeks.filter(
    ({ t }) => t - weekMs >= startMs - clockChangeMs && t <= dueMs + clockChangeMs,
  );
  const inside = weeks.filter(({ value }) => isInside(value, keyResult)).length;
  const toCome = Math.max(0, Math.floor((dueMs + clockChangeMs - (weeks.at(-1)?.t ?? startMs)) / weekMs));
  const share = shareInside(
    weeks.map(({ value }) => value),
    keyResult,
  );
  const { value } = known.current;
  const { status, reason } = stayStatus({
    availability,
    started,
    dueSettled: settledAtDue(known, context) !== null,
    shareInside: share,
    reachableShare: weeks.length + toCome === 0 ? 1 : (inside + toCome) / (weeks.length + toCome),
    requiredShare: keyResult.share ?? 1,
    currentInside: value === null ? null : isInside(Number(value), keyResult),
  });
  return {
    id: keyResult.id,
    kind: 'stay',
    expected: null,
    paceGap: null,
    paceSide: null,
    pace: null,
    progress: null,
    progressAbsence: null,
    shareInside: roundedNumber(share, 3),
    forecast: null,
    status,
    statusReason: reason,
    override: null,
  };
}

function timing({ current, stale }: KeyResultEvidence, { now, span }: GoalContext) {
  const measuredAt = new Date(Math.min(now.getTime(), Date.parse(current.end)));
  const absent = current.state === 'absent' || current.value === null;
  const availability = absent ? ('absent' as const) : stale ? ('stale' as const) : ('known' as const);
  // An absent value says nothing about when its data begins; then the clock alone decides whether the goal has started.
  const started = now >= span.startAt && (absent || stale || measuredAt >= span.startAt);
  return { availability, started, measuredAt };
}

/** The settled value at the due date; `null` before, while it may still change, and where there is none. */
function settledAtDue({ atDue }: KeyResultEvidence, { now, span }: GoalContext): string | null {
  return atDue !== null && atDue.state === 'settled' && now >= span.dueAt ? atDue.value : null;
}

import type { Goal, KeyResult } from '@tandem/domain/goal/goal';
import { goalSpan, type GoalSpan } from '@tandem/domain/goal/goal-span';
import { trackGoal, type KeyResultEvidence } from '@tandem/domain/goal/track-goal';
import type { TrackKeyResult } from '@tandem/domain/guardrail/evaluate-guardrail';
import type { Observation } from '@tandem/domain/metric/observation';
import { addDays } from '@tandem/domain/metric/periods';
import {
  currentWindow,
  observationOf,
  observationsOf,
  steppedWindows,
  underPresentVersion,
  type MetricSeries,
} from '@tandem/domain/metric/series';

/** Three years hold every season thrice; what was longer ago says little about the coming weeks. */
const mostWeeks = 156;

export interface DescribedEvidence extends KeyResultEvidence {
  readonly current: Observation;
}

/** What is known about a key result from the series of its metric: pages and guardrails judge the same. */
export function evidenceOf(keyResult: KeyResult, series: MetricSeries, span: GoalSpan, asOf: Date): DescribedEvidence {
  const { definition, freshness } = series;
  const dueWindow = { start: addDays(span.dueAt, -definition.windowDays, series.calendar.timeZone), end: span.dueAt };
  // What is forecast goes on as the present definition counts; whether a limit was kept is judged on what each week was.
  const history = keyResult.kind === 'reach' ? underPresentVersion(series) : series;
  const weeks = observationsOf(history, steppedWindows(series, definition.windowDays, 7, mostWeeks));
  return {
    keyResult,
    metric: definition,
    current: observationOf(series, currentWindow(series)),
    atDue: asOf >= span.dueAt ? observationOf(series, dueWindow) : null,
    settledWeeks: weeks
      .filter(({ state, value }) => state === 'settled' && value !== null)
      .map(({ end, value }) => ({ t: Date.parse(end), value: Number(value) })),
    stale: freshness.stale || freshness.backfillRunning,
  };
}

/** How the key results of these goals stand at a moment, for the guardrails on their pace. */
export function trackKeyResultOf(goals: readonly Goal[]): TrackKeyResult {
  return (of, series, now) => {
    const goal = goals.find(({ id }) => id === of.goal);
    const keyResult = goal?.keyResults.find(({ id }) => id === of.keyResult);
    if (goal === undefined || keyResult === undefined || keyResult.metric !== series.definition.key) return null;
    const { timeZone } = series.calendar;
    const span = goalSpan(goal, timeZone);
    const tracking = trackGoal(goal, [evidenceOf(keyResult, series, span, now)], { now, timeZone, draft: null });
    const [tracked] = tracking.keyResults;
    return {
      pace: tracked?.pace ?? null,
      probability: tracked?.forecast?.probability ?? null,
      running: span.startAt <= now && now < span.dueAt,
    };
  };
}

import { goalSpan } from '@tandem/domain/goal/goal-span';
import { addDays, elapsedDays } from '@tandem/domain/metric/periods';
import { observationOf, underPresentVersion } from '@tandem/domain/metric/series';
import { goalsAtRisk, type GoalsAtRiskSection, type RiskFacts } from '@tandem/domain/review/goals-at-risk';
import type { Section } from '@tandem/domain/review/section';
import type { TrackedGoal } from '../track-goals.js';
import type { ReviewReading } from './review-reading.js';

const fewestWeeks = 2;

export function gatherGoalsAtRisk(reading: ReviewReading): Section<GoalsAtRiskSection> {
  return goalsAtRisk(
    reading.goals.map(({ keyResults, ...goal }) => ({
      id: goal.id,
      title: goal.title,
      status: goal.status,
      statusReason: goal.statusReason,
      due: goal.due,
      keyResults: keyResults.map((keyResult) => factsOf(keyResult, goal, reading)),
    })),
  );
}

function factsOf(
  keyResult: TrackedGoal['keyResults'][number],
  goal: Pick<TrackedGoal, 'start' | 'due'>,
  reading: ReviewReading,
): RiskFacts {
  const { timeZone } = reading.configuration.organisation;
  const { metric, current, forecast } = keyResult;
  const { key, title, unit, precision } = metric;
  const { dueAt } = goalSpan(goal, timeZone);
  return {
    id: keyResult.id,
    kind: keyResult.kind,
    metric: { key, title, unit, precision },
    baseline: keyResult.baseline,
    target: keyResult.target,
    atLeast: keyResult.atLeast,
    atMost: keyResult.atMost,
    current: current.value,
    expected: keyResult.expected,
    before: earlier(keyResult, reading),
    weeksLeft: Math.max(0, elapsedDays(new Date(current.end), dueAt, timeZone) / 7),
    forecast: forecast && {
      value: forecast.value,
      low80: forecast.low80,
      high80: forecast.high80,
      gap: forecast.gap,
      meetsTarget: forecast.meetsTarget,
      probability: forecast.probability,
    },
    shareInside: keyResult.shareInside,
    requiredShare: keyResult.requiredShare,
    status: keyResult.status,
    statusReason: keyResult.statusReason,
  };
}

/** The same window as many whole weeks before as the period is long, so that weekdays stay comparable. */
function earlier(
  { metric, current }: TrackedGoal['keyResults'][number],
  { series, period, configuration }: ReviewReading,
): RiskFacts['before'] {
  const own = series.get(metric.key);
  if (own === undefined) return null;
  const { timeZone } = configuration.organisation;
  const weeks = Math.max(fewestWeeks, Math.round(elapsedDays(period.from, period.to, timeZone) / 7));
  const end = addDays(new Date(current.end), -7 * weeks, timeZone);
  const window = { start: addDays(end, -metric.windowDays, timeZone), end };
  const { value, state } = observationOf(underPresentVersion(own), window);
  return value === null || state === 'partial' ? null : { value, weeks };
}

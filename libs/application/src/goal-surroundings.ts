import { driverTree, type DriverNode } from '@tandem/domain/goal/driver-tree';
import type { Goal } from '@tandem/domain/goal/goal';
import { counterGuardrails, goalsAbove } from '@tandem/domain/goal/goal-gaps';
import { currentWindow, observationOf, type MetricSeries } from '@tandem/domain/metric/series';
import { describeGuardrails } from './describe-guardrails.js';
import { metricSummary, ownersOf, shownFreshness } from './metric-summary.js';
import { describeChange, readSeriesOf, trackGoals, type GoalReading } from './track-goals.js';

interface ShownMetric {
  readonly metric: ReturnType<typeof metricSummary>;
  readonly current: ReturnType<typeof observationOf>;
  readonly change: ReturnType<typeof describeChange>;
  readonly freshness: ReturnType<typeof shownFreshness>;
}

/** A metric of the tree; `drivers` is empty where it stands further up already. */
export interface ShownDriver extends ShownMetric {
  readonly shownAbove: boolean;
  readonly drivers: ShownDriver[];
}

/** What stands around a goal: what drives it, what must not get worse meanwhile, and the goals above and below. */
export async function goalSurroundings(goal: Goal, reading: GoalReading) {
  const { goals } = reading.configuration;
  const counters = counterGuardrails(goal, reading.configuration);
  const driving = (goal.drivers ?? []).map(({ metric }) => metric);
  const keys = [...goal.keyResults.map(({ metric }) => metric), ...driving, ...counters.map(({ metric }) => metric)];
  const series = await readSeriesOf(keys, reading);
  const below = goals.filter((one) => goalsAbove(one, goals).some(({ id }) => id === goal.id));
  return {
    above: [...goalsAbove(goal, goals)].reverse().map(({ id, title }) => ({ id, title })),
    drivers: driverTree(goal).flatMap((node) => shownDriver(node, series)),
    counterMetrics: counters.flatMap(({ id, owners, metric }) => {
      const own = series.get(metric);
      const guardrail = own && describeGuardrails(own, null, reading).find((one) => one.id === id);
      if (!own || !guardrail) return [];
      const isOwn = goal.counterMetrics?.includes(id) ?? false;
      return [{ ...shownMetric(own), guardrail, owners: ownersOf(owners, reading.configuration), inherited: !isOwn }];
    }),
    below: (await trackGoals(below, reading)).map(goalSummary),
  };
}

function goalSummary(goal: Awaited<ReturnType<typeof trackGoals>>[number]) {
  const { id, title, level, parent, side, team, status, statusReason, owners, progress } = goal;
  const { onTrackCount, keyResultCount, start, due } = goal;
  return {
    id,
    title,
    level,
    parent,
    side,
    team,
    status,
    statusReason,
    owners,
    progress,
    onTrackCount,
    keyResultCount,
    start,
    due,
  };
}

function shownDriver(node: DriverNode, series: ReadonlyMap<string, MetricSeries>): ShownDriver[] {
  const own = series.get(node.metric);
  if (!own) return [];
  const drivers = node.drivers.flatMap((driver) => shownDriver(driver, series));
  return [{ ...shownMetric(own), shownAbove: node.shownAbove, drivers }];
}

function shownMetric(series: MetricSeries): ShownMetric {
  const current = observationOf(series, currentWindow(series));
  const { definition, freshness } = series;
  return {
    metric: metricSummary(definition, freshness),
    current,
    change: describeChange(series, current),
    freshness: shownFreshness(freshness),
  };
}

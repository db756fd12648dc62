import type { Guardrail } from '../guardrail/guardrail.js';
import type { MetricDefinition } from '../metric/definition.js';
import type { Goal } from './goal.js';

/** The share of events that must be met for a goal, from which its change budget follows. */
export interface ServiceLevel {
  readonly metric: string;
  /** Above 0 and below 1. */
  readonly objective: number;
  /** What says so: a key result of the goal that stays at least at a share, or a guardrail. */
  readonly basis: { readonly kind: 'keyResult' | 'guardrail'; readonly id: string };
}

interface Surroundings {
  readonly metrics: readonly Pick<MetricDefinition, 'key' | 'formula' | 'unit' | 'direction'>[];
  readonly guardrails: readonly Guardrail[];
}

/**
 * The service level that a goal has, by this order: its first key result that stays at least at a percentage; the first guardrail on an error budget, then the
 * first one with a lower limit, among its counter-metrics and on the metrics of its key results. Only shares of events (ratios in %) where up is better
 * count. null where the goal has none: then it has no change budget.
 */
export function serviceLevelOf(goal: Goal, { metrics, guardrails }: Surroundings): ServiceLevel | null {
  const isShare = (key: string) =>
    metrics.some(
      (one) => one.key === key && one.formula.kind === 'ratio' && one.unit === '%' && one.direction === 'up',
    );
  const moved = goal.keyResults.map(({ metric }) => metric);
  const watching = guardrails.filter(
    ({ id, metric }) => ((goal.counterMetrics ?? []).includes(id) || moved.includes(metric)) && isShare(metric),
  );
  const candidates: (ServiceLevel | null)[] = [
    ...goal.keyResults.map((one) =>
      one.kind === 'stay' && one.atLeast !== undefined && isShare(one.metric)
        ? levelAt(one.metric, one.atLeast, { kind: 'keyResult', id: one.id })
        : null,
    ),
    ...watching.map((one) =>
      one.kind === 'burn' ? levelAt(one.metric, one.objective, { kind: 'guardrail', id: one.id }) : null,
    ),
    ...watching.map((one) =>
      one.kind === 'threshold' && one.atLeast !== undefined
        ? levelAt(one.metric, one.atLeast, { kind: 'guardrail', id: one.id })
        : null,
    ),
  ];
  return candidates.find((one) => one !== null) ?? null;
}

function levelAt(metric: string, percent: string, basis: ServiceLevel['basis']): ServiceLevel | null {
  const objective = Number(percent) / 100;
  return objective > 0 && objective < 1 ? { metric, objective, basis } : null;
}

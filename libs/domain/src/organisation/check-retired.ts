import { inputsOf } from '../metric/derived-inputs.js';
import type { ConfigurationKind, ConfigurationPart } from './configuration-part.js';
import { dependentsOf, type Dependent } from './dependents.js';
import type { Configuration } from './organisation.js';

export type RetirementReason =
  | { readonly code: 'metricRetired'; readonly key: string }
  | { readonly code: 'metricStillUsed'; readonly by: readonly Dependent[] };

export interface RetirementFault {
  readonly kind: ConfigurationKind;
  readonly id: string;
  /** Place in the list of the file. */
  readonly index: number;
  readonly path: readonly (string | number)[];
  readonly reason: RetirementReason;
}

/**
 * A metric is retired when nothing needs it any more: no guardrail, no formula over metrics that is in use, and no goal that is not due yet. What is
 * retired is taken up by nothing new. Goals of the past keep it.
 *
 * @param merged the configuration as the file would leave it
 * @param today local date of the organisation; a goal that is due today still needs its metrics
 */
export function checkRetired(
  merged: Configuration,
  part: ConfigurationPart,
  today: string,
): readonly RetirementFault[] {
  const retired = new Set(merged.metrics.filter((metric) => metric.retired === true).map(({ key }) => key));
  if (retired.size === 0) return [];
  const isLive = ({ kind, id }: Dependent): boolean =>
    kind === 'goal'
      ? merged.goals.some((goal) => goal.id === id && goal.due >= today)
      : !(kind === 'metric' && retired.has(id));
  const named =
    (kind: ConfigurationKind, id: string, index: number) => (path: readonly (string | number)[], key: string) =>
      retired.has(key) ? [{ kind, id, index, path, reason: { code: 'metricRetired' as const, key } }] : [];
  return [
    ...(part.metrics ?? []).flatMap((metric, index): RetirementFault[] => {
      if (metric.retired !== true)
        return inputsOf(metric.formula).flatMap((key) =>
          named('metric', metric.key, index)(['formula', 'expression'], key),
        );
      const by = dependentsOf('metric', metric.key, merged).filter(isLive);
      const path = ['retired'];
      return by.length
        ? [{ kind: 'metric', id: metric.key, index, path, reason: { code: 'metricStillUsed', by } }]
        : [];
    }),
    ...(part.goals ?? []).flatMap((goal, index) =>
      goal.due < today
        ? []
        : goal.keyResults.flatMap(({ metric }, place) =>
            named('goal', goal.id, index)(['keyResults', place, 'metric'], metric),
          ),
    ),
    ...(part.guardrails ?? []).flatMap((guardrail, index) =>
      named('guardrail', guardrail.id, index)(['metric'], guardrail.metric),
    ),
  ];
}

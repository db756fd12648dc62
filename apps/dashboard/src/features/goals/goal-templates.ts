import type { GoalChoices } from '@tandem/contracts/goals';
import type { MetricListItem } from '@tandem/contracts/metrics';
import { newKeyResult, templateDraft, type GoalDraft, type KeyResultDraft } from './goal-draft.js';
import { TEMPLATE_WORDS } from './goal-template-words.js';

/** One metric of a template: the ready-made ones that fit, the best first. */
interface TemplatePart {
  readonly kind: 'reach' | 'stay';
  readonly standards: readonly string[];
}

export interface GoalTemplate {
  readonly id: keyof (typeof TEMPLATE_WORDS)['templates'];
  readonly parts: readonly TemplatePart[];
}

export interface FittedTemplate {
  readonly template: GoalTemplate;
  /** Of each part the metric that was found; null where none is there yet. */
  readonly metrics: readonly (GoalChoices['metrics'][number] | null)[];
  readonly isWhole: boolean;
}

const shareOfTheWay = 0.1;

/** First joint goals: a wish of one department beside what must hold in the other. */
export const GOAL_TEMPLATES: readonly GoalTemplate[] = [
  {
    id: 'cart-and-cadence',
    parts: [
      {
        kind: 'reach',
        standards: ['cart-completion', 'session-conversion', 'user-conversion', 'conversions-per-session'],
      },
      { kind: 'stay', standards: ['deployment-frequency', 'deployment-days-per-week'] },
    ],
  },
  {
    id: 'service-and-releases',
    parts: [
      { kind: 'reach', standards: ['resolution-attainment', 'first-reply-attainment'] },
      { kind: 'stay', standards: ['change-fail-rate', 'failed-deployment-recovery-time'] },
    ],
  },
];

/** Which metrics of the workspace a template can be made of. */
export function fitted(template: GoalTemplate, { metrics }: GoalChoices): FittedTemplate {
  const found = template.parts.map(
    ({ standards }) =>
      standards
        .map((standard) => metrics.find((metric) => metric.standard === standard))
        .find((one) => one !== undefined) ?? null,
  );
  return { template, metrics: found, isWhole: found.every((metric) => metric !== null) };
}

/** The form of a template, prefilled from what the metrics say now: a tenth of the way further, or no worse than now. */
export function draftOfTemplate(
  template: GoalTemplate,
  choices: GoalChoices,
  items: readonly MetricListItem[],
): GoalDraft {
  const { metrics } = fitted(template, choices);
  const base = templateDraft(choices, { current: null });
  const keyResults = template.parts.flatMap(({ kind }, index): KeyResultDraft[] => {
    const metric = metrics[index];
    if (!metric) return [];
    const item = items.find((one) => one.metric.key === metric.key);
    return [keyResultFor(kind, metric.key, item, index)];
  });
  const moved = new Set(keyResults.map(({ metric }) => metric));
  const watching = choices.guardrails.filter(({ metric }) => !moved.has(metric));
  return {
    ...base,
    ...TEMPLATE_WORDS.templates[template.id],
    keyResults: keyResults.length ? keyResults : base.keyResults,
    counterMetrics: watching.slice(0, 1).map(({ id }) => id),
  };
}

function keyResultFor(
  kind: 'reach' | 'stay',
  key: string,
  item: MetricListItem | undefined,
  index: number,
): KeyResultDraft {
  const draft = { ...newKeyResult([], key), id: `kr${index + 1}`, kind };
  const value = item?.current.value ?? null;
  if (item === undefined || value === null) return draft;
  const { direction, unit, precision } = item.metric;
  if (kind === 'stay')
    return { ...draft, ...(direction === 'up' ? { atLeast: value } : { atMost: value }), share: '0.8' };
  return { ...draft, baseline: value, target: further(Number(value), { direction, unit, precision }) };
}

/** A tenth of the way to the end of a percentage; elsewhere a tenth more or less. */
function further(
  value: number,
  {
    direction,
    unit,
    precision,
  }: { readonly direction: 'up' | 'down'; readonly unit: string; readonly precision: number },
): string {
  const room = direction === 'up' ? (unit === '%' ? 100 - value : Math.abs(value)) : -Math.abs(value);
  const step = room * shareOfTheWay;
  const least = 10 ** -precision;
  return (value + (Math.abs(step) < least ? Math.sign(step || 1) * least : step)).toFixed(precision);
}

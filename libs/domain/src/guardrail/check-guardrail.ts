import Big from 'big.js';
import type { Goal } from '../goal/goal.js';
import type { MetricDefinition } from '../metric/definition.js';
import type { BurnGuardrail, Guardrail } from './guardrail.js';
import type { StatedLimit } from './limit-of.js';

export type GuardrailReason =
  | { readonly code: 'notOneLimit'; readonly given: 'none' | 'both' }
  | {
      readonly code: 'clearLimitLax';
      readonly clearAt: string;
      readonly side: 'floor' | 'ceiling';
      readonly limit: string;
    }
  | { readonly code: 'nameTwice'; readonly name: string }
  | { readonly code: 'percentOutside'; readonly value: string }
  | { readonly code: 'oddsOutside'; readonly value: string }
  | { readonly code: 'shortWindowLonger'; readonly longDays: number; readonly shortDays: number }
  | { readonly code: 'longWindowBeyondBudget'; readonly longDays: number; readonly budgetDays: number }
  | { readonly code: 'slicesWithoutDimension' }
  | { readonly code: 'kindNotSliced'; readonly kind: Guardrail['kind'] }
  | {
      readonly code: 'dimensionUnknown';
      readonly name: string;
      readonly metric: string;
      readonly known: readonly string[];
    }
  | { readonly code: 'burnNeedsRatio'; readonly metric: string }
  | { readonly code: 'keyResultMissing'; readonly goal: string; readonly id: string; readonly known: readonly string[] }
  | { readonly code: 'keyResultNotReached'; readonly id: string }
  | { readonly code: 'keyResultOfOtherMetric'; readonly id: string; readonly metric: string };

export interface GuardrailIssue {
  readonly path: readonly (string | number)[];
  readonly reason: GuardrailReason;
}

/**
 * What is wrong with a guardrail taken by itself: kinds with one limit have exactly one and clear at one that is at least as strict; an
 * objective and shares lie between 0 and 100 %, odds between 0 and 1.
 */
export function checkGuardrail(guardrail: Guardrail): readonly GuardrailIssue[] {
  const { routes } = guardrail;
  const twice: GuardrailIssue[] = routes.flatMap((name, index) =>
    routes.indexOf(name) < index ? [{ path: ['routes', index], reason: { code: 'nameTwice', name } }] : [],
  );
  return [...twice, ...slicingIssues(guardrail), ...kindIssues(guardrail)];
}

/** What does not fit between a guardrail and the metric and the goals that it names; those that do not exist are somebody else's to say. */
export function checkGuardrailUse(
  guardrail: Guardrail,
  metric: MetricDefinition | undefined,
  goals: readonly Goal[],
): readonly GuardrailIssue[] {
  return [...(metric === undefined ? [] : metricIssues(guardrail, metric)), ...keyResultIssues(guardrail, goals)];
}

function slicingIssues({ by, mostSlices, kind }: Guardrail): GuardrailIssue[] {
  if (by === undefined) {
    return mostSlices === undefined ? [] : [{ path: ['mostSlices'], reason: { code: 'slicesWithoutDimension' } }];
  }
  return kind === 'pace' || kind === 'freshness' ? [{ path: ['by'], reason: { code: 'kindNotSliced', kind } }] : [];
}

function kindIssues(guardrail: Guardrail): GuardrailIssue[] {
  switch (guardrail.kind) {
    case 'threshold':
    case 'change':
      return limitIssues(guardrail);
    case 'pace': {
      const outside = [guardrail.atLeast, guardrail.clearAt].filter(
        (value): value is string => value !== undefined && (new Big(value).lt(0) || new Big(value).gt(1)),
      );
      const isOdds = guardrail.of === 'odds';
      return [
        ...(isOdds
          ? outside.map((value): GuardrailIssue => ({ path: ['atLeast'], reason: { code: 'oddsOutside', value } }))
          : []),
        ...limitIssues(guardrail),
      ];
    }
    case 'burn':
      return burnIssues(guardrail);
    case 'specialCause':
    case 'freshness':
      return [];
  }
}

function limitIssues({ atLeast, atMost, clearAt }: StatedLimit): GuardrailIssue[] {
  if ((atLeast === undefined) === (atMost === undefined)) {
    return [
      {
        path: atMost === undefined ? [] : ['atMost'],
        reason: { code: 'notOneLimit', given: atLeast === undefined ? 'none' : 'both' },
      },
    ];
  }
  const side = atMost === undefined ? 'floor' : 'ceiling';
  const limit = atLeast ?? atMost;
  if (clearAt === undefined || limit === undefined) return [];
  const lax = side === 'floor' ? new Big(clearAt).lt(limit) : new Big(clearAt).gt(limit);
  return lax ? [{ path: ['clearAt'], reason: { code: 'clearLimitLax', clearAt, side, limit } }] : [];
}

function burnIssues({ objective, windows = [], budgetDays = 30 }: BurnGuardrail): GuardrailIssue[] {
  const percent = (value: string, path: GuardrailIssue['path'], isOpen: boolean): GuardrailIssue[] => {
    const given = new Big(value);
    const inside = given.gt(0) && (isOpen ? given.lt(100) : given.lte(100));
    return inside ? [] : [{ path, reason: { code: 'percentOutside', value } }];
  };
  return [
    ...percent(objective, ['objective'], true),
    ...windows.flatMap(({ budgetShare, longDays, shortDays }, index): GuardrailIssue[] => [
      ...percent(budgetShare, ['windows', index, 'budgetShare'], false),
      ...(shortDays > longDays
        ? [
            {
              path: ['windows', index, 'shortDays'],
              reason: { code: 'shortWindowLonger' as const, longDays, shortDays },
            },
          ]
        : []),
      ...(longDays > budgetDays
        ? [
            {
              path: ['windows', index, 'longDays'],
              reason: { code: 'longWindowBeyondBudget' as const, longDays, budgetDays },
            },
          ]
        : []),
    ]),
  ];
}

function metricIssues({ kind, by }: Guardrail, { key, formula, unit }: MetricDefinition): GuardrailIssue[] {
  const issues: GuardrailIssue[] = [];
  if (by !== undefined && !formula.dimensions.includes(by)) {
    issues.push({
      path: ['by'],
      reason: { code: 'dimensionUnknown', name: by, metric: key, known: [...formula.dimensions] },
    });
  }
  if (kind === 'burn' && (formula.kind !== 'ratio' || unit !== '%')) {
    issues.push({ path: ['metric'], reason: { code: 'burnNeedsRatio', metric: key } });
  }
  return issues;
}

function keyResultIssues(guardrail: Guardrail, goals: readonly Goal[]): GuardrailIssue[] {
  if (guardrail.kind !== 'pace') return [];
  const goal = goals.find(({ id }) => id === guardrail.goal);
  if (goal === undefined) return [];
  const keyResult = goal.keyResults.find(({ id }) => id === guardrail.keyResult);
  const path = ['keyResult'];
  if (keyResult === undefined) {
    const known = goal.keyResults.map(({ id }) => id);
    return [{ path, reason: { code: 'keyResultMissing', goal: goal.id, id: guardrail.keyResult, known } }];
  }
  if (keyResult.kind !== 'reach') return [{ path, reason: { code: 'keyResultNotReached', id: keyResult.id } }];
  if (keyResult.metric === guardrail.metric) return [];
  return [{ path: ['metric'], reason: { code: 'keyResultOfOtherMetric', id: keyResult.id, metric: keyResult.metric } }];
}

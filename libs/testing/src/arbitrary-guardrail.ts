import type { Goal } from '@tandem/domain/goal/goal';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import fc from 'fast-check';
import { decimal, id, present, sometimes, text } from './arbitrary-values.js';

/** What guardrails refer to. */
export interface GuardedThings {
  readonly metrics: readonly MetricDefinition[];
  readonly goals: readonly Goal[];
  readonly routes: readonly { readonly id: string }[];
  readonly owners: fc.Arbitrary<Guardrail['owners']>;
}

/** A guardrail of any kind that fits its metric, optional fields there or not. */
export function arbitraryGuardrail(things: GuardedThings): fc.Arbitrary<Guardrail> {
  return fc
    .constantFrom(...things.metrics)
    .chain((metric) => fc.oneof(...kindsFor(metric, things)).map((guardrail) => present(guardrail)));
}

function kindsFor(metric: MetricDefinition, things: GuardedThings): fc.Arbitrary<Guardrail>[] {
  const always = [
    threshold(metric, things),
    change(metric, things),
    specialCause(metric, things),
    freshness(metric, things),
  ];
  const canBurn = metric.formula.kind === 'ratio' && metric.unit === '%';
  const keyResults = things.goals.flatMap((goal) =>
    goal.keyResults.flatMap((result) =>
      result.kind === 'reach' && result.metric === metric.key ? [{ goal: goal.id, keyResult: result.id }] : [],
    ),
  );
  return [
    ...always,
    ...(canBurn ? [burn(metric, things)] : []),
    ...(keyResults.length ? [pace(metric, things, keyResults)] : []),
  ];
}

const policy = () => fc.constantFrom('keepLast' as const, 'alert' as const, 'ok' as const);

const base = ({ key }: MetricDefinition, { routes, owners }: GuardedThings) => ({
  id: id(),
  title: text(),
  metric: fc.constant(key),
  windowDays: sometimes(fc.integer({ min: 1, max: 366 })),
  minimumEvents: fc.integer({ min: 0, max: 1000 }),
  forMs: fc.nat({ max: 10_000_000 }),
  keepFiringForMs: fc.nat({ max: 10_000_000 }),
  severity: fc.constantFrom('warning' as const, 'critical' as const),
  onNoData: policy(),
  onError: sometimes(policy()),
  owners,
  routes: fc.subarray(routes.map((candidate) => candidate.id)),
});

/** A dimension of the metric and how many of its values; of a metric without dimensions neither. */
function slicing({ formula }: MetricDefinition): fc.Arbitrary<Pick<Guardrail, 'by' | 'mostSlices'>> {
  const { dimensions } = formula;
  if (dimensions.length === 0) return fc.constant({});
  return fc
    .option(fc.tuple(fc.constantFrom(...dimensions), sometimes(fc.integer({ min: 1, max: 1000 }))), { nil: undefined })
    .map((sliced) => (sliced === undefined ? {} : present({ by: sliced[0], mostSlices: sliced[1] })));
}

const limits = () =>
  fc.tuple(decimal(), fc.boolean(), fc.boolean()).map(([limit, isFloor, isCleared]) => ({
    ...(isFloor ? { atLeast: limit } : { atMost: limit }),
    ...(isCleared ? { clearAt: limit } : {}),
  }));

const threshold = (metric: MetricDefinition, things: GuardedThings): fc.Arbitrary<Guardrail> =>
  fc
    .tuple(
      fc.record({
        ...base(metric, things),
        kind: fc.constant('threshold' as const),
        equal: sometimes(fc.constantFrom('inside' as const, 'outside' as const)),
      }),
      limits(),
      slicing(metric),
    )
    .map(([rest, limit, sliced]) => present({ ...rest, ...limit, ...sliced }));

const change = (metric: MetricDefinition, things: GuardedThings): fc.Arbitrary<Guardrail> =>
  fc
    .tuple(
      fc.record({
        ...base(metric, things),
        kind: fc.constant('change' as const),
        of: fc.constantFrom('relative' as const, 'absolute' as const),
        againstDays: sometimes(fc.integer({ min: 1, max: 366 })),
      }),
      limits(),
      slicing(metric),
    )
    .map(([rest, limit, sliced]) => present({ ...rest, ...limit, ...sliced }));

const specialCause = (metric: MetricDefinition, things: GuardedThings): fc.Arbitrary<Guardrail> =>
  fc
    .tuple(
      fc.record({
        ...base(metric, things),
        kind: fc.constant('specialCause' as const),
        baselineFrom: fc.constantFrom('2026-01-05', '2025-12-31'),
        baselinePoints: sometimes(fc.integer({ min: 6, max: 100 })),
        side: sometimes(fc.constantFrom('above' as const, 'below' as const, 'both' as const)),
      }),
      slicing(metric),
    )
    .map(([rest, sliced]) => present({ ...rest, ...sliced }));

const freshness = (metric: MetricDefinition, things: GuardedThings): fc.Arbitrary<Guardrail> =>
  fc
    .record({
      ...base(metric, things),
      kind: fc.constant('freshness' as const),
      withinMs: sometimes(fc.integer({ min: 1, max: 500_000 }).map((minutes) => minutes * 60_000)),
    })
    .map(present);

const burn = (metric: MetricDefinition, things: GuardedThings): fc.Arbitrary<Guardrail> =>
  fc
    .tuple(
      fc.record({
        ...base(metric, things),
        kind: fc.constant('burn' as const),
        objective: fc.constantFrom('99.5', '60', '99.95'),
        budgetDays: sometimes(fc.integer({ min: 20, max: 366 })),
        windows: sometimes(
          fc.array(
            fc.record({
              budgetShare: fc.constantFrom('10', '2.5', '100'),
              longDays: fc.integer({ min: 3, max: 20 }),
              shortDays: fc.integer({ min: 1, max: 3 }),
            }),
            { minLength: 1, maxLength: 3 },
          ),
        ),
      }),
      slicing(metric),
    )
    .map(([rest, sliced]) => present({ ...rest, ...sliced }));

const pace = (
  metric: MetricDefinition,
  things: GuardedThings,
  keyResults: readonly { readonly goal: string; readonly keyResult: string }[],
): fc.Arbitrary<Guardrail> =>
  fc
    .record({
      ...base(metric, things),
      named: fc.constantFrom(...keyResults),
      kind: fc.constant('pace' as const),
      of: fc.constantFrom('pace' as const, 'odds' as const),
      atLeast: fc.constantFrom('0.5', '0.75'),
      clearAt: sometimes(fc.constantFrom('0.75', '0.8')),
    })
    .map(({ named, ...rest }) => present({ ...rest, ...named }));

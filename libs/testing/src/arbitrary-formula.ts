import type { Clock, Conditions, MetricDefinition, MetricFormula, Where } from '@tandem/domain/metric/definition';
import type { BusinessCalendar } from '@tandem/domain/organisation/business-calendar';
import type { Connection } from '@tandem/domain/organisation/organisation';
import fc from 'fast-check';
import { present, sometimes, text } from './arbitrary-values.js';

const where = (): fc.Arbitrary<Where | undefined> =>
  sometimes(fc.oneof(conditions(), fc.array(conditions(), { minLength: 1, maxLength: 2 })));

const field = fc.stringMatching(/^dimensions\.[a-z]{1,6}$/);
const conditions = (): fc.Arbitrary<Conditions> =>
  fc.dictionary(
    field,
    fc.oneof(
      text(),
      fc.integer(),
      fc.boolean(),
      fc.array(text(), { minLength: 1, maxLength: 3 }),
      fc.array(text(), { minLength: 1, maxLength: 2 }).map((not) => ({ not })),
      fc.boolean().map((isPresent) => ({ present: isPresent })),
      text().map((startsWith) => ({ startsWith })),
      text().map((contains) => ({ contains })),
    ),
    { maxKeys: 3 },
  );

/** Any formula over records that can be counted, with a unit that fits it. */
export function arbitraryFormula(
  connections: readonly Connection[],
  calendars: readonly BusinessCalendar[],
): fc.Arbitrary<{ formula: MetricFormula; unit: MetricDefinition['unit'] }> {
  const base: FormulaBase = {
    connections: connections.length
      ? sometimes(fc.constant(connections.map((connected) => connected.id)))
      : fc.constant(undefined),
    where: where(),
    dimensions: fc.subarray(['dimensions.hotel', 'dimensions.country']),
  };
  const clocks = calendars.map(({ id: calendar, ...opening }): Clock => ({ calendar, opening }));
  const clock = clocks.length ? sometimes(fc.constantFrom(...clocks)) : fc.constant(undefined);
  return fc.oneof(
    ratio(base),
    fc.record(base).map((parts) => ({
      formula: present({
        kind: 'count' as const,
        stream: 'deployment' as const,
        at: ['finishedAt'],
        per: 'week' as const,
        ...parts,
      }),
      unit: '/wk' as const,
    })),
    fc
      .record({
        ...base,
        percentile: fc.integer({ min: 1, max: 99 }),
        clock,
        nonPositive: sometimes(fc.constantFrom('include' as const, 'exclude' as const)),
      })
      .map((parts) => ({
        formula: present({
          kind: 'percentile' as const,
          stream: 'change' as const,
          at: ['deployment.finishedAt'],
          from: 'committedAt',
          to: 'deployment.finishedAt',
          ...parts,
        }),
        unit: 'h' as const,
      })),
    fc.record({ ...base, unique: sometimes(fc.constantFrom('day' as const, 'week' as const)) }).map((parts) => ({
      formula: present({
        kind: 'sum' as const,
        stream: 'funnelCount' as const,
        at: ['periodStart'],
        sum: 'count',
        ...parts,
      }),
      unit: 'count' as const,
    })),
    ...cycleKinds(base, clock),
  );
}

function cycleKinds(base: FormulaBase, clock: fc.Arbitrary<Clock | undefined>) {
  return [
    fc.record(base).map((parts) => ({
      formula: present({ kind: 'activeDays' as const, stream: 'slaCycle' as const, at: ['stoppedAt'], ...parts }),
      unit: 'd' as const,
    })),
    fc.record(base).map((parts) => ({
      formula: present({
        kind: 'open' as const,
        stream: 'slaCycle' as const,
        at: ['dueAt'],
        until: ['stoppedAt'],
        ...parts,
      }),
      unit: 'count' as const,
    })),
    fc.record({ ...base, clock, nonPositive: sometimes(fc.constant('include' as const)) }).map((parts) => ({
      formula: present({
        kind: 'duration' as const,
        stream: 'slaCycle' as const,
        at: ['stoppedAt'],
        from: 'startedAt',
        to: 'stoppedAt',
        ...parts,
      }),
      unit: 'min' as const,
    })),
    fc.record({ ...base, across: sometimes(fc.constant('sum' as const)) }).map((parts) => ({
      formula: present({
        kind: 'latest' as const,
        stream: 'measurement' as const,
        at: ['periodStart'],
        field: 'value',
        ...parts,
      }),
      unit: '%' as const,
    })),
  ] as const;
}

interface FormulaBase {
  readonly connections: fc.Arbitrary<readonly string[] | undefined>;
  readonly where: fc.Arbitrary<Where | undefined>;
  readonly dimensions: fc.Arbitrary<string[]>;
}

function ratio(base: FormulaBase) {
  const operand = fc.record({ where: where(), sum: sometimes(fc.constant('pausedMs')) }).map(present);
  return fc
    .record({
      ...base,
      numerator: operand,
      denominator: operand,
      at: fc.constantFrom(['dueAt', 'knownAt'], ['stoppedAt']),
    })
    .map((parts) => ({
      formula: present({ kind: 'ratio' as const, stream: 'slaCycle' as const, ...parts }),
      unit: '%' as const,
    }));
}

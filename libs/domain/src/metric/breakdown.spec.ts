import Big from 'big.js';
import fc from 'fast-check';
import { breakdown, type BreakdownRow } from './breakdown.js';
import type { MetricDefinition, MetricFormula, Unit } from './definition.js';
import type { DayOfObservations } from './fold-observations.js';
import { seriesOf, type MetricSeries } from './series.js';

const base = { stream: 'measurement', at: ['periodStart'], dimensions: ['dimensions.channel'] } as const;
const ratio: MetricFormula = { ...base, kind: 'ratio', numerator: {}, denominator: {} };
const count: MetricFormula = { ...base, kind: 'count' };
const median: MetricFormula = { ...base, kind: 'percentile', percentile: 50, field: 'value' };

/** One day of each window: numerator, denominator, events; null where the slice had no record. */
type Side = readonly [numerator: number, denominator: number, n: number] | null;
interface Slice {
  readonly name: string;
  readonly before: Side;
  readonly after: Side;
}

const [beforeDay, afterDay] = ['2026-11-01', '2026-11-02'];
const instant = (day: number) => new Date(Date.UTC(2026, 10, day));
const windows = {
  before: { start: instant(1), end: instant(2) },
  window: { start: instant(2), end: instant(3) },
  days: 1,
};

function definitionOf(formula: MetricFormula, unit: Unit, precision: number): MetricDefinition {
  return {
    key: 'm',
    title: 'm',
    description: 'm',
    formula,
    unit,
    precision,
    direction: 'up',
    windowDays: 1,
    settlingDays: 0,
    owners: {},
  };
}

function dayOf(day: string, slice: string, side: Side, formula: MetricFormula): DayOfObservations[] {
  if (side === null) return [];
  const [numerator, denominator, n] = side;
  const items = formula.kind === 'percentile' ? [numerator] : null;
  const parts = { numerator: `${numerator}`, denominator: formula.kind === 'ratio' ? `${denominator}` : null };
  return [{ day, slice, ...parts, n, items, excluded: 0 }];
}

/** The whole and the slices of the same days. */
function seriesPair(definition: MetricDefinition, slices: readonly Slice[]): [MetricSeries, MetricSeries] {
  const sliceDays = slices.map(({ name, before, after }) => ({
    name,
    days: [...dayOf(beforeDay, name, before, definition.formula), ...dayOf(afterDay, name, after, definition.formula)],
  }));
  const all = sliceDays.flatMap(({ days }) => days).sort((a, b) => (a.day < b.day ? -1 : 1));
  const seriesWith = (days: Map<string, DayOfObservations[]>, by: string | null) =>
    seriesOf(
      [
        {
          version: 1,
          validFrom: instant(1),
          definition,
          days,
          freshness: {
            dataFrom: instant(1),
            dataTo: instant(3),
            collectedTo: null,
            lastSyncAt: null,
            expectedEveryMs: 1,
            stale: false,
            kept: { valuesFrom: null, recordsFrom: null, pastFrom: null, collectedFrom: null },
            backfillRunning: false,
            connections: [],
          },
        },
      ],
      { calendar: { timeZone: 'UTC', weekStartsOn: 1 }, asOf: instant(20), by },
    );
  return [
    seriesWith(new Map([['', all]]), null),
    seriesWith(new Map(sliceDays.map(({ name, days }) => [name, days])), 'dimensions.channel'),
  ];
}

function broken(
  definition: MetricDefinition,
  slices: readonly Slice[],
  top?: number,
  order: 'size' | 'contribution' = 'size',
) {
  return breakdown(...seriesPair(definition, slices), { ...windows, top, order });
}

const side = fc.option(
  fc
    .tuple(fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 100 }))
    .map(([a, b, n]) => [Math.min(a, b), Math.max(a, b), n] as const),
  { nil: null, freq: 4 },
);
const randomSlices = fc
  .array(fc.tuple(side, side), { minLength: 1, maxLength: 9 })
  .map((rows) => rows.map(([before, after], index): Slice => ({ name: `s${index}`, before, after })));
const sum = (texts: readonly (string | null)[]) => texts.reduce((total, text) => total.plus(text ?? 'x'), new Big(0));
const same = (a: Big, text: string | null) => {
  expect(a.toFixed(6)).toBe(new Big(text ?? 'x').toFixed(6));
};

describe('a breakdown', () => {
  it('has effects that add up to the printed change, row by row and in all, also where slices appear and vanish', () => {
    fc.assert(
      fc.property(randomSlices, fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }), (slices, top) => {
        const found = broken(definitionOf(ratio, '%', 2), slices, top, 'contribution');
        if (found.decomposition === 'noValue') {
          expect(found.whole.delta === null || slices.length === 0).toBe(true);
          return;
        }
        expect(found.decomposition).toBe('mixAndRate');
        const rows: BreakdownRow[] = [...found.slices, ...(found.other ? [found.other] : [])];
        for (const row of [...rows, found.whole]) {
          same(sum([row.effects?.rate ?? null, row.effects?.mix ?? null]), row.contribution);
        }
        same(sum(rows.map(({ contribution }) => contribution)), found.whole.delta);
        same(sum(rows.map(({ effects }) => effects?.rate ?? null)), found.whole.effects?.rate ?? null);
        same(sum(rows.map(({ effects }) => effects?.mix ?? null)), found.whole.effects?.mix ?? null);
      }),
    );
  });

  it('takes what is left out together as sum over sum, and no slice changes with how many are shown', () => {
    fc.assert(
      fc.property(randomSlices, fc.integer({ min: 1, max: 9 }), (slices, top) => {
        const definition = definitionOf(ratio, '%', 2);
        const all = broken(definition, slices);
        const few = broken(definition, slices, top);
        expect(few.slices).toEqual(all.slices.slice(0, top));
        const rest = all.slices.slice(top);
        expect(few.other?.count ?? 0).toBe(rest.length);
        if (!few.other) return;
        for (const when of ['current', 'previous'] as const) {
          same(sum(rest.map((slice) => slice[when].numerator)), few.other[when].numerator);
          same(sum(rest.map((slice) => slice[when].denominator)), few.other[when].denominator);
          expect(few.other[when].n).toBe(rest.reduce((n, slice) => n + slice[when].n, 0));
        }
      }),
    );
  });

  it('gives counts their own difference', () => {
    const slices: Slice[] = [
      { name: 'web', before: [40, 0, 40], after: [55, 0, 55] },
      { name: 'gone', before: [5, 0, 5], after: null },
    ];
    const found = broken(definitionOf(count, 'count', 0), slices);
    expect(found.decomposition).toBe('difference');
    expect(found.slices.map(({ value, contribution, effects }) => [value, contribution, effects])).toEqual([
      ['web', '15', null],
      ['gone', '-5', null],
    ]);
    expect(found.whole.contribution).toBe('10');
  });

  it('claims no contributions to a percentile, and pools the items of what is left out', () => {
    const slices = [5, 1, 9, 3].map((value, index): Slice => ({
      name: `s${index}`,
      before: [value, 0, 1],
      after: [value, 0, 1],
    }));
    const found = broken(definitionOf(median, 'count', 0), slices, 1, 'contribution');
    expect(found).toMatchObject({ decomposition: 'doesNotAddUp', orderedBy: 'size', whole: { contribution: null } });
    // Of 1, 9 and 3: the median of the items, not of medians.
    expect(found.other).toMatchObject({ count: 3, current: { value: '3', n: 3 }, contribution: null, effects: null });
  });

  it('counts both times by the present definition, also where another was in force in the earlier', () => {
    const definition = definitionOf(count, 'count', 0);
    const [whole, sliced] = seriesPair(definition, [{ name: 'a', before: [10, 0, 10], after: [20, 0, 20] }]);
    const [, otherwise] = seriesPair(definition, [{ name: 'a', before: [1, 0, 1], after: [2, 0, 2] }]);
    const withEarlier = (series: MetricSeries, earlier: MetricSeries): MetricSeries => ({
      ...series,
      version: 2,
      versions: [
        ...earlier.versions,
        ...series.versions.map((version) => ({ ...version, version: 2, validFrom: instant(2) })),
      ],
    });
    expect(
      breakdown(withEarlier(whole, otherwise), withEarlier(sliced, otherwise), { ...windows, order: 'size' }),
    ).toMatchObject({
      decomposition: 'difference',
      whole: { delta: '10', contribution: '10', previous: { value: '10', version: 2 } },
      slices: [{ value: 'a', delta: '10', contribution: '10' }],
    });
  });

  it('says where a share stands on few events, and never of a count', () => {
    const slices: Slice[] = [
      { name: 'many', before: [10, 50, 50], after: [10, 60, 60] },
      { name: 'few', before: [10, 50, 50], after: [3, 29, 29] },
    ];
    expect(broken(definitionOf(ratio, '%', 1), slices).slices.map(({ fewEvents }) => fewEvents)).toEqual([false, true]);
    expect(broken(definitionOf(count, 'count', 0), slices).slices.map(({ fewEvents }) => fewEvents)).toEqual([
      false,
      false,
    ]);
  });

  it('orders by events or by part of the change, ties by name', () => {
    const slices: Slice[] = [
      { name: 'b', before: [10, 0, 10], after: [10, 0, 10] },
      { name: 'a', before: [10, 0, 10], after: [10, 0, 10] },
      { name: 'big', before: [100, 0, 100], after: [101, 0, 101] },
      { name: 'moved', before: [60, 0, 60], after: [20, 0, 20] },
    ];
    const names = (order: 'size' | 'contribution') =>
      broken(definitionOf(count, 'count', 0), slices, undefined, order).slices.map(({ value }) => value);
    expect(names('size')).toEqual(['big', 'moved', 'a', 'b']);
    expect(names('contribution')).toEqual(['moved', 'big', 'a', 'b']);
  });
});

import fc from 'fast-check';
import type { MetricDefinition, MetricFormula } from './definition.js';
import { foldObservations, type DayOfObservations, type FoldContext } from './fold-observations.js';
import { addDays, localDateOf, periodsBetween, startOfDate } from './periods.js';

const ratio: MetricFormula = {
  kind: 'ratio',
  stream: 'slaCycle',
  at: ['dueAt'],
  numerator: {},
  denominator: {},
  dimensions: [],
};

function metric(formula: MetricFormula, rest: Partial<MetricDefinition> = {}) {
  const definition: MetricDefinition = {
    key: 'm',
    title: 'M',
    description: '',
    formula,
    unit: formula.kind === 'ratio' ? '%' : 'count',
    precision: 2,
    direction: 'up',
    windowDays: 7,
    settlingDays: 3,
    owners: {},
    ...rest,
  };
  return { definition, version: 1 };
}

function day(date: string, parts: Partial<DayOfObservations>): DayOfObservations {
  return { day: date, slice: '', numerator: null, denominator: null, n: 0, items: null, excluded: 0, ...parts };
}

const zone = 'Europe/Berlin';
const context: FoldContext = {
  timeZone: zone,
  covered: { from: startOfDate('2026-10-01', zone), to: startOfDate('2026-11-09', zone) },
  asOf: startOfDate('2026-11-10', zone),
};
const week = (from: string) => [{ start: startOfDate(from, zone), end: addDays(startOfDate(from, zone), 7, zone) }];

describe('folding days into observations', () => {
  it('divides the sum of numerators by the sum of denominators, never a mean of daily ratios', () => {
    const days = [
      day('2026-11-02', { numerator: '1', denominator: '1', n: 1 }),
      day('2026-11-03', { numerator: '0', denominator: '99', n: 99 }),
    ];
    const [observation] = foldObservations(metric(ratio), days, week('2026-11-02'), context);
    expect(observation).toMatchObject({ value: '1.00', numerator: '1', denominator: '100', n: 100 });
  });

  it('writes a tiny median out, without an exponent', () => {
    const formula: MetricFormula = {
      kind: 'percentile',
      percentile: 50,
      stream: 'measurement',
      at: ['periodStart'],
      field: 'value',
      dimensions: [],
    };
    const days = [day('2026-11-02', { items: [1e-12], n: 1 })];
    const [observation] = foldObservations(metric(formula), days, week('2026-11-02'), context);
    expect(observation).toMatchObject({ value: '0.00', numerator: '0.000000000001' });
  });

  it('pools the items of the whole period for a median, never a median of daily medians', () => {
    const formula: MetricFormula = {
      kind: 'percentile',
      percentile: 50,
      stream: 'change',
      at: ['committedAt'],
      field: 'x',
      dimensions: [],
    };
    const days = [
      day('2026-11-02', { items: [1, 1, 1], n: 3 }),
      day('2026-11-03', { items: [9], n: 1 }),
      day('2026-11-04', { items: [10], n: 1 }),
    ];
    const [observation] = foldObservations(metric(formula), days, week('2026-11-02'), context);
    expect(observation).toMatchObject({ value: '1.00', n: 5 });
  });

  it('tells collected time without events (0) from time that was not collected (absent)', () => {
    const count = metric({ kind: 'count', stream: 'deployment', at: ['finishedAt'], dimensions: [] });
    const collected = foldObservations(count, [], week('2026-11-02'), context);
    const before = foldObservations(count, [], week('2026-09-07'), context);
    expect(collected).toMatchObject([{ value: '0.00', numerator: '0', n: 0, state: 'provisional' }]);
    expect(before).toMatchObject([{ value: null, numerator: null, state: 'absent' }]);
  });

  it('has no value for a ratio without a denominator', () => {
    expect(foldObservations(metric(ratio), [], week('2026-11-02'), context)).toMatchObject([
      { value: null, numerator: '0', denominator: '0' },
    ]);
  });

  it('is partial until period and collection have ended, provisional while it settles, then settled', () => {
    const days = [day('2026-11-02', { numerator: '1', denominator: '2', n: 2 })];
    const stateOf = (asOf: string, settlingDays = 3) =>
      foldObservations(metric(ratio, { settlingDays }), days, week('2026-11-02'), {
        ...context,
        asOf: startOfDate(asOf, zone),
      })[0]?.state;
    expect(stateOf('2026-11-08')).toBe('partial');
    expect(stateOf('2026-11-10')).toBe('provisional');
    expect(stateOf('2026-11-12')).toBe('settled');
    expect(stateOf('2026-11-10', 0)).toBe('settled');
    const running = {
      ...context,
      covered: { from: startOfDate('2026-10-01', zone), to: startOfDate('2026-11-05', zone) },
    };
    expect(foldObservations(metric(ratio), days, week('2026-11-02'), running)[0]?.state).toBe('partial');
  });

  it('takes the rate of an unfinished period over the time that has passed', () => {
    const perWeek = metric(
      { kind: 'count', stream: 'deployment', at: ['finishedAt'], per: 'week', dimensions: [] },
      { unit: '/wk' },
    );
    const days = [day('2026-11-02', { numerator: '3', n: 3 })];
    const half = {
      ...context,
      asOf: startOfDate('2026-11-09', zone),
      covered: { from: startOfDate('2026-10-01', zone), to: startOfDate('2026-11-06', zone) },
    };
    expect(foldObservations(perWeek, days, week('2026-11-02'), half)).toMatchObject([
      { value: '5.25', state: 'partial' },
    ]);
  });

  it('loses and doubles nothing when periods are merged, across clock changes of six zones', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 900 }),
        fc.array(fc.tuple(fc.nat(120), fc.nat(50), fc.nat(50)), { maxLength: 60 }),
        fc.constantFrom('week' as const, 'month' as const),
        (timeZone, offset, events, grain) => {
          const calendar = { timeZone, weekStartsOn: 1 };
          const first = addDays(startOfDate('2024-01-01', timeZone), offset, timeZone);
          const byDay = new Map<string, [number, number]>();
          for (const [at, met, missed] of events) {
            const date = localDateOf(addDays(first, at, timeZone), timeZone);
            const [a, b] = byDay.get(date) ?? [0, 0];
            byDay.set(date, [a + met, b + met + missed]);
          }
          const days = [...byDay]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([date, [a, b]]) => day(date, { numerator: `${a}`, denominator: `${b}`, n: b }));
          const covered = { from: first, to: addDays(first, 200, timeZone) };
          const whole = { timeZone, covered, asOf: covered.to };
          const coarse = periodsBetween(first, addDays(first, 130, timeZone), grain, calendar);
          const fine = periodsBetween(coarse[0]?.start ?? first, coarse.at(-1)?.end ?? first, 'day', calendar);
          const total = (periods: typeof coarse) =>
            foldObservations(metric(ratio), days, periods, whole).reduce((sum, { n }) => sum + n, 0);
          expect(total(coarse)).toBe(total(fine));
          expect(total(coarse)).toBe(events.reduce((sum, [, met, missed]) => sum + met + missed, 0));
        },
      ),
    );
  });
});

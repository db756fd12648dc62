import { checkDefinition } from './check-definition.js';
import type { MetricDefinition, MetricFormula, Where } from './definition.js';

const codes = (formula: MetricFormula, unit: MetricDefinition['unit']) =>
  checkDefinition({ formula, unit }).map(({ path, reason }) => `${path.join('.')} ${reason.code}`);

const attainment: MetricFormula = {
  kind: 'ratio',
  stream: 'slaCycle',
  at: ['dueAt', 'stoppedAt', 'knownAt'],
  numerator: { where: { state: 'met' } },
  denominator: { where: { state: ['met', 'breached'] } },
  dimensions: ['priority', 'dimensions.region'],
};
const leadTime: MetricFormula = {
  kind: 'percentile',
  stream: 'change',
  percentile: 50,
  from: 'committedAt',
  to: 'deployment.finishedAt',
  at: ['deployment.finishedAt'],
  where: { 'deployment.tier': 'production', merge: false },
  dimensions: [],
};
const deployments: MetricFormula = {
  kind: 'count',
  stream: 'deployment',
  at: ['finishedAt'],
  dimensions: ['service'],
  per: 'week',
};

describe('check of a metric definition', () => {
  it('accepts fields of the stream, dimensions and fields of the deployment of a change', () => {
    expect(codes(attainment, '%')).toEqual([]);
    expect(codes(leadTime, 'h')).toEqual([]);
    expect(codes(deployments, '/wk')).toEqual([]);
  });

  it('names every unknown field with the ones that would fit', () => {
    const issues = checkDefinition({
      unit: '%',
      formula: { ...attainment, at: ['dueOn'], dimensions: ['priorty'], where: { queue: 'web' } },
    });
    expect(issues.map(({ path }) => path)).toEqual([
      ['formula', 'at', 0],
      ['formula', 'where', 'queue'],
      ['formula', 'dimensions', 0],
    ]);
    expect(issues[0]?.reason).toEqual({
      code: 'fieldUnknown',
      name: 'dueOn',
      stream: 'slaCycle',
      known: ['startedAt', 'dueAt', 'stoppedAt', 'knownAt'],
    });
  });

  it('refuses names from the prototype of objects and dotted dimensions', () => {
    expect(codes({ ...deployments, dimensions: ['constructor', 'dimensions.a.b', 'dimensions.'] }, '/wk')).toEqual([
      'formula.dimensions.0 fieldUnknown',
      'formula.dimensions.1 fieldUnknown',
      'formula.dimensions.2 fieldUnknown',
    ]);
  });

  it('refuses a field of the wrong kind for its use', () => {
    expect(codes({ ...deployments, at: ['outcome'] }, '/wk')).toEqual(['formula.at.0 fieldUnfit']);
    expect(
      codes({ kind: 'sum', stream: 'funnelCount', at: ['periodStart'], sum: 'step', dimensions: [] }, 'count'),
    ).toEqual(['formula.sum fieldUnfit']);
    expect(codes({ ...deployments, dimensions: ['finishedAt'] }, '/wk')).toEqual(['formula.dimensions.0 fieldUnfit']);
    expect(codes({ ...leadTime, from: 'dimensions.start' }, 'h')).toEqual(['formula.from fieldUnfit']);
  });

  it('knows a deployment only in percentiles of changes', () => {
    expect(codes({ ...deployments, where: { 'deployment.tier': 'production' } }, '/wk')).toEqual([
      'formula.where.deployment.tier fieldUnknown',
    ]);
    expect(codes({ kind: 'count', stream: 'change', at: ['deployment.finishedAt'], dimensions: [] }, 'count')).toEqual([
      'formula.at.0 deploymentFieldOutsidePercentile',
    ]);
  });

  it('refuses a condition that no record can meet', () => {
    expect(codes({ ...attainment, numerator: { where: { state: ['met', 'done'] } } }, '%')).toEqual([
      'formula.numerator.where.state conditionValueUnknown',
    ]);
    expect(codes({ ...leadTime, where: { merge: 'no', 'deployment.tier': { not: ['prod'] } } }, 'h')).toEqual([
      'formula.where.merge conditionValueUnknown',
      'formula.where.deployment.tier conditionValueUnknown',
    ]);
    expect(codes({ ...attainment, where: { priority: { present: true }, instance: 1 } }, '%')).toEqual([]);
  });

  it('asks for one item of a percentile: a field, or both ends of a duration', () => {
    const { from: _from, ...withoutFrom } = leadTime;
    expect(codes(withoutFrom, 'h')).toEqual(['formula percentileItemMissing']);
    expect(
      codes(
        {
          ...leadTime,
          stream: 'slaCycle',
          from: 'startedAt',
          to: 'stoppedAt',
          at: ['stoppedAt'],
          where: {},
          field: 'pausedMs',
        },
        'h',
      ),
    ).toEqual(['formula.field percentileItemTwice']);
    const paused: MetricFormula = {
      kind: 'percentile',
      stream: 'slaCycle',
      percentile: 90,
      field: 'pausedMs',
      at: ['stoppedAt'],
      dimensions: [],
    };
    expect(codes(paused, 'ms')).toEqual([]);
    expect(codes({ ...paused, nonPositive: 'include' }, 'ms')).toEqual(['formula.nonPositive nonPositiveOfField']);
  });

  it.each<[string, MetricFormula, MetricDefinition['unit']]>([
    ['a duration in per cent', leadTime, '%'],
    ['a count in per cent', { ...deployments, per: undefined }, '%'],
    ['a weekly rate per day', deployments, '/d'],
    ['a rate without "per"', { ...deployments, per: undefined }, '/wk'],
    ['a share per week', attainment, '/wk'],
  ])('refuses the unit of %s', (_name, formula, unit) => {
    expect(codes(formula, unit)).toEqual(['unit unitUnfit']);
  });

  it('knows what is open, mean times and latest values', () => {
    const base = { stream: 'slaCycle', dimensions: [] } as const;
    const open: MetricFormula = { ...base, kind: 'open', at: ['dueAt'], until: ['stoppedAt'] };
    expect(codes(open, 'count')).toEqual([]);
    expect(codes({ ...open, until: [] }, '%')).toEqual(['formula.until untilEmpty', 'unit unitUnfit']);
    expect(codes({ ...open, until: ['state'] }, 'count')).toEqual(['formula.until.0 fieldUnfit']);
    const mean: MetricFormula = { ...base, kind: 'duration', at: ['stoppedAt'], from: 'startedAt', to: 'stoppedAt' };
    expect(codes(mean, 'h')).toEqual([]);
    expect(codes({ ...mean, from: 'ticket' }, 'count')).toEqual(['formula.from fieldUnfit', 'unit unitUnfit']);
    const gauge: MetricFormula = {
      ...base,
      kind: 'latest',
      stream: 'measurement',
      at: ['periodStart'],
      field: 'value',
    };
    expect(codes(gauge, '%')).toEqual([]);
    expect(codes({ ...gauge, field: 'metric' }, '/wk')).toEqual(['formula.field fieldUnfit', 'unit unitUnfit']);
  });

  it('compares numbers and instants with bounds, texts with their parts, and lists alternatives', () => {
    const where = (condition: Where) => codes({ ...attainment, where: condition }, '%');
    expect(where({ pausedMs: { atLeast: 5, below: '10.5' }, dueAt: { above: '2026-11-15T09:30:00+01:00' } })).toEqual(
      [],
    );
    expect(where({ ticket: { startsWith: 'INC' }, 'dimensions.region': { contains: 'north' } })).toEqual([]);
    expect(where([{ state: 'met' }, { priority: 'high' }])).toEqual([]);
    expect(where([])).toEqual(['formula.where alternativesEmpty']);
    expect(where([{}, { queue: 'web' }])).toEqual(['formula.where.1.queue fieldUnknown']);
    expect(where({ priority: { atLeast: 2 }, 'dimensions.region': { below: 1 } })).toEqual([
      'formula.where.priority conditionUnfit',
      'formula.where.dimensions.region conditionUnfit',
    ]);
    expect(where({ pausedMs: { contains: '1' }, state: { startsWith: 'm' } })).toEqual([
      'formula.where.pausedMs conditionUnfit',
      'formula.where.state conditionUnfit',
    ]);
    expect(where({ pausedMs: { above: 'many' }, dueAt: { atMost: '2026-11-15' }, instance: {} })).toEqual([
      'formula.where.pausedMs.above boundUnreadable',
      'formula.where.dueAt.atMost boundUnreadable',
      'formula.where.instance boundsEmpty',
    ]);
  });

  it('adds amounts only within one currency, and shows them in it', () => {
    const revenue = (where: Where, sum = 'revenueMinor'): MetricFormula => ({
      kind: 'sum',
      stream: 'funnelCount',
      at: ['periodStart'],
      sum,
      where,
      dimensions: [],
    });
    expect(codes(revenue({ currency: 'EUR' }), 'EUR')).toEqual([]);
    expect(codes(revenue({ currency: 'EUR' }), 'USD')).toEqual(['unit unitUnfit']);
    expect(codes(revenue({}), 'EUR')).toEqual(['formula.sum currencyNotOne']);
    expect(codes(revenue({ currency: ['EUR', 'USD'] }), 'EUR')).toEqual(['formula.sum currencyNotOne']);
    expect(codes(revenue([{ currency: 'EUR' }, { step: 'paid' }]), 'EUR')).toEqual(['formula.sum currencyNotOne']);
    expect(codes(revenue({ currency: 'euro' }), 'EUR')).toEqual(['formula.sum currencyUnknown']);
    const orders = { sum: 'count', where: { step: 'order' } };
    const orderValue: MetricFormula = {
      kind: 'ratio',
      stream: 'funnelCount',
      at: ['periodStart'],
      numerator: { sum: 'revenueMinor', where: { currency: 'JPY' } },
      denominator: orders,
      dimensions: [],
    };
    expect(codes(orderValue, 'JPY')).toEqual([]);
    expect(codes({ ...orderValue, denominator: { sum: 'revenueMinor', where: { currency: 'EUR' } } }, '%')).toEqual([
      'formula.numerator.sum currenciesMixed',
      'formula.denominator.sum currenciesMixed',
    ]);
  });

  it('asks for an instant, and for each name once', () => {
    expect(codes({ ...deployments, at: [] }, '/wk')).toEqual(['formula.at atEmpty']);
    expect(codes({ ...deployments, dimensions: ['service', 'service'], connections: ['git', 'git'] }, '/wk')).toEqual([
      'formula.dimensions.1 nameTwice',
      'formula.connections.1 nameTwice',
    ]);
  });
});

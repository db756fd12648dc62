import { defineStandardMetric } from '@tandem/domain/catalogue/define-standard-metric';
import { standardMetrics } from '@tandem/domain/catalogue/standard-metrics';
import { checkDefinition } from '@tandem/domain/metric/check-definition';
import { openMetricStage, recordOf, type MetricStage } from '@tandem/testing/metric-stage';

const conversion = standardMetrics
  .filter(({ family }) => family === 'conversion')
  .map((metric) => defineStandardMetric(metric));
const november = { from: '2026-11-01', to: '2026-12-01', grain: 'month' } as const;

let stage: MetricStage;
beforeAll(async () => {
  stage = await openMetricStage(conversion);
});
afterAll(() => stage.close());
beforeEach(() => stage.empty());

interface Count {
  readonly date: number;
  readonly step: string;
  readonly entity: string;
  readonly count: number;
  readonly device?: string;
  readonly revenueMinor?: number;
  readonly currency?: string;
}

function counted({ date, device, ...fields }: Count) {
  const periodStart = `2026-11-${String(date).padStart(2, '0')}T00:00:00.000Z`;
  const key = [periodStart, fields.step, fields.entity, device ?? '', fields.currency ?? ''].join('/');
  return recordOf('funnelCount', key, { periodStart, ...fields }, device === undefined ? {} : { device });
}

const sessions = (date: number, count: number) => counted({ date, step: 'session', entity: 'session', count });
const purchases = (date: number, count: number) => counted({ date, step: 'purchase', entity: 'session', count });
const users = (date: number, step: string, count: number, device?: string) =>
  counted({ date, step, entity: 'user', count, ...(device === undefined ? {} : { device }) });

describe('session conversion', () => {
  it('is sum ÷ sum over days of unlike size', async () => {
    await stage.commit([sessions(10, 900), purchases(10, 9), sessions(11, 100), purchases(11, 9)]);
    expect(await stage.values('session-conversion', { from: '2026-11-10', to: '2026-11-12' })).toEqual([
      '1.00',
      '9.00',
    ]);
    expect(await stage.values('session-conversion', november)).toEqual(['1.80']);
  });

  it('does not mix sessions with events or users', async () => {
    await stage.commit([
      sessions(10, 100),
      purchases(10, 5),
      counted({ date: 10, step: 'purchase', entity: 'event', count: 8 }),
      users(10, 'visit', 60),
      users(10, 'purchase', 4),
    ]);
    expect(await stage.values('session-conversion', november)).toEqual(['5.00']);
    expect(await stage.values('conversions-per-session', november)).toEqual(['0.080']);
    expect(await stage.values('user-conversion', { from: '2026-11-10', to: '2026-11-11' })).toEqual(['6.67']);
  });

  it('has no value for a day without sessions', async () => {
    await stage.commit([sessions(10, 0), purchases(10, 0)]);
    expect(await stage.values('session-conversion', { from: '2026-11-10', to: '2026-11-11' })).toEqual([null]);
  });

  it('is provisional while conversions may still be credited to the earlier visit’s day', async () => {
    await stage.commit([sessions(30, 100), purchases(30, 2)]);
    const lastDay = { from: '2026-11-30', to: '2026-12-01' } as const;
    expect(await stage.ask('session-conversion', lastDay)).toMatchObject([{ value: '2.00', state: 'provisional' }]);
    await stage.commit([purchases(30, 3)]);
    expect(await stage.ask('session-conversion', lastDay)).toMatchObject([{ value: '3.00', state: 'provisional' }]);
    expect(await stage.ask('session-conversion', { from: '2026-11-27', to: '2026-11-28' })).toMatchObject([
      { state: 'settled' },
    ]);
  });
});

describe('user conversion', () => {
  it('is refused over several days, because somebody may have come on two of them', async () => {
    await stage.commit([
      users(10, 'visit', 50),
      users(10, 'purchase', 5),
      users(11, 'visit', 50),
      users(11, 'purchase', 5),
    ]);
    expect(await stage.values('user-conversion', { from: '2026-11-10', to: '2026-11-12' })).toEqual(['10.00', '10.00']);
    const twoDays = { from: '2026-11-10', to: '2026-11-12', window: true } as const;
    expect(await stage.ask('user-conversion', twoDays)).toMatchObject([{ value: null, absence: 'uniqueDoNotAdd' }]);
    expect(await stage.ask('user-conversion', november)).toMatchObject([{ value: null, absence: 'uniqueDoNotAdd' }]);
  });

  it('does not add up devices: the whole is what was delivered for all of them, or nothing', async () => {
    await stage.commit([
      users(10, 'visit', 40, 'phone'),
      users(10, 'purchase', 2, 'phone'),
      users(10, 'visit', 30, 'desktop'),
      users(10, 'purchase', 3, 'desktop'),
    ]);
    const day = { from: '2026-11-10', to: '2026-11-11' } as const;
    const sliced = await stage.ask('user-conversion', { ...day, by: 'dimensions.device' });
    expect(sliced.map(({ dimensions, value }) => [dimensions['dimensions.device'], value])).toEqual([
      ['desktop', '10.00'],
      ['phone', '5.00'],
    ]);
    expect(await stage.values('user-conversion', day)).toEqual([null]);
    await stage.commit([users(10, 'visit', 60), users(10, 'purchase', 5)]);
    expect(await stage.values('user-conversion', day)).toEqual(['8.33']);
  });
});

describe('cart abandonment', () => {
  it('and completion always make a whole', async () => {
    await stage.commit([counted({ date: 10, step: 'cart', entity: 'session', count: 40 }), purchases(10, 11)]);
    expect(await stage.values('cart-completion', november)).toEqual(['27.50']);
    expect(await stage.values('cart-abandonment', november)).toEqual(['72.50']);
  });
});

describe('revenue', () => {
  const order = (date: number, count: number, revenueMinor: number, currency: string) =>
    counted({ date, step: 'purchase', entity: 'event', count, revenueMinor, currency });

  it('adds up one currency only, and average orders are of that currency alone', async () => {
    await stage.commit([order(10, 2, 10_000, 'EUR'), order(11, 1, 2_000, 'EUR'), order(10, 5, 900_000, 'USD')]);
    expect(await stage.values('revenue', november)).toEqual(['120.00']);
    expect(await stage.values('average-order-value', november)).toEqual(['40.00']);
  });

  it('is refused as a definition that would mix currencies', () => {
    const revenue = conversion.find(({ key }) => key === 'revenue');
    if (revenue?.formula.kind !== 'sum') throw new Error('Revenue is a sum.');
    const mixed = { ...revenue, formula: { ...revenue.formula, where: { currency: ['EUR', 'USD'] } } };
    expect(checkDefinition(mixed)).not.toEqual([]);
  });
});

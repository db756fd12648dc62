import type { CountDefinition, MetricDefinition, Unit } from '../metric/definition.js';
import { defineStandardMetric } from './define-standard-metric.js';
import { deliveryBandsOf } from './delivery-bands-of.js';
import { standardMetricNamed } from './standard-metrics.js';

function adopted(standard: string): MetricDefinition {
  const found = standardMetricNamed(standard);
  if (!found) throw new Error(`The catalogue lacks ${standard}.`);
  return defineStandardMetric(found);
}

const editions = (standard: string, unit: Unit, value: string | null) =>
  deliveryBandsOf({ ...adopted(standard), unit }, value)?.editions ?? [];
const of2024 = (standard: string, unit: Unit, value: string | null) =>
  editions(standard, unit, value).find(({ date }) => date === '2024-10');
const holding = (standard: string, unit: Unit, value: string | null) =>
  of2024(standard, unit, value)
    ?.clusters.filter(({ holdsValue }) => holdsValue)
    .map(({ name }) => name);

describe('bands of delivery metrics', () => {
  it('stand beside the edition, date and source that they are from', () => {
    const found = editions('deployment-frequency', '/wk', '3.0');
    expect(found.map(({ date }) => date)).toEqual(['2026-01', '2024-10']);
    for (const { edition, source } of found) {
      expect(source).toMatch(/^https:\/\/dora\.dev\//);
      expect(edition).toContain('DORA');
    }
  });

  it('are not invented for an edition that publishes none', () => {
    const [newest] = editions('deployment-frequency', '/wk', '3.0');
    expect(newest).toMatchObject({ date: '2026-01', clusters: [] });
    expect(newest?.note).toContain('no band');
  });

  it('count in the unit of the metric', () => {
    expect(holding('change-lead-time-median', 'h', '30.0')).toEqual(['high']);
    expect(holding('change-lead-time-median', 'd', '1.25')).toEqual(['high']);
    expect(holding('deployment-frequency', '/d', '2.0')).toEqual(['elite']);
    expect(holding('deployment-frequency', '/wk', '0.5')).toEqual(['medium']);
  });

  it('can be several where clusters share a level, and none where a value lies between them', () => {
    expect(holding('failed-deployment-recovery-time', 'h', '5')).toEqual(['high', 'medium']);
    expect(holding('failed-deployment-recovery-time', 'h', '100')).toEqual([]);
  });

  it('never judge a change fail rate alone, because the clusters are not in its order', () => {
    const band = of2024('change-fail-rate', '%', '5.0');
    expect(band?.clusters.map(({ name, level, holdsValue }) => [name, level, holdsValue])).toEqual([
      ['elite', '5%', false],
      ['high', '20%', false],
      ['medium', '10%', false],
      ['low', '40%', false],
    ]);
    expect(band?.note).toContain('no band');
  });

  it('are no claim about other metrics, nor about a value that is absent', () => {
    const { standard: _standard, ...unlike } = adopted('change-lead-time-median');
    expect(deliveryBandsOf(unlike, '5')).toBeNull();
    expect(deliveryBandsOf(adopted('revenue'), '5')).toBeNull();
    expect(deliveryBandsOf(adopted('change-lead-time-p90'), '5')).toBeNull();
    expect(holding('change-lead-time-median', 'h', null)).toEqual([]);
  });

  it('hold for one service, some sources, other slices and another time unit of the same measure', () => {
    const metric = adopted('deployment-frequency');
    const formula = metric.formula as CountDefinition;
    const narrowed = {
      ...formula,
      per: 'day' as const,
      connections: ['pipeline'],
      where: { tier: 'production', outcome: 'succeeded', service: 'shop' },
      dimensions: [],
    };
    expect(deliveryBandsOf({ ...metric, formula: narrowed, unit: '/d' }, '1.0')).toMatchObject({ withheld: null });
  });

  it('are withheld, with a reason, where the formula measures something else by now', () => {
    const metric = adopted('deployment-frequency');
    const formula = metric.formula as CountDefinition;
    for (const changed of [
      { ...formula, where: { tier: 'staging', outcome: 'succeeded' } },
      { ...formula, at: ['startedAt'] },
      { ...formula, where: [{ outcome: 'succeeded' }, { outcome: 'failed' }] },
    ]) {
      expect(deliveryBandsOf({ ...metric, formula: changed }, '1.0')).toEqual({
        withheld: 'formulaChanged',
        editions: [],
      });
    }
  });
});

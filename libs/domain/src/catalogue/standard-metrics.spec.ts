import { checkDefinition } from '../metric/check-definition.js';
import { describeFormula } from '../metric/describe-formula.js';
import { readsLinks } from '../record/linked-fields.js';
import { fieldsOf } from '../record/streams.js';
import { defineStandardMetric } from './define-standard-metric.js';
import { parameterValues } from './standard-metric.js';
import { standardMetricKeys, standardMetricNamed, standardMetrics } from './standard-metrics.js';

describe('the ready-made catalogue', () => {
  it('has every key once', () => {
    expect(new Set(standardMetricKeys).size).toBe(standardMetricKeys.length);
  });

  it.each(standardMetricKeys)('%s can be calculated as it stands', (key) => {
    const standard = standardMetricNamed(key);
    if (!standard) throw new Error(`${key} is missing.`);
    const definition = defineStandardMetric(standard);
    expect(checkDefinition(definition)).toEqual([]);
    expect(describeFormula(definition).text).not.toBe('');
    expect(definition.standard).toBe(key);
  });

  it('names for each metric the trap that it avoids, in one sentence, and both sides’ words', () => {
    for (const { trap, wording } of standardMetrics) {
      expect(trap).toMatch(/^[A-Z].*\.$/);
      expect(wording.marketing).not.toBe(wording.it);
    }
  });

  it('asks of each stream only for fields that it has, and of other metrics only for those of the catalogue', () => {
    for (const standard of standardMetrics) {
      for (const need of standard.needs(parameterValues(standard))) {
        if ('metrics' in need) expect(need.metrics.filter((key) => !standardMetricNamed(key))).toEqual([]);
        else {
          const names = need.fields.map(({ field }) => field);
          expect(names.filter((name) => !Object.hasOwn(fieldsOf(need.stream), name))).toEqual([]);
        }
      }
    }
  });

  it('asks for incidents wherever a metric reads the links to them', () => {
    const linked = standardMetrics.filter((standard) => readsLinks(standard.formula(parameterValues(standard))));
    expect(linked.map(({ key }) => key)).toContain('change-fail-rate');
    for (const standard of linked) {
      const streams = standard.needs(parameterValues(standard)).map((need) => ('stream' in need ? need.stream : ''));
      expect(streams).toEqual(['deployment', 'incident']);
    }
  });

  it('leaves to who adopts it: key, words, owners, connections, dimensions and parameters', () => {
    const budget = standardMetricNamed('error-budget-left');
    const rate = standardMetricNamed('change-fail-rate');
    if (!budget || !rate) throw new Error('The catalogue lacks a metric.');
    const parameters = { objective: '0.99', attainment: 'replies' };
    expect(defineStandardMetric(budget, { key: 'budget', title: 'Budget', parameters })).toMatchObject({
      key: 'budget',
      title: 'Budget',
      standard: 'error-budget-left',
      formula: { kind: 'derived', expression: "100 - (100 - 'replies') / (1 - 0.99)" },
    });
    expect(defineStandardMetric(rate, { connections: ['pipeline'], dimensions: [] }).formula).toMatchObject({
      connections: ['pipeline'],
      dimensions: [],
    });
  });
});

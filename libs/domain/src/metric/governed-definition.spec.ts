import type { MetricDefinition, RatioDefinition } from './definition.js';
import { isSameGoverned, withWordingOf } from './governed-definition.js';

const formula: RatioDefinition = {
  kind: 'ratio',
  stream: 'slaCycle',
  at: ['dueAt'],
  numerator: { where: { state: 'met' } },
  denominator: {},
  dimensions: ['priority', 'team'],
};
const attainment: MetricDefinition = {
  key: 'attainment',
  title: 'Attainment',
  description: 'Promises kept',
  formula,
  unit: '%',
  precision: 1,
  direction: 'up',
  windowDays: 7,
  settlingDays: 3,
  owners: {},
};

describe('the governed part of a definition', () => {
  it('is the same whatever a metric is called, whoever owns it, and in which order its dimensions are named', () => {
    const renamed: MetricDefinition = {
      ...attainment,
      title: 'Kept',
      description: 'Other words',
      wording: { it: 'SLA' },
      owners: { it: 'service' },
      formula: { ...formula, dimensions: ['team', 'priority'] },
    };
    expect(isSameGoverned(attainment, renamed)).toBe(true);
  });

  it.each<Partial<MetricDefinition>>([
    { unit: 'count' },
    { precision: 2 },
    { direction: 'down' },
    { windowDays: 14 },
    { settlingDays: 0 },
    { formula: { ...formula, at: ['stoppedAt'] } },
    { formula: { ...formula, dimensions: ['team'] } },
  ])('is another with %j', (change) => {
    expect(isSameGoverned(attainment, { ...attainment, ...change })).toBe(false);
  });

  it('keeps an old definition under the present name', () => {
    const latest: MetricDefinition = {
      ...attainment,
      title: 'Kept',
      wording: { it: 'SLA' },
      unit: 'count',
      windowDays: 14,
    };
    expect(withWordingOf(attainment, latest)).toEqual({ ...attainment, title: 'Kept', wording: { it: 'SLA' } });
  });
});

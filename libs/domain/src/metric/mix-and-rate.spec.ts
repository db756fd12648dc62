import { contributions, type ContributionSlice } from './contribution.js';
import { mixAndRate } from './mix-and-rate.js';
import type { ShownMetric } from './shown-value.js';

const rate: ShownMetric = {
  formula: {
    kind: 'ratio',
    stream: 'funnelCount',
    at: ['periodStart'],
    dimensions: [],
    numerator: {},
    denominator: {},
  },
  unit: '%',
  precision: 2,
};
const slice = (key: string, before: [number, number] | null, after: [number, number] | null): ContributionSlice => ({
  key,
  before: before && { numerator: `${before[0]}`, denominator: `${before[1]}` },
  after: after && { numerator: `${after[0]}`, denominator: `${after[1]}` },
});
const effectsOf = (metric: ShownMetric, slices: ContributionSlice[]) =>
  mixAndRate(metric, slices, contributions(metric, slices)?.contributions ?? []);

describe('mix and rate effects', () => {
  it('tell a changed mix from changed rates', () => {
    // Direct keeps its 10 % and grows from half to three quarters of the visits; search keeps its 2 %.
    expect(effectsOf(rate, [slice('direct', [50, 500], [75, 750]), slice('search', [10, 500], [5, 250])])).toEqual([
      { rate: '0.00', mix: '1.00' },
      { rate: '0.00', mix: '1.00' },
    ]);
    // The same mix, and search rises from 2 % to 4 %.
    expect(effectsOf(rate, [slice('direct', [50, 500], [50, 500]), slice('search', [10, 500], [20, 500])])).toEqual([
      { rate: '0.00', mix: '0.00' },
      { rate: '1.00', mix: '0.00' },
    ]);
  });

  it('weigh a changed rate with the mean of both shares', () => {
    // Search goes from 2 % to 4 % while its share falls from a half to a quarter: 2 pp × 3/8.
    const [, search] = effectsOf(rate, [slice('direct', [50, 500], [75, 750]), slice('search', [10, 500], [10, 250])]);
    expect(search).toEqual({ rate: '0.75', mix: '0.75' });
  });

  it('count a slice that appears or vanishes as mix alone', () => {
    const slices = [slice('old', [10, 100], null), slice('kept', [20, 100], [20, 100]), slice('new', null, [40, 100])];
    expect(effectsOf(rate, slices)).toEqual([
      { rate: '0.00', mix: '2.50' },
      { rate: '0.00', mix: '0.00' },
      { rate: '0.00', mix: '12.50' },
    ]);
    expect(effectsOf(rate, [slice('empty', [0, 0], [3, 10]), slice('kept', [1, 10], [1, 10])])[0]?.rate).toBe('0.00');
  });

  it('speak the unit of a mean time', () => {
    const metric: ShownMetric = {
      formula: {
        kind: 'duration',
        stream: 'slaCycle',
        at: ['stoppedAt'],
        dimensions: [],
        from: 'startedAt',
        to: 'stoppedAt',
      },
      unit: 'h',
      precision: 1,
    };
    expect(effectsOf(metric, [slice('all', [3_600_000, 1], [14_400_000, 2])])).toEqual([{ rate: '1.0', mix: '0.0' }]);
  });
});

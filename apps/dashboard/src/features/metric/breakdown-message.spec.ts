import type { Breakdown } from '@tandem/contracts/metrics';
import { breakdownMessage, dimensionName, sliceName } from './breakdown-message.js';

const observed: Breakdown['current'] = {
  start: '2026-11-05T00:00:00Z',
  end: '2026-11-12T00:00:00Z',
  dimensions: {},
  value: '1',
  numerator: null,
  denominator: null,
  n: 1,
  state: 'settled',
  version: 1,
};
const slice = (value: string, contribution: string | null): Breakdown['slices'][number] => ({
  value,
  share: null,
  current: observed,
  previous: observed,
  delta: null,
  contribution,
  rateEffect: null,
  mixEffect: null,
  fewEvents: false,
});

describe('words of a breakdown', () => {
  it('names the part that made most of the change', () => {
    const slices = [slice('Mobile', '0.070'), slice('Desktop', '0.019'), slice('App', '-0.009')];
    expect(breakdownMessage({ by: 'device', delta: '0.08', slices })).toBe('Mobile made most of the rise');
  });

  it('names nobody when no part has more than half of what moved that way', () => {
    const slices = [slice('a', '-0.03'), slice('b', '-0.03'), slice('c', '-0.02')];
    expect(breakdownMessage({ by: 'device', delta: '-0.08', slices })).toBe(
      'The change is spread over several: by device',
    );
  });

  it('claims nothing where parts do not add up', () => {
    expect(breakdownMessage({ by: 'leadChannel', delta: '3', slices: [slice('a', null), slice('b', null)] })).toBe(
      'By lead channel',
    );
  });

  it('reads names of dimensions and empty values', () => {
    expect(dimensionName('dimensions.market_segment')).toBe('Market segment');
    expect(sliceName('')).toBe('(not stated)');
  });
});

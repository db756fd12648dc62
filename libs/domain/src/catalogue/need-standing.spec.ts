import type { StreamName } from '../record/streams.js';
import { needStanding, type ArrivedStream } from './need-standing.js';
import { needs, optional, valued } from './standard-metric.js';

const shop = { id: 'shop', name: 'Shop' };
const arrived = new Map<StreamName, ArrivedStream>([
  [
    'funnelCount',
    {
      sources: [shop],
      kinds: [
        { values: { step: 'session', entity: 'session' }, fields: ['step', 'entity', 'count'] },
        { values: { step: 'purchase', entity: 'event' }, fields: ['step', 'entity', 'count', 'revenueMinor'] },
      ],
    },
  ],
]);
const nothing = new Set<string>();

describe('what a standard metric needs', () => {
  it('is met by records with its values and all its fields', () => {
    const need = needs('funnelCount', valued('step', 'purchase'), valued('entity', 'event'), 'revenueMinor');
    expect(needStanding(need, arrived, nothing)).toMatchObject({ met: true, sources: [shop] });
  });

  it('is not met by values that no record has together', () => {
    const need = needs('funnelCount', valued('step', 'purchase'), valued('entity', 'session'), 'count');
    expect(needStanding(need, arrived, nothing)).toEqual({
      stream: 'funnelCount',
      sources: [shop],
      fields: [
        { field: 'step', value: 'purchase', arrived: true },
        { field: 'entity', value: 'session', arrived: true },
        { field: 'count', arrived: false },
      ],
      met: false,
    });
  });

  it('is not met by records of other values that happen to have the field', () => {
    const need = needs('funnelCount', valued('step', 'session'), 'revenueMinor');
    expect(needStanding(need, arrived, nothing).met).toBe(false);
  });

  it('does not ask for what is optional', () => {
    const need = needs('funnelCount', valued('step', 'session'), optional('revenueMinor'));
    expect(needStanding(need, arrived, nothing)).toMatchObject({
      met: true,
      fields: [{ arrived: true }, { field: 'revenueMinor', optional: true, arrived: false }],
    });
  });

  it('is not met by a stream that nobody delivers', () => {
    expect(needStanding(needs('incident', 'openedAt'), arrived, nothing)).toMatchObject({ sources: [], met: false });
  });

  it('is met by metrics that exist', () => {
    const need = { metrics: ['replies'] };
    expect(needStanding(need, arrived, new Set(['replies'])).met).toBe(true);
    expect(needStanding(need, arrived, nothing)).toEqual({ metrics: [{ key: 'replies', exists: false }], met: false });
  });
});

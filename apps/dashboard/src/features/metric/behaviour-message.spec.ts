import { behaviourMessage } from './behaviour-message.js';

type Signal = Parameters<typeof behaviourMessage>[0]['points'][number]['signal'];
const points = (signals: readonly Signal[]) => ({
  points: signals.map((signal) => ({ start: '2026-11-02T00:00:00Z', end: '2026-11-09T00:00:00Z', value: '1', signal })),
});

describe('behaviourMessage', () => {
  it('calls a recent signal a real change', () => {
    expect(behaviourMessage(points([null, null, null, 'beyondLimits']))).toBe('A real change, not noise');
  });

  it('does not call an old signal news', () => {
    expect(behaviourMessage(points(['beyondLimits', null, null, null, null]))).toMatch(/^Settled again/);
  });

  it('calls everything else ordinary variation', () => {
    expect(behaviourMessage(points([null, null]))).toBe('Ordinary variation: no signal');
  });
});

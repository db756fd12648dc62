import { behaviourMessage, pointsText } from './behaviour-message.js';

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

  it('speaks of the length that its points have', () => {
    const long = {
      points: ['beyondLimits' as const, null, null].map((signal) => ({
        start: '2026-10-12T00:00:00Z',
        end: '2026-11-09T00:00:00Z',
        value: '1',
        signal,
      })),
    };
    expect(behaviourMessage(long)).toBe('Settled again: no signal in the last 8 weeks');
    expect(pointsText(long)).toBe('Values of 28 days each');
    expect(pointsText(points([null]))).toBe('Weekly values');
  });

  it('calls everything else ordinary variation', () => {
    expect(behaviourMessage(points([null, null]))).toBe('Ordinary variation: no signal');
  });
});

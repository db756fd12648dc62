import fc from 'fast-check';
import { pulseOf, pulseRound, pulseRoundAt } from './alignment-pulse.js';

const round = pulseRound('2026-11-a');
const answer = (side: 'marketing' | 'it', sameOutcome: number, toldInTime = sameOutcome) => ({
  side,
  sameOutcome,
  toldInTime,
});

describe('the alignment pulse', () => {
  it('has two rounds a month, by the calendar of the organisation', () => {
    expect(pulseRoundAt(new Date('2026-11-15T22:59:59Z'), 'Europe/Berlin').key).toBe('2026-11-a');
    expect(pulseRoundAt(new Date('2026-11-15T23:00:00Z'), 'Europe/Berlin').key).toBe('2026-11-b');
    expect(pulseRound('2028-02-b')).toEqual({ key: '2028-02-b', firstDate: '2028-02-16', lastDate: '2028-02-29' });
    expect(() => pulseRound('2026-13-a')).toThrow('not a round');
  });

  it('says nothing of a side below the minimum count', () => {
    const pulse = pulseOf(round, [answer('marketing', 8), answer('marketing', 6), answer('it', 3)], 2);
    expect(pulse.sides).toEqual({
      marketing: { count: 2, score: 7, answers: { sameOutcome: 7, toldInTime: 7 } },
      it: { count: 1, score: null, answers: null },
    });
    expect(pulse.gap).toBeNull();
  });

  it('draws the distance between the scores as they are shown', () => {
    const pulse = pulseOf(
      round,
      [answer('marketing', 9, 8), answer('marketing', 8, 8), answer('it', 6, 5), answer('it', 6, 6)],
      2,
    );
    expect([pulse.sides.marketing.score, pulse.sides.it.score, pulse.gap]).toEqual([8.3, 5.8, 2.5]);
  });

  const answers = fc.array(
    fc.record({
      side: fc.constantFrom('marketing' as const, 'it' as const),
      sameOutcome: fc.integer({ min: 0, max: 10 }),
      toldInTime: fc.integer({ min: 0, max: 10 }),
    }),
    { maxLength: 30 },
  );

  it('does not depend on the order of answers, and stays within the scale', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: 2, max: 5 }), (given, minimum) => {
        const pulse = pulseOf(round, given, minimum);
        expect(pulseOf(round, [...given].reverse(), minimum)).toEqual(pulse);
        for (const { count, score } of Object.values(pulse.sides)) {
          expect(score === null).toBe(count < minimum);
          if (score !== null) expect(score >= 0 && score <= 10).toBe(true);
        }
      }),
      { endOnFailure: true },
    );
  });
});

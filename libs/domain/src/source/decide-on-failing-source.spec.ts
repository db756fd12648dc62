import { decideOnFailingSource, failingPolicyWith, usualFailingSourcePolicy } from './decide-on-failing-source.js';

const now = new Date('2026-11-10T08:00:00Z');
const hours = (count: number) => new Date(now.getTime() - count * 3_600_000);
const decide = (
  failedRuns: number,
  failingHours: number,
  more: { isWarned?: boolean; mayHealByItself?: boolean } = {},
) =>
  decideOnFailingSource(
    { failedRuns, failingSince: hours(failingHours), isWarned: false, mayHealByItself: true, ...more },
    now,
    usualFailingSourcePolicy,
  );

describe('a source that fails', () => {
  it.each([
    ['waits while it may heal by itself', decide(2, 2), null],
    ['is told of with the third failure in a row', decide(3, 3), 'warn'],
    ['is told of at once where only somebody can mend it', decide(1, 0, { mayHealByItself: false }), 'warn'],
    ['is told of once', decide(11, 300, { isWarned: true }), null],
    ['goes on for a day, however often it is read', decide(1_000, 23.9, { isWarned: true }), null],
    ['goes on for twelve runs, however seldom it is read', decide(11, 1_000, { isWarned: true }), null],
    ['is paused after twelve runs and a day', decide(12, 24, { isWarned: true }), 'pause'],
    ['is paused without a warning of its own where both come at once', decide(12, 24), 'pause'],
  ])('%s', (_what, decided, expected) => {
    expect(decided).toBe(expected);
  });

  it('is judged by what the organisation has set, and as usual where it has set nothing', () => {
    expect(failingPolicyWith({ warnAfterRuns: 1 })).toEqual({ ...usualFailingSourcePolicy, warnAfterRuns: 1 });
    expect(failingPolicyWith(undefined)).toEqual(usualFailingSourcePolicy);
  });
});

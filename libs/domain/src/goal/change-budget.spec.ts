import fc from 'fast-check';
import { changeBudget, holdOnChanges, type BudgetChange, type BudgetDay } from './change-budget.js';

const dayMs = 86_400_000;
const monday = Date.UTC(2026, 10, 2);
const day = (index: number, valid: number, bad: number): BudgetDay => ({
  start: new Date(monday + index * dayMs).toISOString(),
  end: new Date(monday + (index + 1) * dayMs).toISOString(),
  valid,
  bad,
});
const change = (kind: 'release' | 'campaign', from: number, to: number, id = `${from}`): BudgetChange => ({
  kind,
  id,
  what: id,
  from: new Date(monday + from * dayMs),
  to: new Date(monday + to * dayMs),
});

describe('the change budget of a goal', () => {
  it.each([
    [100, 5, 'inside', 0],
    [100, 6, 'spent', -1],
    [100, 4, 'inside', 1],
    [19, 19, 'tooFew', -18.05],
    [20, 1, 'inside', 0],
    [0, 0, 'tooFew', 0],
  ])('of 95 %% with %i events, %i of them failed, is %s', (valid, bad, state, left) => {
    const budget = changeBudget(0.95, [day(0, valid, bad)], []);
    expect(budget.state).toBe(state);
    expect(budget.left).toBeCloseTo(left, 9);
  });

  it('puts what failed down to the changes of the day, half to each where both were there', () => {
    const days = [day(0, 100, 2), day(1, 100, 4), day(2, 100, 6), day(3, 100, 8)];
    const budget = changeBudget(0.9, days, [change('release', 1, 3, 'r'), change('campaign', 2, 4, 'c')]);
    expect(budget.by).toEqual({ releases: 4 + 3, campaigns: 3 + 8, unattributed: 2 });
    expect(budget.days.map(({ changes }) => changes)).toEqual([
      [],
      ['release:r'],
      ['campaign:c', 'release:r'],
      ['campaign:c'],
    ]);
  });

  it('takes no change for one of a day that it only touches', () => {
    expect(
      changeBudget(0.9, [day(1, 100, 3)], [change('release', 0, 1), change('campaign', 2, 3)]).by.unattributed,
    ).toBe(3);
  });

  it('refuses an objective that leaves nothing to draw on', () => {
    expect(() => changeBudget(1, [], [])).toThrow('leaves no budget');
  });

  it('is held when it is spent, until the period turns or both sign', () => {
    const period = { start: new Date('2026-11-01T00:00:00Z') };
    const spent = { state: 'spent' } as const;
    expect(holdOnChanges(spent, null, period)).toBe('hold');
    expect(holdOnChanges(spent, { acceptedAt: new Date('2026-10-31T23:00:00Z') }, period)).toBe('hold');
    expect(holdOnChanges(spent, { acceptedAt: new Date('2026-11-01T00:00:00Z') }, period)).toBe('released');
    expect(holdOnChanges({ state: 'inside' }, null, period)).toBe('none');
    expect(holdOnChanges({ state: 'tooFew' }, null, period)).toBe('none');
  });

  const days = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 })), { maxLength: 31 })
    .map((counts) => counts.map(([valid, bad], index) => day(index, Math.max(valid, bad), Math.min(valid, bad))));
  const changes = fc.array(
    fc
      .tuple(
        fc.constantFrom('release' as const, 'campaign' as const),
        fc.integer({ min: 0, max: 31 }),
        fc.integer({ min: 1, max: 9 }),
      )
      .map(([kind, from, length]) => change(kind, from, from + length)),
    { maxLength: 8 },
  );
  const objective = fc.integer({ min: 1, max: 999 }).map((share) => share / 1000);

  it('consumes nothing below zero, what is put down adds up to what failed, and no order matters', () => {
    fc.assert(
      fc.property(objective, days, changes, (share, known, made) => {
        const budget = changeBudget(share, known, made);
        const { releases, campaigns, unattributed } = budget.by;
        for (const part of [releases, campaigns, unattributed]) expect(part).toBeGreaterThanOrEqual(0);
        expect(releases + campaigns + unattributed).toBe(budget.consumed);
        expect(budget.consumed).toBe(known.reduce((sum, { bad }) => sum + bad, 0));
        for (const own of budget.days) expect(own.releases + own.campaigns + own.unattributed).toBe(own.bad);
        expect(changeBudget(share, [...known].reverse(), [...made].reverse())).toEqual(budget);
      }),
      { endOnFailure: true },
    );
  });

  it('is spent exactly when more failed than may, and one more failure never brings it back', () => {
    fc.assert(
      fc.property(objective, days, (share, known) => {
        const budget = changeBudget(share, known, []);
        const worse = changeBudget(
          share,
          known.map((one) => ({ ...one, bad: Math.min(one.valid, one.bad + 1) })),
          [],
        );
        if (budget.state === 'spent') expect(worse.state).toBe('spent');
        expect(worse.left).toBeLessThanOrEqual(budget.left);
      }),
      { endOnFailure: true },
    );
  });
});

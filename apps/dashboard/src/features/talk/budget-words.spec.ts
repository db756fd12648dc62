import type { ChangeBudget } from '@tandem/contracts/talk';
import { budgetText } from './budget-words.js';

const budget: ChangeBudget = {
  goal: { id: 'kept', title: 'Promises are kept' },
  metric: { key: 'attainment', title: 'Attainment' },
  basis: { kind: 'keyResult', id: 'kept' },
  objective: 0.7,
  from: '2026-11-01T00:00:00Z',
  to: '2026-12-01T00:00:00Z',
  firstDate: '2026-11-01',
  lastDate: '2026-11-30',
  dataTo: null,
  valid: 0,
  allowed: 0,
  consumed: 0,
  left: 0,
  by: { releases: 0, campaigns: 0, unattributed: 0 },
  state: 'tooFew',
  hold: 'none',
  release: null,
  days: [],
};

describe('the change budget in words', () => {
  it('says of a month without events that nothing has been drawn, and not that none of none failed', () => {
    expect(budgetText(budget)).toMatchObject({
      sum: 'No events since 1 Nov 2026, so nothing has been drawn.',
      hold: null,
    });
  });

  it('says of few events how many failed, and that they are too few', () => {
    const few = { ...budget, valid: 4, allowed: 1.2, consumed: 1, by: { ...budget.by, releases: 1 } };
    expect(budgetText(few).sum).toBe(
      '1 of 4 events failed, 1.2 may. 1 on days of failed releases, 0 on days of campaigns, 0 put down to neither. Too few events to say more.',
    );
  });
});

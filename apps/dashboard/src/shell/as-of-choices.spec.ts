import { asOfChoices } from './as-of-choices.js';

const asked = {
  nowMs: Date.parse('2026-11-12T08:04:00Z'),
  timeZone: 'Europe/Berlin',
  fiscalYearStartsIn: 1,
  lastReviewAt: null,
};

describe('times that people ask about', () => {
  it('end with days, months and quarters of the organisation', () => {
    expect(Object.fromEntries(asOfChoices(asked))).toEqual({
      yesterday: '2026-11-11T23:00:00.000Z',
      lastMonth: '2026-10-31T23:00:00.000Z',
      lastQuarter: '2026-09-30T22:00:00.000Z',
    });
  });

  it('are those of its fiscal year', () => {
    expect(Object.fromEntries(asOfChoices({ ...asked, fiscalYearStartsIn: 2 }))).toMatchObject({
      lastQuarter: '2026-10-31T23:00:00.000Z',
    });
    const january = { ...asked, nowMs: Date.parse('2027-01-05T08:00:00Z'), fiscalYearStartsIn: 12 };
    expect(Object.fromEntries(asOfChoices(january))).toMatchObject({ lastQuarter: '2026-11-30T23:00:00.000Z' });
  });

  it('hold the last review when there was one', () => {
    expect(asOfChoices({ ...asked, lastReviewAt: '2026-11-03T09:00:00.000Z' }).map(([name]) => name)).toEqual([
      'yesterday',
      'lastReview',
      'lastMonth',
      'lastQuarter',
    ]);
  });
});

import { periodText } from './period-text.js';

describe('periodText', () => {
  it('calls whole quarters and years by their names', () => {
    expect(periodText({ start: '2026-10-01', end: '2026-12-31' })).toBe('Q4 2026');
    expect(periodText({ start: '2026-01-01', end: '2026-03-31' })).toBe('Q1 2026');
    expect(periodText({ start: '2026-01-01', end: '2026-12-31' })).toBe('2026');
  });

  it('calls those of a fiscal year by the year in which it ends', () => {
    expect(periodText({ start: '2026-04-01', end: '2027-03-31' }, 4)).toBe('FY2027');
    expect(periodText({ start: '2027-01-01', end: '2027-03-31' }, 4)).toBe('Q4 FY2027');
    expect(periodText({ start: '2026-01-01', end: '2026-12-31' }, 4)).toBe('1 Jan to 31 Dec 2026');
    expect(periodText({ start: '2026-11-01', end: '2027-01-31' }, 11)).toBe('Q1 FY2027');
  });

  it('names the first and the last day of anything else', () => {
    expect(periodText({ start: '2026-10-05', end: '2026-12-31' })).toBe('5 Oct to 31 Dec 2026');
    expect(periodText({ start: '2026-10-01', end: '2027-03-31' })).toBe('1 Oct 2026 to 31 Mar 2027');
  });
});

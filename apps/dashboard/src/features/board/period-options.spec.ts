import { periodOptions } from './period-options.js';

describe('periodOptions', () => {
  it('offers the quarters around today across the turn of the year', () => {
    const values = periodOptions('2026-01-15', '').map((option) => option.value);
    expect(values).toEqual(['', '2026-Q2', '2026-Q1', '2025-Q4', '2025-Q3', '2025-Q2', '2026', '2025']);
  });

  it('offers those of a fiscal year, named by the year in which it ends', () => {
    const values = periodOptions('2026-11-12', '', 4).map((option) => option.value);
    expect(values).toEqual(['', 'FY2027-Q4', 'FY2027-Q3', 'FY2027-Q2', 'FY2027-Q1', 'FY2026-Q4', 'FY2027', 'FY2026']);
    expect(periodOptions('2026-03-31', '', 4).map((option) => option.label)).toContain('Q4 FY2026');
  });

  it('keeps a choice from the address that it would not offer itself', () => {
    expect(periodOptions('2026-11-12', '2016-03').at(-1)).toEqual({ value: '2016-03', label: '2016-03' });
  });
});

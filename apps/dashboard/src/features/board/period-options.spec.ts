import { periodOptions } from './period-options.js';

describe('periodOptions', () => {
  it('offers the quarters around today across the turn of the year', () => {
    const values = periodOptions('2026-01-15', '').map((option) => option.value);
    expect(values).toEqual(['', '2026-Q2', '2026-Q1', '2025-Q4', '2025-Q3', '2025-Q2', '2026', '2025']);
  });

  it('keeps a choice from the address that it would not offer itself', () => {
    expect(periodOptions('2026-11-12', '2016-03').at(-1)).toEqual({ value: '2016-03', label: '2016-03' });
  });
});

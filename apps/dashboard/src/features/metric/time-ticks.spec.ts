import { timeTicks } from './time-ticks.js';

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const days = (from: string, to: string, count: number): readonly string[] =>
  timeTicks(at(from), at(to), count).map((tick) => new Date(tick).toISOString().slice(0, 10));

describe('ticks of a time axis', () => {
  it('are single days of a week', () => {
    expect(days('2026-11-02', '2026-11-07', 6)).toEqual([
      '2026-11-02',
      '2026-11-03',
      '2026-11-04',
      '2026-11-05',
      '2026-11-06',
      '2026-11-07',
    ]);
  });

  it('are Mondays of a quarter', () => {
    const ticks = days('2026-09-01', '2026-11-30', 6);
    expect(ticks.map((day) => new Date(day).getUTCDay())).toEqual(ticks.map(() => 1));
    expect(ticks.length).toBeGreaterThanOrEqual(5);
    expect(ticks.length).toBeLessThanOrEqual(8);
  });

  it('are firsts of a month of half a year, over the turn of the year', () => {
    expect(days('2026-10-15', '2027-03-20', 5)).toEqual([
      '2026-11-01',
      '2026-12-01',
      '2027-01-01',
      '2027-02-01',
      '2027-03-01',
    ]);
  });

  it('are years of ten years', () => {
    expect(days('2017-01-01', '2026-12-31', 10)).toHaveLength(10);
  });

  it('are none that lie outside', () => {
    expect(days('2026-11-03', '2026-11-03', 6)).toEqual(['2026-11-03']);
    const [from, to] = [at('2026-02-03'), at('2026-08-20')];
    expect(timeTicks(from, to, 6).every((tick) => tick >= from && tick <= to)).toBe(true);
  });
});

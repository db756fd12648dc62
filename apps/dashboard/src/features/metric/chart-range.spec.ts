import { previousRange } from './chart-questions.js';
import { rangeChoice, rangeOf } from './chart-range.js';

describe('the time of the chart', () => {
  it('is thirteen weeks unless the address says otherwise', () => {
    expect(rangeChoice({ from: null, to: null }, '2026-11-12').value).toBe('13');
  });

  it('writes both days into the address, so that the link does not move with time', () => {
    expect(rangeOf('26', '2026-11-12')).toEqual({ from: '2026-05-14', to: '2026-11-12' });
    expect(rangeOf('13', '2026-11-12')).toEqual({ from: null, to: null });
    expect(rangeOf('custom', '2026-11-12')).toBeNull();
  });

  it('recognises its own choice again, and names any other time', () => {
    expect(rangeChoice({ from: '2026-05-14', to: '2026-11-12' }, '2026-11-12').value).toBe('26');
    const custom = rangeChoice({ from: '2016-03-01', to: '2016-04-01' }, '2026-11-12');
    expect(custom.options.at(-1)?.label).toBe('1 Mar 2016 to 31 Mar 2016');
  });

  it('compares with an equal period that begins on the same weekday', () => {
    expect(previousRange('2026-08-13', '2026-11-12')).toEqual({ from: '2026-05-14', to: '2026-08-13', shiftDays: 91 });
    expect(previousRange('2026-11-01', '2026-11-11').shiftDays).toBe(14);
  });
});

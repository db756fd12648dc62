import { absenceText } from './absence-text.js';

describe('why there is no value', () => {
  it('is that there is no data, unless the server names another reason', () => {
    expect(absenceText({})).toBe('no data in this window');
    expect(absenceText({ absence: 'dividedByZero' })).toBe('would divide by zero');
    expect(absenceText({ absence: 'seriesDoNotAdd' })).toContain('do not add up');
  });
});

import { parsePosition } from './metric-records.js';

describe('the position of a page of records', () => {
  it('is read as a page has written it', () => {
    expect(parsePosition(undefined)).toBeNull();
    for (const at of ['2026-09-01 08:00:00+00', '2028-02-29 23:59:59.123456+05:30', '2026-09-01 08:00:00.5-03']) {
      expect(parsePosition(`${at}~42`)).toEqual({ at, recordId: '42' });
    }
  });

  it.each([
    'nonsense',
    '2026-09-01 08:00:00+00',
    '2026-02-30 08:00:00+00~1',
    '2026-13-01 08:00:00+00~1',
    '2026-09-01 25:00:00+00~1',
    '2026-09-01 08:00:00+99~1',
    '0000-09-01 08:00:00+00~1',
    '2026-09-01 08:00:00+00~1234567890123456789',
    "2026-09-01 08:00:00+00~1' or 1=1",
  ])('is refused when no page can have written it: %s', (after) => {
    expect(() => parsePosition(after)).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { formatDuration, parseDuration } from './duration.js';

describe('duration', () => {
  it.each([
    ['0s', 0],
    ['250ms', 250],
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['1w', 604_800_000],
  ])('reads %s', (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs);
  });

  it.each(['', '15', '15 m', '1.5h', '-1h', '1h30m', '15M', 'PT15M'])('does not read "%s"', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('writes the largest unit that divides it', () => {
    expect([0, 1, 61_000, 5_400_000, 604_800_000, 7_200_000].map(formatDuration)).toEqual([
      '0s',
      '1ms',
      '61s',
      '90m',
      '7d',
      '2h',
    ]);
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom(1, 1_000, 60_000), (count, scale) => {
        expect(parseDuration(formatDuration(count * scale))).toBe(count * scale);
      }),
    );
  });
});

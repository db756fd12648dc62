import fc from 'fast-check';
import type { ChartPoint } from './chart-model.js';
import { decimate, MOST_DRAWN } from './decimate.js';

const point = (value: string | null, index: number): ChartPoint => ({
  start: '',
  end: '',
  endMs: index,
  value,
  single: null,
  partial: false,
  provisional: false,
  version: 1,
  beginsVersion: false,
  foreign: null,
  previous: null,
  expected: null,
});
const values = (points: readonly ChartPoint[]) =>
  points.flatMap(({ value }) => (value === null ? [] : [Number(value)]));

describe('a line of very many points', () => {
  const many = fc.array(fc.option(fc.integer({ min: -999, max: 999 }), { nil: null }), {
    minLength: MOST_DRAWN + 1,
    maxLength: MOST_DRAWN + 800,
  });

  it('is drawn with a few points for each pixel, in their order, with both ends and every extreme', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 50, max: 900 }), (numbers, width) => {
        const points = numbers.map((value, index) => point(value === null ? null : String(value), index));
        const kept = decimate(points, 'value', width);
        expect(kept.length).toBeLessThanOrEqual(5 * width);
        expect(kept.map(({ endMs }) => endMs)).toEqual([...kept.map(({ endMs }) => endMs)].sort((a, b) => a - b));
        expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
        const [all, shown] = [values(points), values(kept)];
        if (all.length > 0) {
          expect([Math.min(...shown), Math.max(...shown)]).toEqual([Math.min(...all), Math.max(...all)]);
        }
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  it('keeps a gap, and where another version begins', () => {
    const points = Array.from({ length: MOST_DRAWN + 100 }, (_, index) => ({
      ...point(index === 700 ? null : String(index), index),
      beginsVersion: index === 1234,
    }));
    const kept = decimate(points, 'value', 60).map(({ endMs }) => endMs);
    expect(kept).toEqual(expect.arrayContaining([700, 1234]));
  });

  it('is drawn whole while it has few', () => {
    const points = Array.from({ length: MOST_DRAWN }, (_, index) => point(String(index), index));
    expect(decimate(points, 'value', 50)).toBe(points);
  });
});

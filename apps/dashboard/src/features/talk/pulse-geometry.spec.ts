import type { Pulse } from '@tandem/contracts/talk';
import { pulseShape } from './pulse-geometry.js';

const round = (gap: number | null, value: string | null): Pulse['rounds'][number] => ({
  round: { key: '2026-11-a', firstDate: '2026-11-01', lastDate: '2026-11-15' },
  sides: { marketing: { count: 3, score: 5, answers: null }, it: { count: 3, score: 5, answers: null } },
  gap,
  value,
});

describe('the drawing of the pulse', () => {
  const box = { width: 132, height: 132 };

  it('draws the distance from the bottom on ten points, and marks what is beyond the limit', () => {
    const shape = pulseShape([round(0, '50'), round(10, '60')], 2, box);
    expect(shape.gap).toBe('M49 110L99 10');
    expect(shape.metric).toBe('M49 110L99 10');
    expect(shape.limitY).toBe(90);
    expect(shape.places.map(({ isApart }) => isApart)).toEqual([false, true]);
  });

  it('breaks the line where a side had too few answers or the metric no value', () => {
    const shape = pulseShape([round(1, null), round(null, '5'), round(2, '5')], 2, box);
    expect(shape.gap.match(/M/g)).toHaveLength(2);
    expect(shape.places.map(({ y, isApart }) => [y, isApart])).toEqual([
      [100, false],
      [null, false],
      [90, false],
    ]);
    expect(shape.places.map(({ metricY }) => metricY)).toEqual([null, 60, 60]);
    expect(shape.metric).toMatch(/^M74 60L/);
  });
});

import type { Pulse } from '@tandem/contracts/talk';
import { pulseShape } from './pulse-geometry.js';

const round = (gap: number | null, value: string | null): Pulse['rounds'][number] => ({
  round: { key: '2026-11-a', firstDate: '2026-11-01', lastDate: '2026-11-15' },
  sides: { marketing: { count: 3, score: 5, answers: null }, it: { count: 3, score: 5, answers: null } },
  gap,
  value,
});

describe('the drawing of the pulse', () => {
  const box = { width: 116, height: 116 };

  it('draws the distance from the bottom on ten points, and marks what is beyond the limit', () => {
    const shape = pulseShape([round(0, '50'), round(10, '60')], 2, box);
    expect(shape.gap).toBe('M33 108L83 8');
    expect(shape.metric).toBe('M33 108L83 8');
    expect(shape.limitY).toBe(88);
    expect(shape.dots.map(({ isApart }) => isApart)).toEqual([false, true]);
  });

  it('breaks the line where a side had too few answers or the metric no value', () => {
    const shape = pulseShape([round(1, null), round(null, '5'), round(2, '5')], 2, box);
    expect(shape.gap.match(/M/g)).toHaveLength(2);
    expect(shape.dots.map(({ isApart }) => isApart)).toEqual([false, false]);
    expect(shape.metric).not.toContain('NaN');
  });
});

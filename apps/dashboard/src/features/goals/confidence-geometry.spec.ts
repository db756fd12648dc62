import type { CheckIn } from '@tandem/contracts/goals';
import { confidenceShape } from './confidence-geometry.js';

const DAY = 86_400_000;
const said = (day: number, side: CheckIn['side'], confidence: number): CheckIn => ({
  confidence,
  note: '',
  by: { id: side, name: side },
  side,
  at: new Date(day * DAY).toISOString(),
});
const frame = { fromMs: 0, toMs: 10 * DAY, width: 454, height: 120 };

describe('the confidence of both sides as a drawing', () => {
  it('is none while nobody has checked in', () => {
    expect(confidenceShape([], frame)).toBeNull();
  });

  it('runs from left to right and upwards, whatever the order of the answers', () => {
    const shape = confidenceShape([said(8, 'it', 9), said(2, 'it', 3)], frame);
    const [early, late] = shape?.places ?? [];
    expect(early?.checkIn.confidence).toBe(3);
    expect(early?.x).toBeLessThan(late?.x ?? 0);
    expect(early?.y).toBeGreaterThan(late?.y ?? 0);
  });

  it('holds what a side last said until now, and draws no line for a side that said nothing', () => {
    const shape = confidenceShape([said(2, 'marketing', 5), said(6, 'marketing', 7)], frame);
    expect(shape?.lines.map(({ side }) => side)).toEqual(['marketing']);
    expect(shape?.lines[0]?.path).toBe('M104 60H264V40H424');
  });

  it('keeps the letters of two sides apart that say the same', () => {
    const ends =
      confidenceShape([said(2, 'marketing', 5), said(3, 'it', 5)], frame)?.lines.map(({ end }) => end.y) ?? [];
    expect(Math.abs((ends[0] ?? 0) - (ends[1] ?? 0))).toBe(15);
  });

  it('begins with a check-in that is older than the goal', () => {
    const shape = confidenceShape([said(-5, 'it', 5)], frame);
    expect(shape?.places[0]?.x).toBe(24);
  });
});

import { rehearsalShape, type RehearsedSlice } from './rehearsal-geometry.js';

const time = { from: '2026-11-01T00:00:00Z', to: '2026-11-11T00:00:00Z' };
const look = (day: number, measured: string | null): RehearsedSlice['looks'][number] => ({
  ...{ at: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`, state: 'inactive', verdict: 'ok', value: measured },
  ...{ n: 10, measured, limit: '60', bounds: null },
});
const slice: RehearsedSlice = {
  ...{ slice: '', lapsed: 0, flaps: 0, firingMs: 0, verdicts: { ok: 1, breached: 2, tooFew: 0, noData: 1, error: 0 } },
  looks: [look(2, '70'), look(3, null), look(4, '50'), look(6, '55')],
  episodes: [
    {
      ...{ breachedAt: '2026-11-04T00:00:00Z', firedAt: '2026-11-04T00:00:00Z', endedAt: '2026-11-06T00:00:00Z' },
      ...{ flap: false, explanation: { marketing: '', it: '' } },
    },
  ],
};

describe('rehearsalShape', () => {
  it('draws what was judged over time, broken where there was nothing, and bands where it would have fired', () => {
    const shape = rehearsalShape(time, slice, { width: 100, height: 50, left: 0 });
    expect(shape?.line).toMatch(/^M10\.0 .*M30\.0 .*L50\.0 /);
    expect(shape?.bands).toEqual([{ x: 30, width: 20, flap: false }]);
    expect(shape && shape.y(70) < shape.y(50)).toBe(true);
  });

  it('draws nothing when nothing could be judged', () => {
    expect(rehearsalShape(time, { ...slice, looks: [look(2, null)] }, { width: 100, height: 50, left: 0 })).toBeNull();
  });
});

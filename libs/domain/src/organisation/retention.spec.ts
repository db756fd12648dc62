import { checkRetention, keptFrom } from './retention.js';

const dayMs = 86_400_000;

describe('retention', () => {
  it('keeps at least as long as said, up to the first instant of a month', () => {
    expect(keptFrom(new Date('2026-12-01T12:00:00Z'), 62 * dayMs).toISOString()).toBe('2026-09-01T00:00:00.000Z');
    expect(keptFrom(new Date('2026-03-01T00:00:00Z'), dayMs).toISOString()).toBe('2026-02-01T00:00:00.000Z');
  });

  it('refuses to remove days that could be counted from kept records anew', () => {
    const reasons = checkRetention({
      records: { slaCycle: 900 * dayMs },
      observations: { slaCycle: 400 * dayMs, measurement: dayMs },
    });
    expect(reasons.map(({ path }) => path.join('.'))).toEqual([
      'keep.observations.slaCycle',
      'keep.observations.measurement',
    ]);
    expect(checkRetention({ records: { slaCycle: dayMs }, observations: { slaCycle: dayMs } })).toEqual([]);
  });

  it('refuses to keep records that are linked with each other for unlike times', () => {
    const alike = { deployment: dayMs, change: dayMs, incident: dayMs };
    expect(checkRetention({ records: alike })).toEqual([]);
    expect(checkRetention({ records: { incident: dayMs } })[0]?.reason.code).toBe('linkedStreamsDiffer');
  });
});

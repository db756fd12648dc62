import { versionAnswering, versionAt } from './metric-version.js';
import type { MetricDefinition } from './definition.js';

const definition = { key: 'm' } as MetricDefinition;
const noon = new Date('2026-11-10T12:00:00Z');
const versions = [
  { version: 1, validFrom: new Date('2026-10-01T08:00:00Z'), definition },
  { version: 2, validFrom: noon, definition },
];
const day = (date: number) => ({
  start: new Date(Date.UTC(2026, 10, date)),
  end: new Date(Date.UTC(2026, 10, date + 1)),
});

describe('the version in force', () => {
  it('is the first one for all time before there was any', () => {
    expect(versionAt(versions, new Date('2016-01-01T00:00:00Z')).version).toBe(1);
  });

  it('begins with its first instant', () => {
    expect(versionAt(versions, new Date(noon.getTime() - 1)).version).toBe(1);
    expect(versionAt(versions, noon).version).toBe(2);
  });

  it('answers a period wholly when it is in force at the last instant of it', () => {
    expect([9, 10, 11].map((date) => versionAnswering(versions, day(date)).version)).toEqual([1, 2, 2]);
    expect(versionAnswering(versions, { start: day(3).start, end: noon }).version).toBe(1);
    expect(versionAnswering(versions, { start: day(3).start, end: day(10).end }).version).toBe(2);
  });
});

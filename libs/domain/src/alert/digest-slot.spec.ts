import fc from 'fast-check';
import { digestDue, lastDigestSlot, type DigestPlan } from './digest-slot.js';

const daily: DigestPlan = { cadence: 'daily', hour: 7, timeZone: 'Europe/Berlin', weekStartsOn: 1 };
const weekly: DigestPlan = { ...daily, cadence: 'weekly' };
const at = (instant: string) => new Date(instant);
const slot = (instant: string, plan: DigestPlan) => lastDigestSlot(at(instant), plan).toISOString();

describe('lastDigestSlot', () => {
  it('is the hour of the organisation’s clock, in summer and winter', () => {
    expect(slot('2026-11-30T05:59:59Z', daily)).toBe('2026-11-29T06:00:00.000Z');
    expect(slot('2026-11-30T06:00:00Z', daily)).toBe('2026-11-30T06:00:00.000Z');
    expect(slot('2026-07-01T12:00:00Z', daily)).toBe('2026-07-01T05:00:00.000Z');
  });

  it('comes once where the clock leaves the hour out or shows it twice', () => {
    const early = { ...daily, hour: 2 };
    expect(slot('2026-03-29T12:00:00Z', early)).toBe('2026-03-29T01:00:00.000Z');
    expect(slot('2026-10-25T12:00:00Z', early)).toBe('2026-10-25T00:00:00.000Z');
  });

  it('is the first day of the organisation’s week for a weekly digest', () => {
    expect(slot('2026-11-30T06:00:00Z', weekly)).toBe('2026-11-30T06:00:00.000Z');
    expect(slot('2026-11-30T05:00:00Z', weekly)).toBe('2026-11-23T06:00:00.000Z');
    expect(slot('2026-11-30T05:00:00Z', { ...weekly, weekStartsOn: 7 })).toBe('2026-11-29T06:00:00.000Z');
  });
});

describe('digestDue', () => {
  it('covers all time once, without gap or overlap, however the clock moves forward', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 60 * 80 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.constantFrom(daily, weekly), (minutes, plan) => {
        const begin = lastDigestSlot(at('2026-10-20T06:00:00Z'), plan);
        let toldTo = begin;
        let now = begin.getTime();
        for (const minute of minutes) {
          now += minute * 60_000;
          const due = digestDue(toldTo, new Date(now), plan);
          if (due === null || 'restartAt' in due) {
            expect(lastDigestSlot(new Date(now), plan)).toEqual(toldTo);
            continue;
          }
          expect(due.from).toEqual(toldTo);
          expect(due.to.getTime()).toBeLessThanOrEqual(now);
          toldTo = due.to;
        }
      }),
    );
  });

  it('tells no slot twice when the clock is set back, and begins anew when it was far ahead', () => {
    const toldTo = lastDigestSlot(at('2026-11-30T06:00:00Z'), daily);
    expect(digestDue(toldTo, at('2026-11-29T12:00:00Z'), daily)).toBeNull();
    expect(digestDue(toldTo, at('2026-11-20T12:00:00Z'), daily)).toEqual({ restartAt: at('2026-11-20T06:00:00Z') });
  });
});

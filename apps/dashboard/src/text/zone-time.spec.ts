import fc from 'fast-check';
import { instantOf, localTimeOf } from './zone-time.js';

const iso = (instant: number) => new Date(instant).toISOString();

describe('local times of a zone', () => {
  it('are what its clocks show', () => {
    expect(localTimeOf(Date.parse('2026-11-11T23:30:00Z'), 'Europe/Berlin')).toBe('2026-11-12T00:30');
    expect(iso(instantOf('2026-11-12T00:30', 'Europe/Berlin'))).toBe('2026-11-11T23:30:00.000Z');
    expect(iso(instantOf('2026-07-01T12:00', 'America/New_York'))).toBe('2026-07-01T16:00:00.000Z');
    expect(iso(instantOf('2026-07-01T12:00', 'Asia/Kathmandu'))).toBe('2026-07-01T06:15:00.000Z');
  });

  it('that come twice are the first of the two', () => {
    expect(iso(instantOf('2026-10-25T02:30', 'Europe/Berlin'))).toBe('2026-10-25T00:30:00.000Z');
  });

  it('that do not come at all are as long after the change', () => {
    expect(iso(instantOf('2026-03-29T02:30', 'Europe/Berlin'))).toBe('2026-03-29T01:30:00.000Z');
  });

  it('go there and back for every minute', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 24_000_000, max: 31_000_000 }),
        fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'),
        (minute, zone) => {
          const local = localTimeOf(minute * 60_000, zone);
          return localTimeOf(instantOf(local, zone), zone) === local;
        },
      ),
      { endOnFailure: true },
    );
  });
});

import fc from 'fast-check';
import { IANAZone } from 'luxon';
import type { OpeningTimes } from '../organisation/business-calendar.js';
import { wallClockMs } from './local-day.js';
import { openIntervals, openMsBetween, openingSegments } from './opening-times.js';

const hourMs = 3_600_000;
const weekdays = [1, 2, 3, 4, 5];
const office: OpeningTimes = {
  timeZone: 'Europe/Berlin',
  hours: [
    { days: [1, 2, 3, 4], from: '08:00', to: '18:00' },
    { days: [5], from: '08:00', to: '12:00' },
    { days: [5], from: '13:00', to: '16:00' },
  ],
  holidays: ['2026-12-25'],
};
const always = (timeZone: string): OpeningTimes => ({
  timeZone,
  hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
  holidays: [],
});
/** Each with the day of a clock change; Apia left out 30 December 2011. */
const zones = [
  ['Europe/Berlin', '2026-03-29'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Asia/Kolkata', '2026-03-01'],
  ['America/St_Johns', '2010-11-07'],
  ['Pacific/Apia', '2011-12-30'],
] as const;

const between = (from: string, to: string, opening = office) => openMsBetween(opening, new Date(from), new Date(to));

describe('opening hours', () => {
  it.each([
    ['inside one day', '2026-11-25T09:00:00+01:00', '2026-11-25T11:30:00+01:00', 2.5],
    ['over a night', '2026-11-25T17:00:00+01:00', '2026-11-26T09:00:00+01:00', 2],
    ['over a lunch break', '2026-11-27T11:00:00+01:00', '2026-11-27T14:00:00+01:00', 2],
    ['over a weekend', '2026-11-27T15:00:00+01:00', '2026-11-30T09:00:00+01:00', 2],
    ['over a holiday', '2026-12-24T17:00:00+01:00', '2026-12-28T09:00:00+01:00', 2],
    ['while it is closed', '2026-11-28T10:00:00+01:00', '2026-11-29T10:00:00+01:00', 0],
    ['backwards', '2026-11-26T09:00:00+01:00', '2026-11-25T17:00:00+01:00', -2],
  ])('count %s', (_title, from, to, hours) => {
    expect(between(from, to)).toBe(hours * hourMs);
  });

  it('are one stretch where two entries touch, also over midnight', () => {
    const night: OpeningTimes = {
      timeZone: 'UTC',
      hours: [
        { days: [1], from: '22:00', to: '24:00' },
        { days: [2], from: '00:00', to: '06:00' },
      ],
      holidays: [],
    };
    expect(openIntervals(night, new Date('2026-11-23'), new Date('2026-11-30'))).toEqual([
      { startMs: Date.parse('2026-11-23T22:00:00Z'), endMs: Date.parse('2026-11-24T06:00:00Z') },
    ]);
  });

  it('are shorter where the clock leaves some out, and longer where it repeats some', () => {
    const early = { ...office, hours: [{ days: [7], from: '00:00', to: '06:00' }] };
    expect(between('2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z', early)).toBe(5 * hourMs);
    expect(between('2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z', early)).toBe(7 * hourMs);
  });

  it('do not exist on a date that a zone left out', () => {
    const apia = { ...always('Pacific/Apia'), hours: [{ days: [5], from: '09:00', to: '17:00' }] };
    expect(between('2011-12-25T00:00:00Z', '2012-01-04T00:00:00Z', apia)).toBe(0);
  });

  it.each(['1969-12-31T23:59:59Z', '2200-01-02T00:00:00Z', '9999-12-31T00:00:00Z', 'never'])(
    'of %s are told by nobody, which is an error and not zero',
    (outside) => {
      const tell = () => between('2026-11-25T09:00:00Z', outside);
      expect(tell).toThrow(/outside the years 1970 to 2199/);
    },
  );
});

describe.each(zones)('opening hours in %s', (timeZone, changed) => {
  const zone = IANAZone.create(timeZone);
  const aroundMs = Date.parse(changed);
  const near = fc
    .integer({ min: -10 * 24 * 60, max: 10 * 24 * 60 })
    .map((minutes) => new Date(aroundMs + minutes * 60_000));
  const any = fc.date({ min: new Date('1995-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
  const instant = fc.oneof(near, any);

  it('that never end are all of the time', () => {
    fc.assert(
      fc.property(instant, instant, (from, to) => {
        expect(openMsBetween(always(timeZone), from, to)).toBe(to.getTime() - from.getTime());
      }),
      { numRuns: 30 },
    );
  });

  it('are what the clock on the wall shows, minute by minute', () => {
    const hours = { timeZone, hours: [{ days: weekdays, from: '06:30', to: '21:15' }], holidays: [changed] };
    const isOpen = (ms: number) => {
      const local = new Date(wallClockMs(ms, zone));
      const minutes = local.getUTCHours() * 60 + local.getUTCMinutes();
      const isWeekday = local.getUTCDay() >= 1 && local.getUTCDay() <= 5;
      return isWeekday && minutes >= 390 && minutes < 1275 && local.toISOString().slice(0, 10) !== changed;
    };
    fc.assert(
      fc.property(near, fc.integer({ min: 0, max: 6 * 24 * 60 }), (from, minutes) => {
        const expected = Array.from({ length: minutes }, (_, minute) => from.getTime() + minute * 60_000).filter(
          isOpen,
        );
        const to = new Date(from.getTime() + minutes * 60_000);
        expect(openMsBetween(hours, from, to)).toBe(expected.length * 60_000);
      }),
      { numRuns: 10 },
    );
  });

  it('add up over any instant between', () => {
    fc.assert(
      fc.property(instant, instant, instant, (a, b, c) => {
        const hours = { ...office, timeZone };
        expect(openMsBetween(hours, a, b) + openMsBetween(hours, b, c)).toBe(openMsBetween(hours, a, c));
      }),
      { numRuns: 10 },
    );
  });

  it('are cut into segments that tile their year and carry on from the year before', () => {
    const hours = { ...office, timeZone };
    const year = Number(changed.slice(0, 4));
    const segments = [year, year + 1].flatMap((each) => openingSegments(hours, each));
    segments.forEach((segment, index) => {
      expect(segment.openUntilMs).toBeGreaterThanOrEqual(segment.startMs);
      const next = segments[index + 1];
      expect(next?.startMs ?? Date.UTC(year + 2, 0, 1)).toBe(segment.endMs);
      if (next) expect(next.openMsBefore).toBe(segment.openMsBefore + segment.openUntilMs - segment.startMs);
    });
  });
});

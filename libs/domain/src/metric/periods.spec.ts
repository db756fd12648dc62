import fc from 'fast-check';
import { grains } from './definition.js';
import {
  addDays,
  elapsedDays,
  endOfDate,
  localDateOf,
  parseBoardPeriod,
  periodContaining,
  periodsBetween,
  startOfDate,
  startOfDay,
  wholeWeeksBefore,
} from './periods.js';

const hourMs = 3_600_000;
/** Changes at 02:00, at midnight, back over midnight, by half an hour, none, and a date that was skipped altogether. */
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Havana',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Asia/Beirut',
  'Africa/Cairo',
  'Pacific/Apia',
  'Pacific/Auckland',
];
const instants = fc
  .integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2035, 0, 1) })
  .map((milliseconds) => new Date(milliseconds));
const calendars = fc.record({
  timeZone: fc.constantFrom(...zones),
  weekStartsOn: fc.integer({ min: 1, max: 7 }),
  fiscalYearStartsIn: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
});
const hoursOf = (period: { start: Date; end: Date }) => (period.end.getTime() - period.start.getTime()) / hourMs;
const iso = (period: { start: Date; end: Date }) => [period.start.toISOString(), period.end.toISOString()];

describe('periodsBetween', () => {
  it('tiles time without gap or overlap in every zone and grain', () => {
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 1, max: 900 }),
        fc.constantFrom(...grains),
        calendars,
        (from, days, grain, calendar) => {
          const to = new Date(from.getTime() + days * 24 * hourMs);
          const periods = periodsBetween(from, to, grain, calendar);
          const first = periods[0];
          const last = periods.at(-1);
          expect(first !== undefined && first.start <= from && from < first.end).toBe(true);
          expect(last !== undefined && last.start < to && to <= last.end).toBe(true);
          const ends = periods.slice(0, -1).map((period) => period.end.getTime());
          const nextStarts = periods.slice(1).map((period) => period.start.getTime());
          expect(nextStarts).toEqual(ends);
          expect(periods.every((period) => period.start < period.end)).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('places every instant into exactly the period that the list holds for it', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...grains), calendars, (instant, grain, calendar) => {
        const period = periodContaining(instant, grain, calendar);
        expect(period.start <= instant && instant < period.end).toBe(true);
        expect(periodsBetween(period.start, period.end, grain, calendar)).toEqual([period]);
        expect(periodContaining(new Date(period.end.getTime() - 1), grain, calendar)).toEqual(period);
        expect(periodContaining(period.end, grain, calendar).start).toEqual(period.end);
      }),
    );
  });

  it('makes coarser periods out of whole days', () => {
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom('week', 'month', 'quarter', 'year' as const),
        calendars,
        (instant, grain, calendar) => {
          const period = periodContaining(instant, grain, calendar);
          expect(startOfDay(period.start, calendar.timeZone)).toEqual(period.start);
          const days = periodsBetween(period.start, period.end, 'day', calendar);
          expect(days[0]?.start).toEqual(period.start);
          expect(days.at(-1)?.end).toEqual(period.end);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives days of 23 and 25 hours when clocks change, and 24 otherwise', () => {
    const calendar = { timeZone: 'Europe/Berlin', weekStartsOn: 1 };
    const spring = periodsBetween(new Date('2026-03-27T23:00:00Z'), new Date('2026-03-30T22:00:00Z'), 'day', calendar);
    expect(spring.map(hoursOf)).toEqual([24, 23, 24]);
    const autumn = periodsBetween(new Date('2026-10-23T22:00:00Z'), new Date('2026-10-26T23:00:00Z'), 'day', calendar);
    expect(autumn.map(hoursOf)).toEqual([24, 25, 24]);
  });

  it('starts the day at the jump where midnight does not exist', () => {
    expect(
      iso(
        periodContaining(new Date('2018-11-04T12:00:00Z'), 'day', { timeZone: 'America/Sao_Paulo', weekStartsOn: 1 }),
      ),
    ).toEqual(['2018-11-04T03:00:00.000Z', '2018-11-05T02:00:00.000Z']);
  });

  it('starts the day at the first of two midnights', () => {
    const calendar = { timeZone: 'America/Havana', weekStartsOn: 1 };
    expect(iso(periodContaining(new Date('2025-11-02T12:00:00Z'), 'day', calendar))).toEqual([
      '2025-11-02T04:00:00.000Z',
      '2025-11-03T05:00:00.000Z',
    ]);
  });

  it('leaves out a date that the zone skipped', () => {
    const calendar = { timeZone: 'Pacific/Apia', weekStartsOn: 1 };
    const days = periodsBetween(
      startOfDate('2011-12-29', 'Pacific/Apia'),
      startOfDate('2012-01-01', 'Pacific/Apia'),
      'day',
      calendar,
    );
    expect(days.map((day) => localDateOf(day.start, 'Pacific/Apia'))).toEqual(['2011-12-29', '2011-12-31']);
  });

  it('starts weeks on the day that the organisation chose', () => {
    const thursday = new Date('2026-11-19T12:00:00Z');
    const startOn = (weekStartsOn: number) =>
      periodContaining(thursday, 'week', { timeZone: 'UTC', weekStartsOn }).start.toISOString();
    expect(startOn(1)).toBe('2026-11-16T00:00:00.000Z');
    expect(startOn(4)).toBe('2026-11-19T00:00:00.000Z');
    expect(startOn(5)).toBe('2026-11-13T00:00:00.000Z');
    expect(startOn(7)).toBe('2026-11-15T00:00:00.000Z');
  });

  it('knows months, quarters and years of the zone', () => {
    const instant = new Date('2026-12-31T23:30:00Z');
    const calendar = { timeZone: 'Europe/Berlin', weekStartsOn: 1 };
    expect(iso(periodContaining(instant, 'month', calendar))).toEqual([
      '2026-12-31T23:00:00.000Z',
      '2027-01-31T23:00:00.000Z',
    ]);
    expect(iso(periodContaining(instant, 'quarter', calendar))).toEqual([
      '2026-12-31T23:00:00.000Z',
      '2027-03-31T22:00:00.000Z',
    ]);
    expect(iso(periodContaining(instant, 'year', calendar))).toEqual([
      '2026-12-31T23:00:00.000Z',
      '2027-12-31T23:00:00.000Z',
    ]);
  });

  it('begins quarters and years with the month of the fiscal year', () => {
    const calendar = { timeZone: 'Europe/Berlin', weekStartsOn: 1, fiscalYearStartsIn: 4 };
    const at = new Date('2026-02-15T12:00:00Z');
    expect(iso(periodContaining(at, 'year', calendar))).toEqual([
      '2025-03-31T22:00:00.000Z',
      '2026-03-31T22:00:00.000Z',
    ]);
    expect(iso(periodContaining(at, 'quarter', calendar))).toEqual([
      '2025-12-31T23:00:00.000Z',
      '2026-03-31T22:00:00.000Z',
    ]);
    expect(() => periodContaining(at, 'year', { ...calendar, fiscalYearStartsIn: 0 })).toThrow('month 0');
  });

  it('has nothing to give for an empty or reversed time', () => {
    const instant = new Date('2026-01-01T00:00:00Z');
    const calendar = { timeZone: 'UTC', weekStartsOn: 1 };
    expect(periodsBetween(instant, instant, 'day', calendar)).toEqual([]);
    expect(periodsBetween(new Date(instant.getTime() + 1), instant, 'day', calendar)).toEqual([]);
  });

  it('says what is wrong with a zone, a week start and an endless request', () => {
    const from = new Date('1900-01-01T00:00:00Z');
    const to = new Date('2030-01-01T00:00:00Z');
    expect(() => periodsBetween(from, to, 'day', { timeZone: 'Mars/Olympus', weekStartsOn: 1 })).toThrow(
      '"Mars/Olympus" is not a known time zone',
    );
    expect(() => periodsBetween(from, to, 'day', { timeZone: 'UTC', weekStartsOn: 0 })).toThrow(
      'A week cannot start on day 0',
    );
    expect(() => periodsBetween(from, to, 'day', { timeZone: 'UTC', weekStartsOn: 1 })).toThrow(
      'Ask for a shorter time or a coarser grain',
    );
    expect(() => startOfDay(new Date(Number.NaN), 'UTC')).toThrow('not a valid date');
  });
});

describe('addDays', () => {
  it('leads from the start of a day to the start of a day, in every zone', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -400, max: 400 }), fc.constantFrom(...zones), (instant, days, zone) => {
        const start = startOfDay(instant, zone);
        const moved = addDays(start, days, zone);
        expect(startOfDay(moved, zone)).toEqual(moved);
      }),
    );
  });

  it('keeps the time of day over a clock change', () => {
    expect(addDays(new Date('2026-10-24T10:00:00Z'), 1, 'Europe/Berlin').toISOString()).toBe(
      '2026-10-25T11:00:00.000Z',
    );
    expect(addDays(new Date('2026-10-25T11:00:00Z'), -1, 'Europe/Berlin').toISOString()).toBe(
      '2026-10-24T10:00:00.000Z',
    );
  });

  it('starts from midnight again after a day without one', () => {
    const start = startOfDate('2018-11-04', 'America/Sao_Paulo');
    expect(addDays(start, 1, 'America/Sao_Paulo')).toEqual(startOfDate('2018-11-05', 'America/Sao_Paulo'));
  });

  it('refuses a part of a day', () => {
    expect(() => addDays(new Date(0), 0.5, 'UTC')).toThrow('whole number of days');
  });
});

describe('elapsedDays', () => {
  it('counts a day with a clock change as one', () => {
    expect(
      elapsedDays(
        startOfDate('2026-10-25', 'Europe/Berlin'),
        startOfDate('2026-10-26', 'Europe/Berlin'),
        'Europe/Berlin',
      ),
    ).toBe(1);
    expect(
      elapsedDays(
        startOfDate('2026-03-01', 'Europe/Berlin'),
        startOfDate('2026-04-01', 'Europe/Berlin'),
        'Europe/Berlin',
      ),
    ).toBe(31);
  });

  it('counts a part of a day as its share', () => {
    const start = startOfDate('2026-10-25', 'Europe/Berlin');
    expect(elapsedDays(start, new Date(start.getTime() + 12.5 * hourMs), 'Europe/Berlin')).toBeCloseTo(0.5, 12);
  });
});

describe('local dates', () => {
  it('run from the first instant of the day to the first of the next', () => {
    expect(startOfDate('2026-10-25', 'Europe/Berlin').toISOString()).toBe('2026-10-24T22:00:00.000Z');
    expect(endOfDate('2026-10-25', 'Europe/Berlin').toISOString()).toBe('2026-10-25T23:00:00.000Z');
  });

  it('read back as they were written, in every zone', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (instant, zone) => {
        const date = localDateOf(instant, zone);
        expect(localDateOf(startOfDate(date, zone), zone)).toBe(date);
      }),
    );
  });

  it('refuse dates that do not exist', () => {
    expect(() => startOfDate('2026-02-30', 'UTC')).toThrow('"2026-02-30" is not a date of the calendar');
    expect(() => startOfDate('1.2.2026', 'UTC')).toThrow('Write year, month and day');
  });
});

describe('parseBoardPeriod', () => {
  it.each([
    ['2026-Q4', 'Q4 2026', '2026-09-30T22:00:00.000Z', '2026-12-31T23:00:00.000Z', '2026-10-01', '2026-12-31', 92],
    [
      '2026-11',
      'November 2026',
      '2026-10-31T23:00:00.000Z',
      '2026-11-30T23:00:00.000Z',
      '2026-11-01',
      '2026-11-30',
      30,
    ],
    ['FY2026', 'FY2026', '2025-03-31T22:00:00.000Z', '2026-03-31T22:00:00.000Z', '2025-04-01', '2026-03-31', 365],
    ['FY2026-Q4', 'Q4 FY2026', '2025-12-31T23:00:00.000Z', '2026-03-31T22:00:00.000Z', '2026-01-01', '2026-03-31', 90],
    ['2026', '2026', '2025-12-31T23:00:00.000Z', '2026-12-31T23:00:00.000Z', '2026-01-01', '2026-12-31', 365],
    [
      '2026-12-30..2027-01-02',
      '2026-12-30 to 2027-01-02',
      '2026-12-29T23:00:00.000Z',
      '2027-01-02T23:00:00.000Z',
      '2026-12-30',
      '2027-01-02',
      4,
    ],
  ])('reads %s', (text, label, start, end, firstDate, lastDate, days) => {
    const period = parseBoardPeriod(text, { timeZone: 'Europe/Berlin', fiscalYearStartsIn: 4 });
    expect({ ...period, start: period.start.toISOString(), end: period.end.toISOString() }).toEqual({
      label,
      start,
      end,
      firstDate,
      lastDate,
      days,
    });
  });

  it('calls a fiscal year that begins in January as the calendar does', () => {
    expect(parseBoardPeriod('FY2027', { timeZone: 'UTC' })).toMatchObject({
      firstDate: '2027-01-01',
      lastDate: '2027-12-31',
    });
  });

  it.each([
    'FY26',
    'FY2026-Q5',
    'FY2026-01',
    '2026-Q5',
    '2026-13',
    '26',
    '',
    '2026-10-01..',
    '2026-10-01..2026-13-01',
    'Q4 2026',
  ])('refuses "%s"', (text) => {
    expect(() => parseBoardPeriod(text, { timeZone: 'UTC' })).toThrow(/is not a (period|date)/);
  });

  it('refuses a range that ends before it starts', () => {
    expect(() => parseBoardPeriod('2026-12-31..2026-10-01', { timeZone: 'UTC' })).toThrow('ends before it starts');
  });
});

describe('whole weeks before an instant', () => {
  it('are as many as asked for on every day, in every zone, whichever day begins a week; the last ends within the week before', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(1, 6, 7),
        fc.integer({ min: 0, max: 4_000 }),
        fc.integer({ min: 1, max: 30 }),
        (timeZone, weekStartsOn, day, count) => {
          const calendar = { timeZone, weekStartsOn };
          const end = addDays(startOfDate('2015-06-03', timeZone), day, timeZone);
          const weeks = wholeWeeksBefore(end, count, calendar);
          expect(weeks).toHaveLength(count);
          for (const [index, week] of weeks.entries()) {
            expect(week).toEqual(periodContaining(week.start, 'week', calendar));
            expect(week.end).toEqual(weeks[index + 1]?.start ?? week.end);
          }
          const last = weeks.at(-1)?.end ?? new Date(NaN);
          expect(last.getTime()).toBeLessThanOrEqual(end.getTime());
          expect(addDays(last, 7, timeZone).getTime()).toBeGreaterThan(end.getTime());
        },
      ),
      { numRuns: 40 },
    );
  });
});

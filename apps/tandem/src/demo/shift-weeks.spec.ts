import { shiftWeeks } from './shift-weeks.js';

const weekMs = 7 * 86_400_000;

describe('shiftWeeks', () => {
  it('brings the week of the last fact to the last complete week', () => {
    // Saturday 30 April 2016; now is Sunday 22 November 2026, whose last complete week ended on the 15th.
    const weeks = shiftWeeks('2016-04-30', new Date('2026-11-22T12:00:00Z'), 'UTC');
    const moved = new Date(Date.parse('2016-04-30T00:00:00Z') + weeks * weekMs);
    expect(moved.toISOString().slice(0, 10)).toBe('2026-11-14');
  });

  it.each([
    ['on a Monday the week before has just become complete', '2026-11-16', '2026-11-23T00:00:00Z', 0],
    ['a second earlier it had not', '2026-11-16', '2026-11-22T23:59:59Z', -1],
    ['any day of a week stands for the whole of it', '2026-11-15', '2026-11-23T00:00:00Z', 1],
    ['it crosses a year that has 53 weeks', '2020-12-31', '2021-01-11T00:00:00Z', 1],
    ['it counts back for facts of the future', '2027-01-04', '2026-11-23T00:00:00Z', -7],
    ['it works before 1970', '1969-12-29', '1970-01-12T00:00:00Z', 1],
  ])('%s', (_title, lastFact, now, weeks) => {
    expect(shiftWeeks(lastFact, new Date(now), 'UTC')).toBe(weeks);
  });

  it('begins the week at midnight of the zone', () => {
    const lateSundayInLisbon = new Date('2026-11-22T23:30:00Z');
    expect(shiftWeeks('2026-11-15', lateSundayInLisbon, 'Europe/Lisbon')).toBe(0);
    expect(shiftWeeks('2026-11-15', lateSundayInLisbon, 'Europe/Berlin')).toBe(1);
  });

  it.each(['2016-02-30', '30/04/2016', ''])('refuses "%s"', (date) => {
    expect(() => shiftWeeks(date, new Date(0), 'UTC')).toThrow(RangeError);
  });
});

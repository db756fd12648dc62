import {
  dayText,
  durationText,
  durationWords,
  fullMomentText,
  lastDayText,
  localDateOf,
  localDayText,
  momentText,
  plusDays,
  timeText,
  weekdayText,
} from './time-text.js';
import { setReading } from './reading.js';

describe('times as readers see them', () => {
  it('names the day of the organisation, not of UTC', () => {
    expect(dayText('2026-11-11T23:30:00Z', 'Europe/Berlin')).toBe('12 Nov');
    expect(dayText('2026-11-11T23:30:00Z', 'UTC')).toBe('11 Nov');
  });

  it('names the last day inside a half-open period', () => {
    expect(lastDayText('2026-11-11T23:00:00Z', 'Europe/Berlin')).toBe('11 Nov');
  });

  it('leaves local dates alone in every zone', () => {
    expect(localDayText('2026-12-31')).toBe('31 Dec');
    expect(plusDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(plusDays('2026-03-30', -7)).toBe('2026-03-23');
  });

  it('gives the local date of an instant for addresses', () => {
    expect(localDateOf('2026-11-11T23:30:00Z', 'Europe/Berlin')).toBe('2026-11-12');
  });

  it('writes weekday and clock without a comma in the day', () => {
    expect(weekdayText('2026-11-11T12:00:00Z', 'UTC')).toBe('Wed 11 Nov');
    expect(timeText('2026-11-12T06:04:00Z', 'UTC')).toBe('12 Nov 2026, 06:04');
    expect(timeText('2026-11-12T00:04:00Z', 'UTC')).toBe('12 Nov 2026, 00:04');
  });

  it('writes lengths in their largest whole unit and hours up to two days', () => {
    expect(durationText(11 * 60_000)).toBe('11\u202fmin');
    expect(durationText(47 * 3_600_000)).toBe('47\u202fh');
    expect(durationText(6.9 * 86_400_000)).toBe('6\u202fd');
    expect(durationWords(86_400_000 * 6)).toBe('6 days');
    expect(durationWords(3_600_000)).toBe('1 hour');
    expect(durationWords(20)).toBe('less than a minute');
  });

  it('never writes a negative length when clocks differ a little', () => {
    expect(durationText(-500)).toBe('0\u202fs');
  });
});

describe('moments as whoever reads tells them', () => {
  afterEach(() => setReading({ locale: 'en-GB', timeZone: 'UTC' }));

  it('name their zone', () => {
    expect(momentText('2026-11-12T06:04:00Z')).toBe('12 Nov 2026, 06:04 UTC');
    setReading({ locale: 'en-GB', timeZone: 'Europe/Berlin' });
    expect(momentText('2026-11-12T06:04:00Z')).toBe('12 Nov 2026, 07:04 CET');
    expect(fullMomentText('2026-07-12T06:04:00Z')).toMatch(/^Sunday,? 12 July 2026, 08:04 CEST$/);
  });

  it('follow the order of dates of the locale', () => {
    setReading({ locale: 'de-DE', timeZone: 'Europe/Berlin' });
    expect(momentText('2026-11-12T06:04:00Z')).toBe('12. Nov. 2026, 07:04 MEZ');
    setReading({ locale: 'en-US', timeZone: 'America/New_York' });
    expect(momentText('2026-11-12T06:04:00Z')).toBe('Nov 12, 2026, 01:04 EST');
  });
});

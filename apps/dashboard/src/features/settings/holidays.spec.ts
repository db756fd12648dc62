import { findHolidays, holidayLines } from './holidays.js';

describe('holidays', () => {
  it('are found in a list, whatever stands beside the dates', () => {
    const text = 'Christmas 2026-12-25\n26.12.2026 Boxing Day\n\nsome day\n31.02.2026\n2026-12-25';
    expect(findHolidays(text)).toEqual({
      dates: ['2026-12-25', '2026-12-26'],
      unread: ['some day', '31.02.2026'],
      repeating: 0,
    });
  });

  it('are found in a calendar file: whole days, several days, folded lines, and rules that are told', () => {
    const text = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20261224',
      'DTEND;VALUE=DATE:20261227',
      'SUMMARY:A long',
      '  holiday',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART:20270101T000000Z',
      'RRULE:FREQ=YEARLY',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'SUMMARY:Some time',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    expect(findHolidays(text)).toEqual({
      dates: ['2026-12-24', '2026-12-25', '2026-12-26', '2027-01-01'],
      unread: ['Some time'],
      repeating: 1,
    });
  });

  it('stay as they were typed, also where they are no dates', () => {
    expect(holidayLines('2026-12-25, 2026-12-26\nsoon')).toEqual(['2026-12-25', '2026-12-26', 'soon']);
  });
});

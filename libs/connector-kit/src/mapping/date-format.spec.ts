import { compileDateFormat, InvalidDateFormat } from './date-format.js';

function read(format: string, text: string): string {
  const reading = compileDateFormat(format)(text);
  if ('problem' in reading) return reading.problem;
  const { year, month, day, hour, minute, second, millisecond, offsetMinutes } = reading.value;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}.${millisecond}${offsetMinutes === null ? '' : ` ${offsetMinutes}`}`;
}

describe('compileDateFormat', () => {
  it.each([
    ['D/M/YYYY H:mm', '29/2/2016 01:16', '2016-2-29 1:16:0.0'],
    ['D/M/YYYY H:mm', '1/12/2016 9:05', '2016-12-1 9:5:0.0'],
    ['M/D/YYYY', '7/2/2015', '2015-7-2 0:0:0.0'],
    ['YYYY-MMMM-D', '2016-December-27', '2016-12-27 0:0:0.0'],
    ['D MMM YYYY', '3 MAY 2016', '2016-5-3 0:0:0.0'],
    ['YYYYMMDD', '20160229', '2016-2-29 0:0:0.0'],
    ['YYYY-MM', '2016-04', '2016-4-1 0:0:0.0'],
    ['YYYY-MM-DDTHH:mm:ss.SSSZ', '2016-02-29T23:59:59.120+05:30', '2016-2-29 23:59:59.120 330'],
    ['M/D/YYYY h:mm A', '1/2/2016 12:30 AM', '2016-1-2 0:30:0.0'],
    ['M/D/YYYY h:mm A', '1/2/2016 12:30 pm', '2016-1-2 12:30:0.0'],
    ['ISO', '2016-02-29', '2016-2-29 0:0:0.0'],
    ['ISO', '2016-02-29 08:30', '2016-2-29 8:30:0.0'],
    ['ISO', '2016-02-29T08:30:15.123456Z', '2016-2-29 8:30:15.123 0'],
    ['ISO', '2016-02-29T08:30:15-03', '2016-2-29 8:30:15.0 -180'],
    ['unix', '1456704000', '2016-2-29 0:0:0.0 0'],
    ['unix-ms', '1456704000123', '2016-2-29 0:0:0.123 0'],
  ])('reads %s from "%s"', (format, text, expected) => {
    expect(read(format, text)).toBe(expected);
  });

  it.each([
    ['D/M/YYYY', '31/02/2016', '"31/02/2016" names a day that does not exist: February 2016 has 29 days'],
    ['D/M/YYYY', '29/2/2015', '"29/2/2015" names a day that does not exist: February 2015 has 28 days'],
    ['M/D/YYYY', '29/2/2016', '"29/2/2016" names a month that does not exist: 29'],
    ['D/M/YYYY', '0/1/2016', '"0/1/2016" names a day that does not exist: January 2016 has 31 days'],
    ['D/M/YYYY H:mm', '1/1/2016 24:61', '"1/1/2016 24:61" names an hour that does not exist: 24'],
    ['D/M/YYYY H:mm', '1/1/2016 23:61', '"1/1/2016 23:61" names a minute that does not exist: 61'],
    ['ISO', '2016-01-01T10:00:60Z', '"2016-01-01T10:00:60Z" names a second that does not exist: 60'],
    ['ISO', '2016-01-01T10:00+19:00', '"2016-01-01T10:00+19:00" names an offset from UTC that no place has'],
    ['M/D/YYYY h:mm A', '1/2/2016 13:00 PM', '"1/2/2016 13:00 PM" names an hour that a half day does not have: 13'],
    ['D/M/YYYY', 'yesterday', '"yesterday" does not match the date format D/M/YYYY'],
    ['D/M/YYYY', '1/1/20166', '"1/1/20166" does not match the date format D/M/YYYY'],
    ['D/M/YYYY', '1/1/16', '"1/1/16" does not match the date format D/M/YYYY'],
    ['YYYY-MMMM-D', '2016-Decembre-1', '"2016-Decembre-1" does not match the date format YYYY-MMMM-D'],
    ['ISO', '0016-01-01', '"0016-01-01" names the year 16, which is out of range'],
    ['unix', '99999999999999', '"99999999999999" lies outside the years 1000 to 9999'],
  ])('with %s refuses "%s"', (format, text, expected) => {
    expect(read(format, text)).toBe(expected);
  });

  it.each([
    ['yyyy-MM-DD', 'holds "yyyy"'],
    ['D/M', 'does not name the year'],
    ['D/YYYY', 'does not name the month'],
    ['YYYY-MM HH', 'does not name the day'],
    ['D/M/YYYY h:mm', 'h and A (AM or PM) together'],
    ['D/M/YYYY D', 'names the day twice'],
    ['DMYYYY', 'read in two ways'],
    ['D/M/YYYY mm', 'does not name the hour'],
    ['', 'does not name the year'],
  ])('refuses the format "%s"', (format, message) => {
    expect(() => compileDateFormat(format)).toThrow(InvalidDateFormat);
    expect(() => compileDateFormat(format)).toThrow(message);
  });
});

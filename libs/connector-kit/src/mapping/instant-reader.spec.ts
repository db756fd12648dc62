import fc from 'fast-check';
import { instantReader } from './instant-reader.js';

const utc = instantReader({ dateFormat: 'D/M/YYYY H:mm', zone: 'UTC', shiftWeeks: 0 });
const lisbon = instantReader({ dateFormat: 'ISO', zone: 'Europe/Lisbon', shiftWeeks: 0 });

describe('instantReader', () => {
  it('writes instants in UTC with milliseconds', () => {
    expect(utc('29/2/2016 01:16')).toEqual({ value: '2016-02-29T01:16:00.000Z' });
  });

  it('gives the same answer when the text comes again', () => {
    expect(utc('31/2/2016 01:16')).toEqual(utc('31/2/2016 01:16'));
    expect(utc('1/2/2016 01:16')).toEqual(utc('1/2/2016 01:16'));
  });

  it('reads local times in their zone, on both sides of a clock change', () => {
    expect(lisbon('2016-01-15T12:00')).toEqual({ value: '2016-01-15T12:00:00.000Z' });
    expect(lisbon('2016-07-15T12:00')).toEqual({ value: '2016-07-15T11:00:00.000Z' });
  });

  it('gives an instant that is written in UTC as it is, in whatever zone', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
        (date) => {
          const text = date.toISOString();
          const seconds = `${text.slice(0, 19)}Z`;
          for (const reader of [lisbon, instantReader({ dateFormat: 'ISO', zone: 'UTC', shiftWeeks: 0 })]) {
            expect(reader(text)).toEqual({ value: text });
            expect(reader(seconds)).toEqual({ value: new Date(seconds).toISOString() });
          }
        },
      ),
    );
  });

  it.each(['2016-02-30T00:00:00Z', '2016-13-01T00:00:00Z', '2016-01-01T24:00:00Z', '0999-01-01T00:00:00Z'])(
    'refuses %s, which does not exist or cannot be counted',
    (text) => {
      expect(lisbon(text)).toMatchObject({ problem: expect.any(String) });
    },
  );

  it('refuses a local time that the clocks skipped', () => {
    expect(lisbon('2016-03-27T01:30')).toEqual({
      problem: '"2016-03-27T01:30" does not exist in Europe/Lisbon: the clocks were moved forward over it',
    });
  });

  it('takes the first of two equal local times when the clocks go back', () => {
    expect(lisbon('2016-10-30T01:30')).toEqual({ value: '2016-10-30T00:30:00.000Z' });
  });

  it('believes an offset that the text states itself', () => {
    expect(lisbon('2016-07-15T12:00+02:00')).toEqual({ value: '2016-07-15T10:00:00.000Z' });
  });

  it('begins a day when its zone lets it begin', () => {
    const saoPaulo = instantReader({ dateFormat: 'ISO', zone: 'America/Sao_Paulo', shiftWeeks: 0 });
    // On 16 October 2016 the clocks went from midnight to one o'clock.
    expect(saoPaulo('2016-10-16')).toEqual({ value: '2016-10-16T03:00:00.000Z' });
    expect(saoPaulo('2016-10-15')).toEqual({ value: '2016-10-15T03:00:00.000Z' });
  });

  it('shifts the local date and keeps the time of day across a clock change', () => {
    const shifted = instantReader({ dateFormat: 'ISO', zone: 'Europe/Lisbon', shiftWeeks: 26 });
    expect(shifted('2016-01-15T12:00')).toEqual({ value: '2016-07-15T11:00:00.000Z' });
    expect(instantReader({ dateFormat: 'ISO', zone: 'UTC', shiftWeeks: -1 })('2016-01-08')).toEqual({
      value: '2016-01-01T00:00:00.000Z',
    });
  });

  it('moves a shifted time that lands in a skipped hour forward, since its own date was real', () => {
    const shifted = instantReader({ dateFormat: 'ISO', zone: 'Europe/Lisbon', shiftWeeks: 1 });
    expect(shifted('2016-03-20T01:30')).toEqual({ value: '2016-03-27T01:30:00.000Z' });
  });
});

import { valueReader } from './field-value.js';
import { instantReader } from './instant-reader.js';
import { numberFormat } from './number-format.js';

const instant = instantReader({ dateFormat: 'ISO', zone: 'UTC', shiftWeeks: 0 });

describe('valueReader', () => {
  it.each([
    ['integer', '12', 12],
    ['integer', '-3', -3],
    ['integer', '-0', 0],
    ['integer', '3.0', 3],
    ['decimal', '0012.50', '12.50'],
    ['decimal', '+0.1', '0.1'],
    ['decimal', '-0.00', '0.00'],
    ['decimal', '123456789012345678901234.5', '123456789012345678901234.5'],
    ['boolean', 'TRUE', true],
    ['boolean', 'n', false],
    ['text', 'any thing', 'any thing'],
    ['instant', '2016-01-01', '2016-01-01T00:00:00.000Z'],
  ] as const)('reads %s from "%s"', (type, text, value) => {
    expect(valueReader(type, instant)(text)).toEqual({ value });
  });

  it.each([
    ['integer', '3.5', '"3.5" is not a whole number'],
    ['integer', '1,000', '"1,000" is not a whole number'],
    ['integer', '9007199254740993', '"9007199254740993" is too large for a whole number'],
    ['decimal', '1,5', '"1,5" is not a decimal number such as 1234.56'],
    ['decimal', '1e3', '"1e3" is not a decimal number such as 1234.56'],
    ['decimal', 'NaN', '"NaN" is not a decimal number such as 1234.56'],
    ['boolean', 'maybe', '"maybe" is neither true nor false'],
    ['text', 'a\0b', '"a·b" holds a NUL character'],
  ] as const)('refuses %s "%s"', (type, text, problem) => {
    expect(valueReader(type, instant)(text)).toEqual({ problem });
  });

  const german = numberFormat.parse({ decimal: ',', group: '.', currency: ['€', 'EUR'] });
  const plain = (format: object) => valueReader('decimal', instant, numberFormat.parse(format));

  it.each([
    ['1.234,56', '1234.56'],
    ['1234,56', '1234.56'],
    ['1.234.567', '1234567'],
    ['-0,5', '-0.5'],
    ['\u22121.000', '-1000'],
    ['€ 1.234,56', '1234.56'],
    ['1.234,56\u00a0€', '1234.56'],
    ['EUR12', '12'],
    ['-€5', '-5'],
    ['€-5', '-5'],
  ])('reads "%s" as a German file writes it', (text, value) => {
    expect(valueReader('decimal', instant, german)(text)).toEqual({ value });
  });

  it.each(['1.23', '12.34,5', '1,234.56', '1.234.56', '.5', '5,', '$5', '€5€', '-€-5', '1 234', '1.2345', '', '€'])(
    'guesses nothing of "%s", and says how numbers are written',
    (text) => {
      expect(valueReader('decimal', instant, german)(text)).toEqual({
        problem: `"${text}" is not a number as the mapping says that they are written, such as "€ 1.234,56"`,
      });
    },
  );

  it('takes blanks that do not break for blanks, and one mark throughout a number', () => {
    const french = plain({ decimal: ',', group: ' ' });
    expect(french('1\u202f234\u202f567,8')).toEqual({ value: '1234567.8' });
    expect(french('1 234\u00a0567')).toHaveProperty('problem');
    expect(plain({ group: "'" })('1\u2019234.5')).toEqual({ value: '1234.5' });
    expect(plain({ group: ',' })('1,234.5')).toEqual({ value: '1234.5' });
    expect(plain({ group: ',' })('1,5')).toHaveProperty('problem');
  });

  it('reads whole units into minor ones exactly, and refuses what would be lost', () => {
    const minor = (digits?: number) =>
      valueReader('integer', instant, { ...german, ...(digits === undefined ? {} : { minorDigits: digits }) }, true);
    expect(minor(2)('1.234,5 €')).toEqual({ value: 123450 });
    expect(minor(2)('-12')).toEqual({ value: -1200 });
    expect(minor(2)('12,340')).toEqual({ value: 1234 });
    expect(minor(0)('1.234')).toEqual({ value: 1234 });
    expect(minor(2)('12,345')).toEqual({ problem: '"12.345" has more decimals than the 2 of its currency' });
    expect(minor()('12,34')).toEqual({ problem: '"12.34" is not a whole number' });
    // A count is none of an amount, whatever the mapping says of amounts.
    expect(valueReader('integer', instant, { ...german, minorDigits: 2 })('1.234')).toEqual({ value: 1234 });
  });

  it('is refused as a format where one mark would mean both, or a sign could be part of a number', () => {
    for (const wrong of [
      { decimal: ',', group: ',' },
      { decimal: ';' },
      { currency: ['1'] },
      { currency: ['-'] },
      { group: '' },
    ])
      expect(numberFormat.safeParse(wrong).success).toBe(false);
  });

  it('names the choices when a value is none of them', () => {
    const read = valueReader({ oneOf: ['met', 'breached'] }, instant);
    expect(read('met')).toEqual({ value: 'met' });
    expect(read('Met')).toEqual({ problem: '"Met" is not one of met, breached' });
  });
});

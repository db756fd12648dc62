import { valueReader } from './field-value.js';
import { instantReader } from './instant-reader.js';

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

  it('names the choices when a value is none of them', () => {
    const read = valueReader({ oneOf: ['met', 'breached'] }, instant);
    expect(read('met')).toEqual({ value: 'met' });
    expect(read('Met')).toEqual({ problem: '"Met" is not one of met, breached' });
  });
});

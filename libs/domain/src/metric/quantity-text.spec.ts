import { numberText, quantityText } from './quantity-text.js';

describe('quantityText', () => {
  it.each([
    ['58.20', '%', '58.20%'],
    ['-0.5', '%', '\u22120.5%'],
    ['-0.00', '%', '0.00%'],
    ['2.31', 's', '2.31\u202fs'],
    ['12000', 'h', '12,000\u202fh'],
    ['3.20', '/wk', '3.20\u202f/wk'],
    ['1058', 'count', '1,058'],
    ['1234567.89', 'EUR', '€1,234,567.89'],
    ['-12.00', 'USD', '\u2212$12.00'],
  ])('writes %s %s as %s', (value, unit, text) => expect(quantityText(value, unit)).toBe(text));

  it('keeps every digit of numbers that floating point would change', () => {
    expect(numberText('12345678901234567890.10')).toBe('12,345,678,901,234,567,890.10');
  });
});

import { numbersOf, withNumbers } from './mapping-numbers.js';

const mapping = { stream: 'measurement', zone: 'UTC' };

describe('how numbers are written, said by clicking', () => {
  it('is left out while they are digits with a point', () => {
    expect(withNumbers(mapping, { decimal: '.', group: '', currency: ' ', minorDigits: '' })).toEqual(mapping);
    expect(numbersOf(mapping)).toEqual({ decimal: '.', group: '', currency: '', minorDigits: '' });
  });

  it('comes out as settings have it, and shows again as it was said', () => {
    const said = withNumbers(mapping, { decimal: ',', group: '.', currency: '€ EUR', minorDigits: '2' });
    expect(said).toEqual({
      ...mapping,
      numberFormat: { decimal: ',', group: '.', currency: ['€', 'EUR'], minorDigits: 2 },
    });
    expect(numbersOf(said)).toEqual({ decimal: ',', group: '.', currency: '€ EUR', minorDigits: '2' });
    expect(withNumbers(said, { decimal: '.', group: '', currency: '', minorDigits: '' })).toEqual(mapping);
  });

  it('never lets one mark mean both', () => {
    const point = withNumbers(mapping, { group: '.' });
    expect(point).toMatchObject({ numberFormat: { decimal: ',', group: '.' } });
    expect(withNumbers(point, { decimal: '.' })).toEqual(mapping);
    expect(withNumbers(withNumbers(mapping, { group: ',' }), { decimal: ',' })).toMatchObject({
      numberFormat: { decimal: ',' },
    });
  });
});

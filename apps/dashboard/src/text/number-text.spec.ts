import fc from 'fast-check';
import { locales } from '@tandem/contracts/preference-choices';
import { counted, countWord, differenceText, distanceText, numberText, rangeText, valueText } from './number-text.js';
import { setReading } from './reading.js';

describe('numbers as readers see them', () => {
  it('closes up per cent and sets other units behind a narrow no-break space', () => {
    expect(valueText('26.65', '%')).toBe('26.65%');
    expect(valueText('2.31', 's')).toBe('2.31\u202fs');
    expect(valueText('6.4', '/wk')).toBe('6.4\u202f/wk');
    expect(valueText('14182', 'count')).toBe('14,182');
  });

  it('sets a currency before the digits and the minus before the currency', () => {
    expect(valueText('1234567.50', 'EUR')).toBe('€1,234,567.50');
    expect(valueText('-37.40', 'EUR')).toBe('\u2212€37.40');
  });

  it('shows an absent value as a dash and zero as zero', () => {
    expect(valueText(null, '%')).toBe('–');
    expect(valueText('0', 'count')).toBe('0');
    expect(valueText('0.0', '%')).toBe('0.0%');
  });

  it('keeps every decimal that the server sent', () => {
    expect(numberText('1000.10')).toBe('1,000.10');
    expect(numberText('-0.00')).toBe('0.00');
    expect(numberText('0.1234567')).toBe('0.1234567');
  });

  it('measures differences of rates in percentage points, with a real minus', () => {
    expect(differenceText('0.08', '%')).toBe('+0.08\u202fpp');
    expect(differenceText('-5.1', '%')).toBe('\u22125.1\u202fpp');
    expect(differenceText('-0.13', 's')).toBe('\u22120.13\u202fs');
    expect(differenceText('-0.50', 'EUR')).toBe('\u2212€0.50');
  });

  it('marks a difference of nothing as such, whatever sign it came with', () => {
    expect(differenceText('0.00', '%')).toBe('±0.00\u202fpp');
    expect(differenceText('-0.00', '%')).toBe('±0.00\u202fpp');
  });

  it('leaves the sign of a distance to the word beside it', () => {
    expect(distanceText('-0.04', '%')).toBe('0.04\u202fpp');
    expect(distanceText(null, '%')).toBe('–');
  });

  it('says the unit of a range once', () => {
    expect(rangeText('2.96', '3.19', '%')).toBe('2.96–3.19%');
  });

  it('counts in words up to twelve and in digits beyond', () => {
    expect(countWord(3)).toBe('three');
    expect(countWord(13)).toBe('13');
    expect(counted(1, 'record')).toBe('1 record');
    expect(counted(94074, 'row')).toBe('94,074 rows');
  });
});

describe('numbers as readers of other countries are used to', () => {
  afterEach(() => setReading({ locale: 'en-GB', timeZone: 'UTC' }));
  const texts = (locale: string) => {
    setReading({ locale, timeZone: 'UTC' });
    return ['1234567.50', '1234']
      .map((decimal) => valueText(decimal, 'EUR'))
      .concat(valueText('2.50', '%'))
      .map((text) => text.replace(/\s/g, ' '));
  };

  it('differ in their marks alone', () => {
    expect(texts('en-US')).toEqual(['€1,234,567.50', '€1,234', '2.50%']);
    expect(texts('de-DE')).toEqual(['1.234.567,50 €', '1.234 €', '2,50 %']);
    expect(texts('fr-FR')).toEqual(['1 234 567,50 €', '1 234 €', '2,50 %']);
    expect(texts('es-ES')).toEqual(['1.234.567,50 €', '1234 €', '2,50 %']);
  });

  it('have the digits that the server sent, in every locale', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...locales),
        fc.stringMatching(/^-?(0|[1-9]\d{0,12})(\.\d{1,6})?$/),
        fc.constantFrom('%', 'EUR', 'count', 's'),
        (locale, decimal, unit) => {
          setReading({ locale, timeZone: 'UTC' });
          return valueText(decimal, unit).replace(/\D/g, '') === decimal.replace(/\D/g, '');
        },
      ),
      { endOnFailure: true },
    );
  });
});

import { catalogue } from './catalogue.js';
import { reading } from './reading.js';

const MINUS = '\u2212';
const NARROW_SPACE = '\u202f';
export const NONE = '\u2013';

const CURRENCY: Readonly<Record<string, string>> = { EUR: '€', USD: '$', GBP: '£' };

/** What a locale sets between and around digits. */
interface Marks {
  readonly group: string;
  readonly decimal: string;
  /** Some leave numbers of four digits ungrouped. */
  readonly groupsFrom: number;
  readonly beforePercent: string;
  readonly currencyFollows: boolean;
}

const marksOfLocales = new Map<string, Marks>();

function marks(): Marks {
  const { locale } = reading();
  const known = marksOfLocales.get(locale);
  if (known) return known;
  const number = new Intl.NumberFormat(locale);
  const part = (type: string, value: number): string =>
    number.formatToParts(value).find((one) => one.type === type)?.value ?? '';
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).formatToParts(1);
  const currency = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).formatToParts(1);
  const made: Marks = {
    group: part('group', 1_234_567),
    decimal: part('decimal', 0.5),
    groupsFrom: part('group', 1_234) === '' ? 5 : 4,
    beforePercent: percent.find((one) => one.type === 'literal')?.value ?? '',
    currencyFollows: currency[0]?.type !== 'currency',
  };
  marksOfLocales.set(locale, made);
  return made;
}

interface Parts {
  readonly negative: boolean;
  readonly zero: boolean;
  readonly digits: string;
}

/** Groups the digits of a decimal string as the reader is used to. Nothing is parsed or rounded: the server did that once. */
function partsOf(decimal: string): Parts {
  const zero = !/[1-9]/.test(decimal);
  const negative = decimal.startsWith('-') && !zero;
  const [whole = '0', fraction] = decimal.replace(/^-/, '').split('.');
  const { group, decimal: mark, groupsFrom } = marks();
  const grouped = whole.length < groupsFrom ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  return { negative, zero, digits: fraction === undefined ? grouped : grouped + mark + fraction };
}

function withUnit(digits: string, unit: string, isDifference: boolean): string {
  if (unit === '%') return isDifference ? `${digits}${NARROW_SPACE}pp` : percentText(digits);
  if (unit === 'count') return digits;
  const currency = CURRENCY[unit];
  if (currency === undefined) return `${digits}${NARROW_SPACE}${unit}`;
  return marks().currencyFollows ? `${digits}\u00a0${currency}` : `${currency}${digits}`;
}

function percentText(digits: string): string {
  return `${digits}${marks().beforePercent}%`;
}

export function numberText(decimal: string): string {
  const { negative, digits } = partsOf(decimal);
  return negative ? MINUS + digits : digits;
}

/** A value with its unit, "2.31 s"; null, which is a known absence, is a dash and never 0. */
export function valueText(decimal: string | null, unit: string): string {
  if (decimal === null) return NONE;
  const { negative, digits } = partsOf(decimal);
  return (negative ? MINUS : '') + withUnit(digits, unit, false);
}

/** A signed difference, "+0.08 pp": rates differ by percentage points, never by per cent. */
export function differenceText(decimal: string | null, unit: string): string {
  if (decimal === null) return NONE;
  const { negative, zero, digits } = partsOf(decimal);
  return (zero ? '±' : negative ? MINUS : '+') + withUnit(digits, unit, true);
}

/** A signed change in per cent of what was before, "−12.4%". */
export function relativeText(decimal: string): string {
  const { negative, zero, digits } = partsOf(decimal);
  return (zero ? '±' : negative ? MINUS : '+') + percentText(digits);
}

/** An unsigned distance, "0.04 pp": the word beside it says on which side. */
export function distanceText(decimal: string | null, unit: string): string {
  return decimal === null ? NONE : withUnit(partsOf(decimal).digits, unit, true);
}

/** A range of two values of one unit, "2.96–3.19%". */
export function rangeText(low: string, high: string, unit: string): string {
  return `${numberText(low)}${NONE}${valueText(high, unit)}`;
}

/** A share between 0 and 1 as whole per cent, "82%". */
export function shareText(share: number): string {
  return percentText(String(Math.round(share * 100)));
}

export function countText(count: number): string {
  return numberText(String(count));
}

/** Counts a thing: "1 record", "14,183 records". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

const small = catalogue('numbers', {
  upToTwelve: ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
});

/** Small numbers as words, for sentences: "three of five joint goals". */
export function countWord(count: number): string {
  return small.upToTwelve[count] ?? countText(count);
}

const MINUS = '\u2212';
const NARROW_SPACE = '\u202f';
export const NONE = '\u2013';

const CURRENCY: Readonly<Record<string, string>> = { EUR: '€', USD: '$', GBP: '£' };

interface Parts {
  readonly negative: boolean;
  readonly zero: boolean;
  readonly digits: string;
}

/** Groups the digits of a decimal string. Nothing is parsed or rounded: the server did that once. */
function partsOf(decimal: string): Parts {
  const zero = !/[1-9]/.test(decimal);
  const negative = decimal.startsWith('-') && !zero;
  const [whole = '0', fraction] = decimal.replace(/^-/, '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return { negative, zero, digits: fraction === undefined ? grouped : `${grouped}.${fraction}` };
}

function withUnit(digits: string, unit: string, isDifference: boolean): string {
  if (unit === '%') return isDifference ? `${digits}${NARROW_SPACE}pp` : `${digits}%`;
  if (unit === 'count') return digits;
  const currency = CURRENCY[unit];
  return currency === undefined ? `${digits}${NARROW_SPACE}${unit}` : `${currency}${digits}`;
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
  return `${zero ? '±' : negative ? MINUS : '+'}${digits}%`;
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
  return `${Math.round(share * 100)}%`;
}

export function countText(count: number): string {
  return numberText(String(count));
}

/** Counts a thing: "1 record", "14,183 records". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

/** Small numbers as words, for sentences: "three of five joint goals". */
export function countWord(count: number): string {
  return WORDS[count] ?? countText(count);
}

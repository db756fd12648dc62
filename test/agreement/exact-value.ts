/**
 * Decimal arithmetic on whole numbers, written here once more so that the product's own rounding is compared with something. Only what the
 * comparison needs: decimal strings in, decimal strings out, rounded once, half away from zero.
 */
const scale = 40n;

function scaled(decimal: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,40}))?$/.exec(decimal);
  if (!match) throw new Error(`"${decimal}" is not a decimal number.`);
  const [, sign, whole = '0', fraction = ''] = match;
  const digits = BigInt(whole + fraction.padEnd(Number(scale), '0'));
  return sign === '-' ? -digits : digits;
}

/** The sum of decimal strings, without trailing zeros. */
export function exactSum(decimals: readonly (string | null)[]): string {
  const total = decimals.reduce((sum, decimal) => sum + scaled(decimal ?? '0'), 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(Number(scale) + 1, '0');
  const whole = digits.slice(0, -Number(scale));
  const fraction = digits.slice(-Number(scale)).replace(/0+$/, '');
  return `${total < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** `dividend` × `factor` ÷ `divisor` with exactly `precision` decimals. */
export function exactQuotient(dividend: string, divisor: string, factor: bigint, precision: number): string {
  const above = scaled(dividend) * factor * 10n ** BigInt(precision);
  const below = scaled(divisor);
  const negative = above < 0n !== below < 0n;
  const [top, bottom] = [above < 0n ? -above : above, below < 0n ? -below : below];
  const rounded = (2n * top + bottom) / (2n * bottom);
  const digits = rounded.toString().padStart(precision + 1, '0');
  const text = precision === 0 ? digits : `${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
  return negative && rounded !== 0n ? `-${text}` : text;
}

/** The shortest decimal that reads back as the same double, without an exponent. */
export function plainDecimal(number: number): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(number.toExponential());
  if (!match) throw new Error(`${number} is not finite.`);
  const [, sign = '', first = '0', rest = '', power = '0'] = match;
  const digits = first + rest;
  const point = 1 + Number(power);
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const fraction = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  const shown = fraction.replace(/0+$/, '');
  return /^0*$/.test(digits) ? '0' : `${sign}${whole}${shown === '' ? '' : `.${shown}`}`;
}

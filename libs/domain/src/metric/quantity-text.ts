const minus = '\u2212';
const narrowSpace = '\u202f';
const currencySigns: Readonly<Record<string, string>> = { EUR: '€', USD: '$', GBP: '£' };

/** A decimal string with real minus sign and grouped thousands; its digits stay as they are, rounding was done once elsewhere. */
export function numberText(decimal: string): string {
  const [whole = '0', fraction] = decimal.replace(/^-/, '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const digits = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return decimal.startsWith('-') && /[1-9]/.test(decimal) ? minus + digits : digits;
}

/** A value with its unit as every page writes it: "58.20%", "2.31 s" with a narrow no-break space, "€1,234.00", "1,058". */
export function quantityText(decimal: string, unit: string): string {
  const number = numberText(decimal);
  if (unit === '%') return `${number}%`;
  if (unit === 'count' || unit === '') return number;
  const sign = currencySigns[unit];
  if (sign === undefined) return `${number}${narrowSpace}${unit}`;
  return number.startsWith(minus) ? `${minus}${sign}${number.slice(1)}` : `${sign}${number}`;
}

/** A signed change, "+0.08 pp", "−12.4%" for `relative`: shares differ by percentage points, and only what is relative by per cent. */
export function changeText(decimal: string, unit: string): string {
  const sign = decimal.startsWith('-') ? '' : /[1-9]/.test(decimal) ? '+' : '±';
  if (unit === 'relative') return `${sign}${quantityText(decimal, '%')}`;
  return `${sign}${unit === '%' ? `${numberText(decimal)}${narrowSpace}pp` : quantityText(decimal, unit)}`;
}

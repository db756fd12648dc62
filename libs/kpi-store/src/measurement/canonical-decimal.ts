/**
 * The same decimal without what does not change its value: leading zeros, zeros at the end of the fraction, the sign of zero.
 * The text is a decimal as `checkRecord` accepts it.
 */
export function canonicalDecimal(text: string): string {
  const first = text.charCodeAt(0);
  // Most values are whole numbers without a sign that need nothing: digits from 1, or a single 0.
  if (first > 48 && first <= 57 && !text.includes('.')) return text;
  const negative = first === 45;
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const digits = whole.replace(/^0+(?=\d)/, '');
  const decimals = fraction.replace(/0+$/, '');
  const magnitude = decimals ? `${digits}.${decimals}` : digits;
  return negative && magnitude !== '0' ? `-${magnitude}` : magnitude;
}

/**
 * The decimals of one field in one row, exactly: differences to a base in the last digit that occurs, in the narrowest array that takes
 * them; only the base where all are equal; the decimals themselves where they are too wide for whole numbers. All null: the field is absent.
 */
export interface DecimalColumn {
  readonly base: string | null;
  readonly small: readonly (number | null)[] | null;
  readonly wide: readonly (number | null)[] | null;
  readonly exact: readonly (string | null)[] | null;
}

const absent: DecimalColumn = { base: null, small: null, wide: null, exact: null };
/** Whole numbers of this many digits are exact in a double, with room for differences. */
const mostDigits = 15;
const smallest = -32_768;
const largestDifference = 65_535;
const widest = 4_294_967_295;

export function packDecimals(values: readonly (string | null)[]): DecimalColumn {
  let scale = 0;
  for (const value of values) if (value !== null) scale = Math.max(scale, fractionDigits(value));
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  const units: (number | null)[] = [];
  let complete = true;
  for (const value of values) {
    if (value === null) {
      units.push(null);
      complete = false;
      continue;
    }
    const unit = unitsOf(value, scale);
    if (unit === null) return { ...absent, exact: [...values] };
    units.push(unit);
    if (unit < lowest) lowest = unit;
    if (unit > highest) highest = unit;
  }
  if (highest < lowest) return absent;
  if (highest === lowest && complete) return { ...absent, base: fromUnits(lowest, scale) };
  if (highest - lowest > widest) return { ...absent, exact: [...values] };
  const isSmall = highest - lowest <= largestDifference;
  // Small differences start at the lowest number of their type, so that all of its range is used.
  const base = isSmall ? lowest - smallest : lowest + 2_147_483_648;
  const differences = units.map((unit) => (unit === null ? null : unit - base));
  const text = fromUnits(base, scale);
  return isSmall ? { ...absent, base: text, small: differences } : { ...absent, base: text, wide: differences };
}

export function unpackDecimals(column: DecimalColumn, count: number): (string | null)[] {
  const { base, exact } = column;
  if (exact) return exact.map((value) => (value === null ? null : withoutTrailingZeros(value)));
  const differences = column.small ?? column.wide;
  if (base === null) return Array.from({ length: count }, () => null);
  if (!differences) return Array.from({ length: count }, () => withoutTrailingZeros(base));
  const scale = fractionDigits(base);
  const start = Number(base.replace('.', ''));
  return differences.map((difference) =>
    difference === null ? null : withoutTrailingZeros(fromUnits(start + difference, scale)),
  );
}

export function fractionDigits(decimal: string): number {
  const point = decimal.indexOf('.');
  return point < 0 ? 0 : decimal.length - point - 1;
}

/** The decimal in units of its last digit; null when a double cannot hold it exactly. */
export function unitsOf(decimal: string, scale: number): number | null {
  const point = decimal.indexOf('.');
  const fraction = point < 0 ? '' : decimal.slice(point + 1);
  const whole = point < 0 ? decimal : decimal.slice(0, point);
  if (whole.length + scale > mostDigits) return null;
  return scale === 0 ? Number(whole) : Number(whole + fraction.padEnd(scale, '0'));
}

/** Keeps the zeros at the end: their number is the scale of the row. */
export function fromUnits(units: number, scale: number): string {
  if (scale === 0) return String(units);
  const digits = String(Math.abs(units)).padStart(scale + 1, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

export function withoutTrailingZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

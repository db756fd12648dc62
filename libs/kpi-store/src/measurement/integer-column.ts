/** Whole numbers of a row, in its order: an even progression needs no array; other numbers stand as differences to the base. */
export interface IntegerColumn {
  readonly base: number;
  readonly step: number;
  readonly differences: readonly number[] | null;
}

/** Throws a `RangeError` for numbers further apart than the array takes. */
export function packIntegers(values: readonly number[]): IntegerColumn {
  const [base = 0, second = base] = values;
  const step = second - base;
  if (fits(step) && values.every((value, index) => value === base + step * index)) {
    return { base, step, differences: null };
  }
  const differences = values.map((value) => value - base);
  if (!differences.every(fits)) throw new RangeError('These numbers are too far apart for one row.');
  return { base, step: 0, differences };
}

export function unpackIntegers({ base, step, differences }: IntegerColumn, count: number): number[] {
  return differences
    ? differences.map((difference) => base + difference)
    : Array.from({ length: count }, (_, index) => base + step * index);
}

function fits(value: number): boolean {
  return value >= -2_147_483_648 && value <= 2_147_483_647;
}

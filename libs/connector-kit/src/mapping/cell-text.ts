/** A whole column name wins over the path that it may also be; only own keys count. */
export function valueAt(row: object, column: string, path: readonly string[]): unknown {
  if (Object.hasOwn(row, column)) return Reflect.get(row, column);
  let value: unknown = row;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** A value as a mapping reads it; empty for what is not known, null for a value that has no faithful text. */
export function cellText(value: unknown): string | null {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number' || (Number.isInteger(value) && !Number.isSafeInteger(value))) return null;
  return String(value);
}

/**
 * JSON text with sorted keys and without absent members: two plain values are the same exactly when their texts are. Order inside
 * lists counts.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value) ?? null);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

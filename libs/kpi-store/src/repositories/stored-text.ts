import type { CanonicalRecord } from '@tandem/domain/record/streams';

/**
 * What of a record is stored as `data`, written the way PostgreSQL writes `jsonb` out: keys by length, then by bytes, and its own spaces.
 * So the hash that is taken of it here is the hash that the database would take.
 */
export function storedText({ fields, dimensions }: Pick<CanonicalRecord, 'fields' | 'dimensions'>): string {
  return objectText({ ...fields, dimensions: objectText(dimensions, quoted) }, (value, key) =>
    key === 'dimensions' ? String(value) : typeof value === 'string' ? quoted(value) : JSON.stringify(value),
  );
}

function objectText<Value>(object: Readonly<Record<string, Value>>, write: (value: Value, key: string) => string) {
  let text = '';
  for (const key of inOrder(Object.keys(object))) {
    const value = object[key];
    if (value === undefined) continue;
    text += `${text === '' ? '' : ', '}${quoted(key)}: ${write(value, key)}`;
  }
  return `{${text}}`;
}

// PostgreSQL escapes what JSON.stringify escapes, except for halves of surrogate pairs, which it does not store at all.
const quoted = (text: string): string => JSON.stringify(text);

/** Records of one mapping have the same keys over and over. */
const orders = new Map<string, readonly string[]>();
const mostOrders = 1_000;

function inOrder(keys: readonly string[]): readonly string[] {
  const name = keys.join('\0');
  const known = orders.get(name);
  if (known) return known;
  const sorted = keys
    .map((key) => ({ key, bytes: Buffer.from(key) }))
    .sort((a, b) => a.bytes.length - b.bytes.length || Buffer.compare(a.bytes, b.bytes))
    .map(({ key }) => key);
  if (orders.size >= mostOrders) orders.clear();
  orders.set(name, sorted);
  return sorted;
}

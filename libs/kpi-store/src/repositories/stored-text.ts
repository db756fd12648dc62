import type { CanonicalRecord } from '@tandem/domain/record/streams';

/** What is stored of a record that is gone. No record that is there is without dimensions, be they none. */
export const goneText = '{}';

/**
 * What of a record is stored as `data`, written the way PostgreSQL writes `jsonb` out: keys by length, then by bytes, and its own spaces.
 * So the hash that is taken of it here is the hash that the database would take.
 */
export function storedText({ fields, dimensions }: Pick<CanonicalRecord, 'fields' | 'dimensions'>): string {
  let text = '';
  for (const { key, before } of inOrder(`${Object.keys(fields).join(separator)}${separator}dimensions`)) {
    const value = key === 'dimensions' ? dimensionsText(dimensions) : scalarText(fields[key]);
    if (value !== undefined) text += (text === '' ? '' : ', ') + before + value;
  }
  return `{${text}}`;
}

function dimensionsText(dimensions: CanonicalRecord['dimensions']): string {
  const keys = Object.keys(dimensions);
  if (keys.length === 0) return '{}';
  let text = '';
  for (const { key, before } of inOrder(keys.join(separator))) {
    text += (text === '' ? '' : ', ') + before + quoted(dimensions[key] ?? '');
  }
  return `{${text}}`;
}

function scalarText(value: string | number | boolean | undefined): string | undefined {
  return typeof value === 'string' ? quoted(value) : JSON.stringify(value);
}

const plain = /^[ !#-[\]-~]*$/;

// PostgreSQL escapes what JSON.stringify escapes, except for halves of surrogate pairs, which it does not store at all.
function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

interface OrderedKey {
  readonly key: string;
  /** The key as it stands before its value. */
  readonly before: string;
}

/** No key holds it: PostgreSQL could not store that. */
const separator = '\0';
/** Records of one mapping have the same keys over and over. */
const orders = new Map<string, readonly OrderedKey[]>();
const mostOrders = 1_000;

function inOrder(keys: string): readonly OrderedKey[] {
  const known = orders.get(keys);
  if (known) return known;
  const sorted = keys
    .split(separator)
    .map((key) => ({ key, before: `${quoted(key)}: `, bytes: Buffer.from(key) }))
    .sort((a, b) => a.bytes.length - b.bytes.length || Buffer.compare(a.bytes, b.bytes));
  if (orders.size >= mostOrders) orders.clear();
  orders.set(keys, sorted);
  return sorted;
}

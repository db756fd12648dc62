import type { z } from 'zod';
import type { Finding, Json } from '../connector.js';
import type { VendorRow } from './declaration.js';

/** What kind of value each top-level field of a stream's rows has held: `text`, or `number text` where it was both. */
export type SeenShape = Readonly<Record<string, string>>;

/** A vendor may use data as names; beyond this number such fields are not told apart. */
const mostFields = 300;
const tellingRows = 20;

/**
 * Compares rows with what the stream held before: fields that are new, fields that the connector reads and that no row holds any more, and
 * values of another kind. Null is no kind: a field may be empty.
 *
 * @param known from earlier pages and runs; null for the first page ever, which is compared with the declaration alone
 * @returns the shape with these rows added, and findings that were not made before
 */
export function schemaDrift(
  stream: { readonly name: string; readonly title: string; readonly row: z.ZodObject },
  rows: readonly VendorRow[],
  known: SeenShape | null,
): { readonly shape: SeenShape; readonly findings: readonly Finding[] } {
  if (rows.length === 0) return { shape: known ?? {}, findings: [] };
  const present = presentFields(rows);
  const shape: Record<string, string> = { ...known };
  const findings: Finding[] = [];
  const find = (kind: Finding['kind'], field: string, message: string) =>
    findings.push({ kind, stream: stream.name, field, message: `${stream.title}: ${message}` });
  for (const [field, kinds] of present) {
    const before = known && Object.hasOwn(known, field) ? known[field]?.split(' ') : undefined;
    const isRead = Object.hasOwn(stream.row.shape, field);
    if (known && before === undefined)
      find('fieldAdded', field, `the field "${field}" is new${isRead ? '' : '. It is not read'}.`);
    const other = kinds.filter((kind) => before && before[0] !== 'gone' && before[0] !== '' && !before.includes(kind));
    if (before && other.length > 0 && isRead)
      find('fieldChanged', field, `the field "${field}" was ${before.join(' or ')} and is now ${other.join(' or ')}.`);
    if (Object.keys(shape).length < mostFields || before !== undefined)
      shape[field] = [...new Set([...(before ?? []).filter((kind) => kind !== 'gone'), ...kinds])].join(' ').trim();
  }
  for (const field of Object.keys(stream.row.shape)) {
    if (present.has(field) || known?.[field] === 'gone') continue;
    // A field that may be missing is missed only where it was there before and enough rows could have held it.
    const expected = known !== null && Object.hasOwn(known, field) && rows.length >= tellingRows;
    if (isOptional(stream.row, field) && !expected) continue;
    shape[field] = 'gone';
    find('fieldRemoved', field, `no row holds the field "${field}" any more. What is read from it is missing.`);
  }
  return { shape, findings };
}

function isOptional(row: z.ZodObject, field: string): boolean {
  const schema = row.shape[field] as z.ZodType | undefined;
  return schema?.safeParse(undefined).success === true;
}

function presentFields(rows: readonly VendorRow[]): Map<string, string[]> {
  const present = new Map<string, string[]>();
  for (const row of rows) {
    for (const [field, value] of Object.entries(row)) {
      const kind = kindOf(value);
      const kinds = present.get(field) ?? [];
      if (kind !== null && !kinds.includes(kind)) kinds.push(kind);
      if (present.size < mostFields || present.has(field)) present.set(field, kinds);
    }
  }
  return present;
}

function kindOf(value: Json | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return 'list';
  return typeof value === 'string' ? 'text' : typeof value;
}

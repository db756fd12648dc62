import { dimensionNameFault, mostDimensions } from './dimension-name.js';
import { isStorableText } from './storable-text.js';
import { fieldsOf, type CanonicalRecord, type FieldType, type StreamName } from './streams.js';

export type CheckedRecord =
  | { readonly ok: true; readonly record: CanonicalRecord }
  | { readonly ok: false; readonly field: string; readonly reason: string };

const ownKeys = ['key', 'version', 'knownAt', 'dimensions', 'url'];
const longestText = 2_000;

/**
 * Reads one record as it is pushed: `key`, optional `version`, `knownAt` and `dimensions`, and the fields of its stream. Instants are ISO-8601
 * with a zone and come out in UTC with milliseconds. The first thing that does not fit is named, with what would.
 */
export function checkRecord(stream: StreamName, input: unknown, origin: string): CheckedRecord {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return reject('', 'A record is an object with "key" and the fields of its stream.');
  }
  const raw = new Map<string, unknown>(Object.entries(input));
  const key = raw.get('key');
  if (typeof key !== 'string' || key === '' || key.length > 500 || !isStorableText(key)) {
    return reject(
      'key',
      'Every record needs "key": a text of 1 to 500 characters, without NUL, that stays the same for this record.',
    );
  }
  const declared = fieldsOf(stream);
  const fields: Record<string, string | number | boolean> = {};
  for (const [name, value] of raw) {
    if (ownKeys.includes(name) || value === null) continue;
    const declaration = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (!declaration)
      return reject(
        visible(name),
        `The stream ${stream} has no field "${visible(name)}". It has: ${Object.keys(declared).join(', ')}.`,
      );
    const checked = checkValue(declaration.type, value);
    if ('reason' in checked) return reject(name, checked.reason);
    fields[name] = checked.value;
  }
  const missing = Object.entries(declared).find(([name, { required }]) => required && fields[name] === undefined);
  if (missing) return reject(missing[0], `Every ${stream} record needs "${missing[0]}".`);
  return withOwnKeys(stream, key, raw, fields, origin);
}

function withOwnKeys(
  stream: StreamName,
  naturalKey: string,
  raw: ReadonlyMap<string, unknown>,
  fields: CanonicalRecord['fields'],
  origin: string,
): CheckedRecord {
  const dimensions: Record<string, string> = {};
  const given = raw.get('dimensions') ?? {};
  if (typeof given !== 'object' || Array.isArray(given))
    return reject('dimensions', 'Dimensions are an object of texts.');
  const named = Object.entries(given);
  if (named.length > mostDimensions) return reject('dimensions', `A record has at most ${mostDimensions} dimensions.`);
  for (const [name, value] of named) {
    const fault = dimensionNameFault(name);
    if (fault !== null) return reject(`dimensions.${visible(name)}`, fault);
    const checked = checkValue('text', value);
    if ('reason' in checked) return reject(`dimensions.${name}`, checked.reason);
    dimensions[name] = String(checked.value);
  }
  const version = raw.get('version');
  if (version !== undefined && (typeof version !== 'string' || !/^[\x20-\x7e]{1,200}$/.test(version))) {
    return reject('version', 'A version is a text of 1 to 200 plain characters that sorts after the one before.');
  }
  const knownAt = raw.get('knownAt');
  const known = knownAt === undefined ? null : checkValue('instant', knownAt);
  if (known && 'reason' in known) return reject('knownAt', known.reason);
  const url = raw.get('url') ?? origin;
  if (typeof url !== 'string' || url.length > longestText || !isStorableText(url)) {
    return reject('url', `The url of a record is a text of at most ${longestText} characters, without NUL.`);
  }
  const record: CanonicalRecord = {
    stream,
    naturalKey,
    fields,
    dimensions,
    origin: url,
    ...(version === undefined ? {} : { version }),
    ...(known ? { knownAt: String(known.value) } : {}),
  };
  return { ok: true, record };
}

function checkValue(
  type: FieldType,
  value: unknown,
): { readonly value: string | number | boolean } | { readonly reason: string } {
  if (typeof type === 'object') {
    return typeof value === 'string' && type.oneOf.includes(value)
      ? { value }
      : { reason: `Use one of: ${type.oneOf.join(', ')}.` };
  }
  switch (type) {
    case 'text':
      return typeof value === 'string' && value.length <= longestText && isStorableText(value)
        ? { value }
        : { reason: `Use a text of at most ${longestText} characters, without NUL.` };
    case 'instant':
      return instantValue(value);
    case 'integer':
      return Number.isSafeInteger(value) ? { value: Number(value) } : { reason: 'Use a whole number.' };
    case 'decimal':
      return decimalValue(value);
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { reason: 'Use true or false.' };
  }
}

const isoInstant = /^\d{4}-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

function instantValue(value: unknown) {
  const reason = 'Use an instant with its zone, such as 2026-11-15T09:30:00Z.';
  if (typeof value !== 'string' || !isoInstant.test(value)) return { reason };
  const time = new Date(value);
  // The engine moves 31 February into March; a date that does not exist is refused instead.
  const [year, month, day] = value.slice(0, 10).split('-').map(Number);
  const calendar = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day));
  if (Number.isNaN(time.getTime()) || calendar.getUTCDate() !== day || calendar.getUTCMonth() + 1 !== month) {
    return { reason: `${value} does not exist. ${reason}` };
  }
  const instant = time.toISOString();
  // Beyond these years the calendars of PostgreSQL and JavaScript part, and a year of three digits is a slip.
  return /^[1-9]\d{3}-/.test(instant)
    ? { value: instant }
    : { reason: `${value} lies outside the years 1000 to 9999.` };
}

function decimalValue(value: unknown) {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  return typeof text === 'string' && /^-?\d{1,30}(\.\d{1,15})?$/.test(text)
    ? { value: text }
    : { reason: 'Use a decimal number, such as "12.50".' };
}

/** A name in a sentence and in a column of text, whatever it holds. */
function visible(name: string): string {
  return name.slice(0, 200).replace(/[\p{Cc}\p{Surrogate}]/gu, '\u2400');
}

function reject(field: string, reason: string): CheckedRecord {
  return { ok: false, field, reason };
}

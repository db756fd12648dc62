import { checkRecord, type CheckedRecord } from './check-record.js';
import { isStorableText } from './storable-text.js';
import type { StreamName } from './streams.js';
import { tombstoneFault, type Tombstone } from './tombstone.js';

/** What somebody pushes of a record: how it is, or that it is gone. */
export type CheckedPush = CheckedRecord | { readonly ok: true; readonly gone: Tombstone };

const ownKeys = ['key', 'gone', 'version', 'url'];
const longestUrl = 2_000;

/** Reads one record as it is pushed. `"gone": true` beside its key says that it is not there any more. */
export function checkPushed(stream: StreamName, input: unknown, origin: string): CheckedPush {
  const given: object = typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {};
  const raw = new Map<string, unknown>(Object.entries(given));
  const gone = raw.get('gone') ?? null;
  if (gone === null) return checkRecord(stream, input, origin);
  if (gone !== true) return reject('gone', 'Use true for a record that is gone, or leave it out.');
  if (stream === 'measurement')
    return reject('gone', 'A measurement is never gone: correct it by another one of the same key.');
  const other = [...raw].find(([name, value]) => !ownKeys.includes(name) && value !== null)?.[0];
  if (other !== undefined)
    return reject(
      'gone',
      'A record that is gone has its "key", and where it has them "version" and "url", and no other field.',
    );
  return tombstoneOf(stream, raw, origin);
}

function tombstoneOf(stream: Tombstone['stream'], raw: ReadonlyMap<string, unknown>, origin: string): CheckedPush {
  const [key, version, url] = [raw.get('key'), raw.get('version') ?? undefined, raw.get('url') ?? origin];
  if (typeof key !== 'string' || !isStorableText(key)) return reject('key', 'Say by its "key" which record is gone.');
  if (version !== undefined && typeof version !== 'string')
    return reject('version', 'The version of what is gone is a text.');
  if (typeof url !== 'string' || url.length > longestUrl || !isStorableText(url))
    return reject('url', `The url of a record is a text of at most ${longestUrl} characters, without NUL.`);
  const own = version === undefined ? {} : { version };
  const gone: Tombstone = { stream, key, covers: 'record', origin: url, ...own };
  const fault = tombstoneFault(gone);
  return fault === null ? { ok: true, gone } : reject(version === undefined ? 'key' : 'version', fault);
}

function reject(field: string, reason: string): CheckedPush {
  return { ok: false, field, reason };
}

import type { CommitResult } from '@tandem/application/ports';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type { Tombstone } from '@tandem/domain/record/tombstone';
import type pg from 'pg';
import { isMadeVersion } from './place-versions.js';

interface Known {
  readonly stream: string;
  readonly key: string;
  readonly version: string;
  readonly gone: boolean;
}

/**
 * What is said to be gone without a version is gone as it is known: where the record has versions of its own, the latest that is stored or comes along is the one
 * that goes, so that an older one coming later stays gone and a newer one is there again. The caller holds the lock of the connection.
 */
export async function goneAsKnown(
  client: pg.PoolClient,
  connectionId: string,
  tombstones: readonly Tombstone[],
  records: readonly CanonicalRecord[],
): Promise<readonly Tombstone[]> {
  const open = tombstones.filter(({ version }) => version === undefined);
  if (open.length === 0) return tombstones;
  const { rows } = await client.query<Known>(
    `select r.stream, r.natural_key as key, r.version, r.gone
       from jsonb_to_recordset($2::jsonb) as told (stream text, key text)
       join record r on r.stream = told.stream and r.natural_key = told.key
      where r.connection_id = $1`,
    [connectionId, JSON.stringify(open.map(({ stream, key }) => ({ stream, key })))],
  );
  const known = new Map(rows.map((row) => [`${row.stream} ${row.key}`, row]));
  const coming = new Map<string, CanonicalRecord[]>();
  for (const record of records) {
    const place = `${record.stream} ${record.naturalKey}`;
    coming.set(place, [...(coming.get(place) ?? []), record]);
  }
  return tombstones.map((tombstone) => {
    if (tombstone.version !== undefined) return tombstone;
    const place = `${tombstone.stream} ${tombstone.key}`;
    const version = latestVersion(known.get(place), coming.get(place) ?? []);
    return version === undefined ? tombstone : { ...tombstone, version };
  });
}

/** Each record that is told to be gone came too: stored is what was there until then. */
export function withGone(result: CommitResult, told: number): CommitResult {
  const { received, stored, unchanged, takenBack } = result;
  const ended = Math.min(takenBack, told);
  return { ...result, received: received + told, stored: stored + ended, unchanged: unchanged + told - ended };
}

/** undefined where the record has no versions of its own: then the later arrival is the later version. */
function latestVersion(known: Known | undefined, coming: readonly CanonicalRecord[]): string | undefined {
  const own = coming.map(({ version }) => version);
  if (own.includes(undefined)) return undefined;
  if (known && isMadeVersion(known.version) && own.length === 0) return undefined;
  const stored =
    known && !isMadeVersion(known.version) ? [known.gone ? known.version.slice(0, -1) : known.version] : [];
  return [...stored, ...own].sort((a = '', b = '') => Buffer.compare(Buffer.from(a), Buffer.from(b))).at(-1);
}

import { hash } from 'node:crypto';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type { GoneVersion } from './keep-tombstones.js';
import { goneText, storedText } from './stored-text.js';

/** The current version of a record that the store holds. */
export interface KnownVersion {
  readonly recordId: string;
  readonly version: string;
  /** Hexadecimal. */
  readonly hash: string;
  readonly gone: boolean;
}

/** A record of a page with its version, and what is stored of it. */
export interface PageVersion {
  readonly record: Pick<CanonicalRecord, 'knownAt' | 'origin'>;
  readonly version: string;
  readonly hash: string;
  readonly text: string;
  /** It says that the record is there no more. */
  readonly gone: boolean;
}

/** What a page says about one record. */
export interface PlacedRecord {
  readonly naturalKey: string;
  readonly known: KnownVersion | null;
  /** The version that becomes the current one; null when the current one stays. */
  readonly current: PageVersion | null;
  /** Versions that are no longer current when they arrive. */
  readonly superseded: readonly PageVersion[];
}

interface Placing {
  readonly known: KnownVersion | null;
  greatest: PageVersion | null;
  readonly others: PageVersion[];
  /** Hash of the record without a version of its own that came last. */
  lastUnversioned: string | null;
}

/**
 * Decides for the records of one stream which version of each is the current one: the greatest (version, content hash), whatever the order of
 * arrival. Versions that come again as they are known, from the store or from this page, are left out. A source without an order of its own
 * gets one: the later arrival is the later version, and a record that comes again as it is known already is no version at all.
 *
 * @param arrival sorts after that of every earlier page; the first part of the versions that are made here
 * @param gone of which records something says that they are gone: it takes its place among their versions, and is none where it is not the
 *   last word
 * @param isReplay the records are made anew of rows that were read before: where one differs from what was made of the same version, it is
 *   a version right after that one
 */
export function placeVersions(
  { records, gone = [] }: { readonly records: readonly CanonicalRecord[]; readonly gone?: readonly GoneVersion[] },
  knownVersions: ReadonlyMap<string, KnownVersion>,
  arrival: string,
  isReplay = false,
): PlacedRecord[] {
  const placings = new Map<string, Placing>();
  for (const [ordinal, record] of records.entries()) {
    const placing = placingOf(placings, record.naturalKey, knownVersions);
    const text = storedText(record);
    const contentHash = hash('md5', text, 'hex');
    if (record.version === undefined) {
      const before = placing.lastUnversioned ?? placing.known?.hash;
      placing.lastUnversioned = contentHash;
      if (before === contentHash) continue;
    }
    const { known } = placing;
    // What is made anew of an old row is no word that it is there again.
    if (isReplay && known?.gone && record.version === undefined) continue;
    if (isReplay && known && (known.hash === contentHash || known.version > laterThan(record.version))) continue;
    const own = `${arrival}|${String(ordinal).padStart(10, '0')}`;
    const version = record.version === undefined ? own : isReplay ? `${record.version}|${own}` : record.version;
    place(placing, { record, version, hash: contentHash, text, gone: false });
  }
  for (const { naturalKey, version, origin } of gone)
    place(placingOf(placings, naturalKey, knownVersions), {
      record: { origin },
      version,
      hash: goneHash,
      text: goneText,
      gone: true,
    });
  return [...placings].map(([naturalKey, placing]) => placedOf(naturalKey, placing));
}

const goneHash = hash('md5', goneText, 'hex');

function placedOf(naturalKey: string, { known, greatest, others }: Placing): PlacedRecord {
  const isNewer = (version: PageVersion) => known === null || order(version, known) > 0;
  // Gone once more, and never there in between: nothing has changed.
  const isSameEnd = greatest?.gone === true && known?.gone === true && !others.some(isNewer);
  const moves = greatest !== null && isNewer(greatest) && !isSameEnd;
  const superseded = greatest === null || moves ? others : [...others, greatest];
  return { naturalKey, known, current: moves ? greatest : null, superseded: superseded.filter(({ gone }) => !gone) };
}

/** Whether a version was made here, of a record or a tombstone without one of its own. */
export function isMadeVersion(version: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z\|\d{12,}\|/.test(version);
}

/** Sorts after a version and everything that was replayed of it, and before the next one. */
function laterThan(version = ''): string {
  return version === '' ? '\uffff' : `${version}}`;
}

function placingOf(
  placings: Map<string, Placing>,
  naturalKey: string,
  knownVersions: ReadonlyMap<string, KnownVersion>,
): Placing {
  const placing = placings.get(naturalKey) ?? {
    known: knownVersions.get(naturalKey) ?? null,
    greatest: null,
    others: [],
    lastUnversioned: null,
  };
  placings.set(naturalKey, placing);
  return placing;
}

function place(placing: Placing, version: PageVersion): void {
  const { known, greatest, others } = placing;
  const isSame = (other: Ordered) => other.version === version.version && other.hash === version.hash;
  if ((known && isSame(known)) || (greatest && isSame(greatest)) || others.some(isSame)) return;
  if (greatest === null || order(version, greatest) > 0) {
    if (greatest) others.push(greatest);
    placing.greatest = version;
  } else {
    others.push(version);
  }
}

interface Ordered {
  readonly version: string;
  readonly hash: string;
}

/** By version, byte by byte as the database compares it, then by content. */
function order(a: Ordered, b: Ordered): number {
  if (a.version !== b.version) return Buffer.compare(Buffer.from(a.version), Buffer.from(b.version));
  return a.hash === b.hash ? 0 : a.hash < b.hash ? -1 : 1;
}

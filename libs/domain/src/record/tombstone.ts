import type { StreamName } from './streams.js';

/**
 * Something that the source says is not there any more. What was known of it is kept, and answers for the time before; from now on it counts
 * nowhere, until the source delivers a newer version of it. Measurements have none: a reading that was wrong is corrected by another.
 */
export interface Tombstone {
  readonly stream: Exclude<StreamName, 'measurement'>;
  /** With `parts` it ends with a slash. */
  readonly key: string;
  /** `record`: the record of this key. `parts`: every record whose key begins with it, for what came from one thing goes with it. */
  readonly covers: 'record' | 'parts';
  /**
   * Sorts among the versions of the records: of equal ones the tombstone is the later. Absent where the records have no versions either; then the
   * later arrival holds.
   */
  readonly version?: string;
  /** Where a person finds out about it. */
  readonly origin: string;
}

/** Keys under which a tombstone may stand that covers the record of this key: its own, and each part of it that ends with a slash. */
export function coveringKeys(naturalKey: string): readonly string[] {
  const keys = [naturalKey];
  for (let at = naturalKey.indexOf('/'); at !== -1; at = naturalKey.indexOf('/', at + 1))
    keys.push(naturalKey.slice(0, at + 1));
  return keys;
}

/** Sorts after the version of a record that is as new as the tombstone, and before the next one. */
export function tombstoneVersion(version: string): string {
  return `${version}~`;
}

/** What is wrong with a tombstone, as a sentence; null when nothing is. */
export function tombstoneFault({ key, covers, version }: Tombstone): string | null {
  if (key === '' || key.length > 500) return 'The key of what is gone is a text of 1 to 500 characters.';
  if (covers === 'parts' && !/[^/]\/$/.test(key))
    return `What is gone with all its parts is named up to the slash before them, not "${key}".`;
  if (version !== undefined && !/^[\x20-\x7e]{1,200}$/.test(version))
    return 'The version of what is gone is a text of 1 to 200 plain characters.';
  return null;
}

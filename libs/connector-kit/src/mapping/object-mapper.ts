import { isStorableText } from '@tandem/domain/record/storable-text';
import type { Tombstone } from '@tandem/domain/record/tombstone';
import type { Page, RejectedRow } from '../connector.js';
import { cellText, valueAt } from './cell-text.js';
import { columnsOf, compileMapping } from './compile-mapping.js';
import type { Mapping } from './mapping.js';
import { quoted } from './reading.js';

const longestRaw = 4_000;

export interface Mapped extends Pick<Page, 'records' | 'rejected' | 'filteredOut'> {
  readonly gone: readonly Tombstone[];
  /** Of each row the key of its first record; null for a row without one. */
  readonly keys: readonly (string | null)[];
}

/**
 * Maps rows that are objects: a column is a key, or a path of keys joined by dots. Each mapping turns a row into a record, gives a reason, or
 * leaves it out; a row that all leave out is counted once. The mappings have passed `mappingIssues` and name their keys by columns.
 *
 * @param source what the rows are called where they are shown again
 */
export function objectMapper(mappings: readonly Mapping[], source: string): (rows: readonly unknown[]) => Mapped {
  const columns = [...new Set(mappings.flatMap((mapping) => [...columnsOf(mapping)]))];
  const paths = columns.map((column) => ({ column, path: column.split('.') }));
  const compiled = mappings.map((mapping) => ({ mapping, normalize: compileMapping(mapping, columns, 0) }));
  return (rows) => {
    const records: Mapped['records'][number][] = [];
    const rejected: RejectedRow[] = [];
    const gone: Tombstone[] = [];
    const keys: (string | null)[] = [];
    let filteredOut = 0;
    for (const row of rows) {
      const before = records.length;
      const raw = () => JSON.stringify(row).slice(0, longestRaw);
      const cells = cellsOf(row, paths);
      let left = 0;
      for (const { mapping, normalize } of compiled) {
        const { stream } = mapping;
        const reject = (field: string | null, reason: string) =>
          rejected.push({ stream, file: source, line: 1, field, reason, raw: raw() });
        if (typeof cells === 'string') {
          reject(null, cells);
          break;
        }
        const outcome = normalize(cells.texts, { origin: source, contentKey: '', numbers: cells.numbers });
        if (outcome === 'filteredOut') left += 1;
        else if ('record' in outcome) records.push(withKey(outcome.record, source));
        else if ('gone' in outcome) gone.push({ ...outcome.gone, origin: `${source} ${outcome.gone.key}` });
        else reject(outcome.rejected.field, outcome.rejected.reason);
      }
      if (left === compiled.length) filteredOut += 1;
      keys.push(records[before]?.naturalKey ?? null);
    }
    return { records, rejected, filteredOut, gone, keys };
  };
}

function withKey(record: Mapped['records'][number], source: string): Mapped['records'][number] {
  return { ...record, origin: `${source} ${record.naturalKey}` };
}

/** The cells of a row in the order of the columns, or what is wrong with it. */
function cellsOf(
  row: unknown,
  paths: readonly { readonly column: string; readonly path: readonly string[] }[],
): { readonly texts: readonly string[]; readonly numbers: ReadonlySet<number> } | string {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return 'The row is not an object of named values.';
  const texts: string[] = [];
  const numbers = new Set<number>();
  for (const { column, path } of paths) {
    const value = valueAt(row, column, path);
    const cell = cellText(value);
    if (cell === null)
      return `The value of ${quoted(column)} is a list, an object, or a number with more digits than JSON keeps. Name a value inside it.`;
    if (!isStorableText(cell)) return `The value of ${quoted(column)} holds a NUL character or half of a character.`;
    if (typeof value === 'number') numbers.add(texts.length);
    texts.push(cell);
  }
  return { texts, numbers };
}

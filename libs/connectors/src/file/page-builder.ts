import type { Json, Page, RejectedRow } from '@tandem/connector-kit/connector';
import { isStorableText } from '@tandem/domain/record/storable-text';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type { Tombstone } from '@tandem/domain/record/tombstone';
import { noteInstants, type SeenInstants } from './coverage.js';
import type { Normalizer } from '@tandem/connector-kit/mapping/compile-mapping';
import type { Row, RowBatch } from './row-batch.js';
import type { Mapping } from '@tandem/connector-kit/mapping/mapping';

const rowsPerPage = 10_000;
const bytesPerPage = 8 << 20;

export interface CompiledMapping {
  readonly mapping: Mapping;
  readonly normalize: Normalizer;
}

/** Gathers the rows of one page. A page is full by rows or by bytes, whichever comes first, so that memory stays bounded. */
export class PageBuilder {
  private records: CanonicalRecord[] = [];
  private rejected: RejectedRow[] = [];
  private gone: Tombstone[] = [];
  private filteredOut = 0;
  private rows = 0;
  private bytes = 0;

  /** @param seen widened by every record that is added */
  constructor(readonly seen: SeenInstants) {}

  get isFull(): boolean {
    return this.rows >= rowsPerPage || this.bytes >= bytesPerPage;
  }

  /** Each mapping turns the row into a record, gives a reason, or leaves it out; a row that all leave out is counted once. */
  add(file: string, row: Row, mappings: readonly CompiledMapping[], contentKey: string, batch: RowBatch): void {
    this.rows += 1;
    this.bytes += row.frame.end - row.frame.start;
    if ('problem' in row) {
      const stream = mappings[0]?.mapping.stream;
      const kept = keptOf(row, batch);
      if (stream) this.rejected.push({ stream, file, line: row.line, field: null, reason: row.problem, ...kept });
      return;
    }
    const { numbers } = row;
    const context = { origin: `${file}:${row.line}`, contentKey, ...(numbers && { numbers }) };
    let left = 0;
    for (const { mapping, normalize } of mappings) {
      const outcome = normalize(row.cells, context);
      if (outcome === 'filteredOut') left += 1;
      else if ('record' in outcome) {
        this.records.push(outcome.record);
        noteInstants(this.seen, outcome.record);
      } else if ('gone' in outcome) this.gone.push(outcome.gone);
      else
        this.rejected.push({
          stream: mapping.stream,
          file,
          line: row.line,
          ...outcome.rejected,
          ...keptOf(row, batch),
        });
    }
    if (left === mappings.length) this.filteredOut += 1;
  }

  /** Hands the page over and begins the next. */
  take(cursor: Json, progress: number | null, coverage?: Page['coverage']): Page {
    const { records, rejected, filteredOut, gone } = this;
    this.records = [];
    this.rejected = [];
    this.gone = [];
    this.filteredOut = 0;
    this.rows = 0;
    this.bytes = 0;
    const taken = gone.length > 0 ? { gone } : {};
    return { records, rejected, filteredOut, ...taken, cursor, progress, ...(coverage && { coverage }) };
  }
}

const cellsKept = 16_000;

/** The row as it came; of a file with a header also its cells, so that it can be mended cell by cell. */
function keptOf(row: Row, batch: RowBatch): Pick<RejectedRow, 'raw' | 'columns' | 'cells'> {
  const raw = batch.rawOf(row);
  const isCsv = batch.namesSeen === null;
  if (!isCsv || batch.columns.join().length > cellsKept) return { raw };
  const { columns } = batch;
  if (!('cells' in row) || row.cells.join().length > cellsKept || !row.cells.every(isStorableText))
    return { raw, columns };
  return { raw, columns, cells: row.cells };
}

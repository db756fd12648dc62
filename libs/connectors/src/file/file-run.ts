import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import type { Json, Page, ReadContext } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { contentKeys } from './content-key.js';
import { coverageOf } from './coverage.js';
import { cursorAfter, resumePoint, runFingerprint, type FileCursor } from './file-cursor.js';
import { compileMapping } from '@tandem/connector-kit/mapping/compile-mapping';
import { rowsOf } from './file-rows.js';
import type { InputFile } from './input-file.js';
import { PageBuilder, type CompiledMapping } from './page-builder.js';
import type { Row, RowBatch } from './row-batch.js';
import type { FileSettings } from './settings.js';

/** One run over all files: what has been counted and seen so far, and where to go on. */
export class FileRun {
  private readonly fingerprint: string | null;
  private readonly resume: FileCursor | null;
  private readonly page: PageBuilder;
  private readonly keyOf = contentKeys();
  private readonly countsContent: boolean;
  private readonly totalBytes: number | null;
  private compiled: { readonly columns: readonly string[]; readonly mappings: readonly CompiledMapping[] } | null =
    null;
  private bytesRead = 0;
  private file = '';
  private row = 0;
  private line = 0;

  constructor(
    private readonly settings: FileSettings,
    private readonly files: readonly InputFile[],
    private readonly context: ReadContext,
  ) {
    this.fingerprint = runFingerprint(settings, files);
    this.resume = resumePoint(context.cursor, this.fingerprint, files);
    this.page = new PageBuilder({ ...this.resume?.seen });
    this.countsContent = settings.mappings.some((mapping) => mapping.naturalKey.contentAndOccurrence === true);
    const sizes = files.map((file) => file.sizeBytes);
    this.totalBytes = sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  }

  /** Full pages of a file; its last rows wait for the next file, or for `lastPage`. */
  async *pagesOf(file: InputFile): AsyncGenerator<Page> {
    const committed = this.rowsCommitted(file);
    // A file that is committed whole is read again only where equal rows of later files are counted on from it.
    if (committed === Infinity && !this.countsContent) {
      this.bytesRead += file.sizeBytes ?? 0;
      return;
    }
    this.file = file.name;
    this.row = 0;
    this.line = 0;
    const batches = rowsOf(file, this.counted(file), this.settings);
    try {
      for (let batch = await this.next(batches, file); batch; batch = await this.next(batches, file)) {
        for (const row of batch.rows) {
          this.take(row, batch, committed);
          if (!this.page.isFull) continue;
          yield this.page.take(this.cursor(), this.progress());
          this.context.signal.throwIfAborted();
        }
      }
    } finally {
      await batches.return(undefined);
    }
    await this.refuseChanged(file);
  }

  /** The rest, what the files cover, and a cursor behind the last row. */
  lastPage(): Page {
    return this.page.take(this.cursor(), 1, coverageOf(this.settings, this.page.seen));
  }

  private take(row: Row, batch: RowBatch, committed: number): void {
    this.row += 1;
    this.line = row.line;
    const contentKey = this.countsContent && 'cells' in row ? this.keyOf(row.content()) : '';
    if (this.row > committed) {
      this.page.add(this.file, row, this.mappingsFor(batch.columns), contentKey, batch);
    }
  }

  /** Rows of a file that an interrupted run has committed: all of it, some of it, none. */
  private rowsCommitted(file: InputFile): number {
    if (!this.resume) return 0;
    const at = this.files.findIndex((other) => other.name === this.resume?.file);
    const index = this.files.indexOf(file);
    if (index < at) return Infinity;
    return index === at ? this.resume.row : 0;
  }

  private mappingsFor(columns: readonly string[]): readonly CompiledMapping[] {
    if (this.compiled?.columns !== columns) {
      const { mappings, shiftWeeks } = this.settings;
      const compiled = mappings.map((mapping) => ({
        mapping,
        normalize: compileMapping(mapping, columns, shiftWeeks),
      }));
      this.compiled = { columns, mappings: compiled };
    }
    return this.compiled.mappings;
  }

  private async next(batches: AsyncGenerator<RowBatch>, file: InputFile): Promise<RowBatch | null> {
    this.context.signal.throwIfAborted();
    try {
      const next = await batches.next();
      return next.done ? null : next.value;
    } catch (error) {
      throw this.failureAt(error, file);
    }
  }

  private failureAt(error: unknown, file: InputFile): ConnectorFailure {
    const failure = classifyFailure(error, file.name);
    if (failure.code !== 'gzipBroken') return failure;
    const place = `line ${this.line.toLocaleString('en')} was the last that could be read, before byte ${this.bytesRead.toLocaleString('en')}`;
    const message = `${failure.message.replace(/\.$/, '')}: ${place} of the files as stored.`;
    return new ConnectorFailure(failure.action, failure.code, message, failure.hint, { cause: error });
  }

  // A file that was written to meanwhile may have given half a row; what came before is committed, the rest is read afresh.
  private async refuseChanged(file: InputFile): Promise<void> {
    if (await file.isUnchanged()) return;
    throw new ConnectorFailure(
      'retry',
      'changedWhileRead',
      `${file.name} was changed while it was being read.`,
      'The sync is tried again. Write new files under another name and rename them when they are complete.',
    );
  }

  private async *counted(file: InputFile): AsyncGenerator<Buffer> {
    for await (const chunk of file.open(this.context.signal)) {
      this.bytesRead += chunk.length;
      yield chunk;
    }
  }

  private cursor(): Json {
    return cursorAfter(this.fingerprint, this.file, this.row, this.page.seen);
  }

  // Only the last page tells that everything has been read.
  private progress(): number | null {
    if (this.totalBytes === null || this.totalBytes === 0) return null;
    return Math.min(0.999, this.bytesRead / this.totalBytes);
  }
}

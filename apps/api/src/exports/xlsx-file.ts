import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Cell, CellType, ExportTable } from './export-table.js';
import { inChunks } from './in-chunks.js';
import { sheetFoot, sheetHead, sheetPath, workbookParts } from './xlsx-parts.js';
import { cellsXml, headingXml } from './xlsx-row.js';

/** What a sheet of Excel holds, the heading included; what is more goes on in a next sheet. */
const mostRows = 1_048_576;
const widthOf: Readonly<Record<CellType, number>> = { text: 24, number: 14, pairs: 40 };
// Little slower than the least, and the file is a third smaller.
const compressionLevel = 3;

/**
 * A table as a workbook, written while its rows are read: no part of it is held as a whole. A failure of the rows breaks the file off, so
 * that its reader notices, and a reader that stops ends the reading of rows.
 */
export function xlsxFile(table: ExportTable, options: { readonly rowsPerSheet?: number } = {}): Readable {
  const zip = new ZipFile();
  const file = new PassThrough();
  const rows = lookingAhead(table.rows);
  let sheet: Readable | null = null;
  zip.on('error', (error: Error) => file.destroy(error));
  zip.outputStream.pipe(file);
  file.once('close', () => {
    sheet?.destroy();
    // Why it ended is told by the file itself.
    rows.stop().catch(() => undefined);
  });
  const write = async () => {
    let sheets = 0;
    do {
      sheets += 1;
      sheet = Readable.from(inChunks(sheetXml(table, rows, options.rowsPerSheet ?? mostRows)));
      await added(zip, sheet, sheetPath(sheets));
    } while (await rows.more());
    for (const [path, xml] of workbookParts(table.name, sheets)) zip.addBuffer(Buffer.from(xml), path);
    zip.end();
  };
  write().catch((error: unknown) => file.destroy(error instanceof Error ? error : new Error(String(error))));
  return file;
}

function added(zip: ZipFile, sheet: Readable, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    sheet.once('end', resolve).once('error', reject);
    zip.addReadStream(sheet, path, { compressionLevel });
  });
}

async function* sheetXml(table: ExportTable, rows: LookingAhead, rowsPerSheet: number): AsyncGenerator<string> {
  const types = table.columns.map(({ type }) => type);
  yield sheetHead(types.map((type) => widthOf[type]));
  yield headingXml(table.columns.map(({ name }) => name));
  for (let row = 2; row <= rowsPerSheet; row += 1) {
    if (!(await rows.more())) break;
    yield cellsXml(row, rows.take(), types);
  }
  yield sheetFoot;
}

interface LookingAhead {
  more(): Promise<boolean>;
  /** The row that `more` found. */
  take(): readonly Cell[];
  stop(): Promise<void>;
}

/** Whether there is a next sheet is known only when the next row is. */
function lookingAhead(source: ExportTable['rows']): LookingAhead {
  const rows = source[Symbol.asyncIterator]();
  let next: IteratorResult<readonly Cell[]> | null = null;
  return {
    more: async () => {
      next ??= await rows.next();
      return next.done !== true;
    },
    take: () => {
      if (next === null || next.done === true) throw new Error('A row is taken only when there is one.');
      const row = next.value;
      next = null;
      return row;
    },
    stop: async () => {
      await rows.return?.();
    },
  };
}

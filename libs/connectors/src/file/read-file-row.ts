import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import type { MendedRow, RowReading } from '@tandem/connector-kit/connector';
import { contentKeys } from './content-key.js';
import { csvRows } from './csv-rows.js';
import { columnsOf, compileMapping } from '@tandem/connector-kit/mapping/compile-mapping';
import { jsonRows } from './json-lines.js';
import { PageBuilder } from './page-builder.js';
import type { FileSettings } from './settings.js';

/**
 * Reads one row as if it stood alone in a file with its header. A row without an id gets the key of what it says now, as the first of its kind: where the
 * file is mended in the same way, both are one record.
 */
export async function readFileRow(settings: FileSettings, row: MendedRow): Promise<RowReading> {
  const mappings = settings.mappings.filter(({ stream }) => stream === row.stream);
  const named = [...new Set(mappings.flatMap((mapping) => [...columnsOf(mapping)]))];
  const missing = row.columns && named.find((name) => !row.columns?.includes(name));
  if (missing) return { field: missing, reason: `The row has no column "${missing}", which the mapping reads now.` };
  try {
    return await readAlone(settings, row, mappings, named);
  } catch (error) {
    if (error instanceof ConnectorFailure) return { field: null, reason: error.message };
    throw error;
  }
}

async function readAlone(
  { shiftWeeks }: FileSettings,
  row: MendedRow,
  mappings: FileSettings['mappings'],
  named: readonly string[],
): Promise<RowReading> {
  const page = new PageBuilder({});
  const keyOf = contentKeys();
  const batches = row.columns ? csvRows(once(csvOf(row.columns, row)), row.file, ',') : jsonRows(once(row.raw), named);
  let rows = 0;
  for await (const batch of batches) {
    const compiled = mappings.map((mapping) => ({
      mapping,
      normalize: compileMapping(mapping, batch.columns, shiftWeeks),
    }));
    for (const found of batch.rows) {
      rows += 1;
      const placed = { ...found, line: row.line };
      page.add(row.file, placed, compiled, 'cells' in found ? keyOf(found.content()) : '', batch);
    }
  }
  if (rows !== 1) return { field: null, reason: `This is ${rows === 0 ? 'no row' : 'more than one row'}: write one.` };
  const { records, rejected, gone = [] } = page.take(null, 1);
  const [refused] = rejected;
  return refused ? { field: refused.field, reason: refused.reason } : { records, gone };
}

async function* once(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(`${text}\n`));
}

/** Cells are written in quotes; a row that could not be told apart into cells is taken as it was written. */
function csvOf(columns: readonly string[], { cells, raw }: MendedRow): string {
  const line = (texts: readonly string[]) => texts.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
  return `${line(columns)}\n${cells ? line(cells) : raw}`;
}

import { Readable } from 'node:stream';
import type { ExportFormat } from '@tandem/contracts/exports';
import { csvText } from './csv-text.js';
import type { ExportTable } from './export-table.js';
import { inChunks } from './in-chunks.js';
import { ndjsonText } from './ndjson-text.js';
import { xlsxFile } from './xlsx-file.js';

export type FileFormat = Exclude<ExportFormat, 'json'>;

/** A reader that takes nothing for so long holds a connection to the store for nothing. */
const patienceMs = 60_000;

export const mediaTypes: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The bytes of a table, made as fast as they are taken. A failure destroys the stream: no file ends early and looks whole. */
export function exportStream(
  table: ExportTable,
  format: FileFormat,
  options: { readonly bom: boolean; readonly patienceMs?: number },
): Readable {
  return withPatience(streamOf(table, format, options.bom), options.patienceMs ?? patienceMs);
}

function streamOf(table: ExportTable, format: FileFormat, bom: boolean): Readable {
  switch (format) {
    case 'csv':
      return Readable.from(inChunks(csvText(table, { bom })), { objectMode: false });
    case 'ndjson':
      return Readable.from(inChunks(ndjsonText(table)), { objectMode: false });
    case 'xlsx':
      return xlsxFile(table);
  }
}

function withPatience(source: Readable, limitMs: number): Readable {
  const giveUp = () =>
    source.destroy(new Error(`The reader of an export took nothing for ${limitMs / 1000} s; it was given up.`));
  // Waiting for rows is no fault of the reader: only bytes that lie ready and are not taken count.
  let waiting: NodeJS.Timeout | null = null;
  const taken = () => {
    if (waiting) clearTimeout(waiting);
    waiting = null;
  };
  source.on('pause', () => {
    waiting ??= setTimeout(giveUp, limitMs).unref();
  });
  source.on('resume', taken).once('close', taken);
  return source;
}

import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import type { CheckResult, ReadContext } from '@tandem/connector-kit/connector';
import { contentKeys } from './content-key.js';
import { compileMapping } from '@tandem/connector-kit/mapping/compile-mapping';
import { rowsOf } from './file-rows.js';
import type { InputFile } from './input-file.js';
import { inputFiles } from './input-files.js';
import { PageBuilder } from './page-builder.js';
import type { FileSettings } from './settings.js';

const rowsTried = 100;
const reasonsShown = 3;
const recordsShown = 5;

/** Opens the first file and tries its first rows against the mappings; nothing is kept. */
export async function checkFiles(settings: FileSettings, context: ReadContext): Promise<CheckResult> {
  let files: readonly InputFile[] = [];
  try {
    files = await inputFiles(settings.location, context);
    const [first] = files;
    if (!first) return { ok: false, findings: ['There is no file to read.'] };
    const { findings, ...tried } = await tryRows(first, settings, context.signal);
    return { ok: true, findings: [countOf(files), ...findings], ...tried };
  } catch (error) {
    const failure = classifyFailure(error);
    return { ok: false, findings: [failure.message, failure.hint] };
  } finally {
    for (const file of files) file.close();
  }
}

function countOf(files: readonly InputFile[]): string {
  const bytes = files.reduce((sum, file) => sum + (file.sizeBytes ?? 0), 0);
  return `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${bytes.toLocaleString('en')} bytes as stored.`;
}

async function tryRows(
  file: InputFile,
  settings: FileSettings,
  signal: AbortSignal,
): Promise<Required<Pick<CheckResult, 'findings' | 'records' | 'tried'>>> {
  const page = new PageBuilder({});
  const keyOf = contentKeys();
  let rows = 0;
  let columns = 0;
  for await (const batch of rowsOf(file, file.open(signal), settings)) {
    columns = batch.columns.length;
    const mappings = settings.mappings.map((mapping) => ({
      mapping,
      normalize: compileMapping(mapping, batch.columns, settings.shiftWeeks),
    }));
    for (const row of batch.rows.slice(0, rowsTried - rows)) {
      const key = 'cells' in row ? keyOf(row.content()) : '';
      page.add(file.name, row, mappings, key, batch);
      rows += 1;
    }
    if (rows >= rowsTried) break;
  }
  const { records, rejected, filteredOut } = page.take(null, null);
  const findings = [
    `${file.name}: ${columns} columns; the first ${rows} rows give: ${records.length} records, ${rejected.length} to quarantine, ${filteredOut} left out by "where".`,
    ...rejected.slice(0, reasonsShown).map(({ line, reason }) => `Line ${line}: ${reason}`),
  ];
  const tried = { rows, records: records.length, leftOut: filteredOut, rejected };
  return { findings, records: records.slice(0, recordsShown), tried };
}

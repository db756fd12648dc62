import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { didYouMean } from '@tandem/connector-kit/mapping/closest-name';
import { csvRows } from './csv-rows.js';
import { decodedBytes } from './decode-bytes.js';
import { columnsOf, requiredColumnsOf } from '@tandem/connector-kit/mapping/compile-mapping';
import type { InputFile } from './input-file.js';
import { jsonRows } from './json-lines.js';
import type { RowBatch } from './row-batch.js';
import type { FileSettings } from './settings.js';

/** The rows of one file in batches, after making sure that the file has what the mappings name. */
export async function* rowsOf(
  file: InputFile,
  bytes: AsyncIterable<Buffer>,
  settings: FileSettings,
): AsyncGenerator<RowBatch> {
  const format = formatOf(file, settings);
  const named = [...new Set(settings.mappings.flatMap((mapping) => [...columnsOf(mapping)]))];
  const text = decodedBytes(bytes, settings.encoding, file.name);
  const delimiter = settings.delimiter ?? (/\.tsv(\.gz)?$/i.test(file.name) ? '\t' : ',');
  const batches = format === 'csv' ? csvRows(text, file.name, delimiter) : jsonRows(text, named);
  let first = true;
  for await (const batch of batches) {
    if (first && format === 'csv') refuseWrongHeader(file.name, batch.columns, named, delimiter);
    if (first && format === 'jsonl') refuseStrangeObjects(file.name, batch, settings);
    first = false;
    yield batch;
  }
  if (first) {
    throw new ConnectorFailure(
      'sourceChanged',
      'fileEmpty',
      `${file.name} is empty.`,
      'Export the file again; a file without any rows still needs its line of column names.',
    );
  }
}

function formatOf(file: InputFile, settings: FileSettings): 'csv' | 'jsonl' {
  if (settings.format) return settings.format;
  if (/\.(jsonl|ndjson|json)(\.gz)?$/i.test(file.name)) return 'jsonl';
  if (/\.(csv|tsv|txt)(\.gz)?$/i.test(file.name)) return 'csv';
  const type = file.contentType ?? '';
  if (/csv|tab-separated/i.test(type)) return 'csv';
  if (/json/i.test(type)) return 'jsonl';
  throw new ConnectorFailure(
    'configuration',
    'formatUnknown',
    `${file.name} does not say by its name whether it holds CSV or JSON lines.`,
    'Set "format" to csv or jsonl in the settings of the connection.',
  );
}

function refuseWrongHeader(
  file: string,
  columns: readonly string[],
  named: readonly string[],
  delimiter: string,
): void {
  const missing = named.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw columnsMissing(file, missing, columns, separatorHint(columns, delimiter));
  const twice = named.find((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
  if (twice !== undefined) {
    throw new ConnectorFailure(
      'configuration',
      'columnsDuplicated',
      `${file} has more than one column named "${twice}" (columns ${columns.flatMap((name, index) => (name === twice ? [index + 1] : [])).join(' and ')}), and a mapping reads it.`,
      'Give each column its own name in the export.',
    );
  }
}

// A key that is missing from some objects is an absent value; one that is missing from all of them, though needed in all, is an error.
function refuseStrangeObjects(file: string, { rows, namesSeen }: RowBatch, settings: FileSettings): void {
  if (namesSeen === null || !rows.some((row) => 'cells' in row)) return;
  const required = new Set(settings.mappings.flatMap((mapping) => [...requiredColumnsOf(mapping)]));
  const missing = [...required].filter((name) => !namesSeen.has(name));
  if (missing.length > 0) throw columnsMissing(file, missing, [...namesSeen], null);
}

function columnsMissing(
  file: string,
  missing: readonly string[],
  found: readonly string[],
  hint: string | null,
): ConnectorFailure {
  const wanted = missing.map((name) => `"${name}"${didYouMean(name, found)}`).join(', ');
  const shown = found.slice(0, 100).map((name) => `"${name.slice(0, 80)}"`);
  return new ConnectorFailure(
    'configuration',
    'columnsMissing',
    `${file} lacks ${missing.length === 1 ? 'a column' : 'columns'} that a mapping names: ${wanted}. Found: ${shown.join(', ')}${found.length > 100 ? ' …' : ''}.`,
    hint ?? 'Correct the column names in the mappings, or export the file with these columns.',
  );
}

function separatorHint(columns: readonly string[], delimiter: string): string | null {
  const [only] = columns;
  if (columns.length !== 1 || only === undefined) return null;
  if (only.includes('\r')) return 'The line ends are carriage returns alone; export the file with line feeds.';
  const other = [',', ';', '\t', '|'].find((candidate) => candidate !== delimiter && only.includes(candidate));
  return other === undefined
    ? null
    : `The columns seem to be separated by ${JSON.stringify(other)}: set "delimiter" to it.`;
}

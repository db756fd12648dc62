import type { DiscoveredChoices, ReadContext, SampleRows } from '@tandem/connector-kit/connector';
import { mapping } from '@tandem/connector-kit/mapping/mapping';
import { mappingChoices } from '@tandem/connector-kit/mapping/mapping-choices';
import { rowsOf } from './file-rows.js';
import type { InputFile } from './input-file.js';
import { inputFiles } from './input-files.js';
import type { FileSettings } from './settings.js';

/** A mapping to begin with for each stream, made from the columns of the first file. */
export async function discoverMappings(
  settings: FileSettings,
  context: ReadContext,
): Promise<readonly DiscoveredChoices[]> {
  const files = await inputFiles(settings.location, context);
  try {
    const [first] = files;
    const { columns, rows } = first ? await firstRows(first, settings, context.signal) : nothing;
    return [mappingChoices(columns, 'There is no file to read columns from.', rows)];
  } finally {
    for (const file of files) file.close();
  }
}

const nothing: SampleRows = { columns: [], rows: [] };

/** The columns of a file and its first rows. JSON lines have no header: the keys of the first ones are the columns that they are read by. */
async function firstRows(file: InputFile, settings: FileSettings, signal: AbortSignal): Promise<SampleRows> {
  const batches = rowsOf(file, file.open(signal), { ...settings, mappings: [] });
  for await (const { columns, namesSeen, rows } of batches) {
    if (namesSeen) return { columns: [...namesSeen], rows: await rowsByName(file, settings, [...namesSeen], signal) };
    return { columns, rows: rows.flatMap((row) => ('cells' in row ? [row.cells] : [])) };
  }
  return nothing;
}

async function rowsByName(
  file: InputFile,
  settings: FileSettings,
  names: readonly string[],
  signal: AbortSignal,
): Promise<SampleRows['rows']> {
  const fields = Object.fromEntries(names.map((name) => [name, name]));
  const all = mapping.parse({ stream: 'measurement', fields, naturalKey: { contentAndOccurrence: true } });
  for await (const { columns, rows } of rowsOf(file, file.open(signal), { ...settings, mappings: [all] })) {
    const places = names.map((name) => columns.indexOf(name));
    return rows.flatMap((row) => ('cells' in row ? [places.map((place) => row.cells[place] ?? '')] : []));
  }
  return [];
}

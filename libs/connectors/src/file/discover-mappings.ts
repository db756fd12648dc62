import type { DiscoveredChoices, ReadContext } from '@tandem/connector-kit/connector';
import { streamNames } from '@tandem/domain/record/streams';
import { rowsOf } from './file-rows.js';
import { inputFiles } from './input-files.js';
import { mappingFor } from './mapping-for.js';
import type { FileSettings } from './settings.js';

/** A mapping to begin with for each stream, made from the columns of the first file. */
export async function discoverMappings(
  settings: FileSettings,
  context: ReadContext,
): Promise<readonly DiscoveredChoices[]> {
  const files = await inputFiles(settings.location, context);
  try {
    const [first] = files;
    const columns = first ? await columnsIn(first, settings, context.signal) : [];
    if (columns.length === 0)
      return [{ field: 'mappings', choices: [], note: 'There is no file to read columns from.' }];
    const choices = streamNames.map((stream) => {
      const { mapping, missing } = mappingFor(stream, columns);
      const open = missing.length ? `; no column was found for ${missing.join(', ')}` : '';
      return { value: JSON.stringify([mapping]), label: `Each row is one ${stream}${open}`, missing: missing.length };
    });
    const best = [...choices].sort((a, b) => a.missing - b.missing);
    return [
      {
        field: 'mappings',
        choices: best.map(({ value, label }) => ({ value, label })),
        note: `Columns found: ${columns.slice(0, 100).join(', ')}.`,
      },
    ];
  } finally {
    for (const file of files) file.close();
  }
}

async function columnsIn(
  file: Awaited<ReturnType<typeof inputFiles>>[number],
  settings: FileSettings,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const batches = rowsOf(file, file.open(signal), { ...settings, mappings: [] });
  for await (const { columns, namesSeen } of batches) return namesSeen ? [...namesSeen] : columns;
  return [];
}

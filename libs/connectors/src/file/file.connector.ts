import { defineConnector, type CheckResult, type Page, type ReadContext } from '@tandem/connector-kit/connector';
import { checkFiles } from './check-files.js';
import { discoverMappings } from './discover-mappings.js';
import { FileRun } from './file-run.js';
import { readFileRow } from './read-file-row.js';
import { inputFiles, shownLocation } from './input-files.js';
import { fileSettings, type FileSettings } from './settings.js';

/** CSV and JSON lines, plain or gzipped, from a path, from uploads or from a web address. */
export const fileConnector = defineConnector<FileSettings>({
  id: 'file',
  title: 'Files (CSV, JSON lines)',
  settings: fileSettings,
  location: (settings) => shownLocation(settings.location),
  contacts: ({ location }) => (location.url === undefined ? [] : [location.url]),
  takesUploads: (settings) => settings.location.upload === true,
  check: (settings: FileSettings, context: ReadContext): Promise<CheckResult> => checkFiles(settings, context),
  discover: discoverMappings,
  read: readFiles,
  readRow: readFileRow,
});

async function* readFiles(settings: FileSettings, context: ReadContext): AsyncGenerator<Page> {
  const files = await inputFiles(settings.location, context);
  try {
    const run = new FileRun(settings, files, context);
    for (const file of files) yield* run.pagesOf(file);
    yield run.lastPage();
  } finally {
    for (const file of files) file.close();
  }
}

import type { SourceReader } from '@tandem/application/ports';
import type { Database } from '../database.js';
import { listRemoved } from '../queries/list-removed.js';
import { listQuarantine, listRuns, listSources } from '../queries/list-sources.js';

export function createSourceReader(database: Database): SourceReader {
  return {
    removed: () => listRemoved(database.pool),
    list: (id) => listSources(database.pool, id),
    runs: (id, limit) => listRuns(database.pool, id, limit),
    quarantine: (id, limit) => listQuarantine(database.pool, id, limit),
  };
}

import type { SourceReader } from '@tandem/application/sources/source-ports';
import type { Database } from '../database.js';
import { listFindings } from '../queries/list-findings.js';
import { listRemoved } from '../queries/list-removed.js';
import { listQuarantine, listReasons, listRuns, listSources, runTotals } from '../queries/list-sources.js';

export function createSourceReader(database: Database): SourceReader {
  const { pool } = database;
  return {
    findings: (id, limit) => listFindings(pool, id, limit),
    removed: () => listRemoved(pool),
    list: (id) => listSources(pool, id),
    runs: (id, limit, before) => listRuns(pool, id, limit, before),
    totals: (id) => runTotals(pool, id),
    quarantine: (id, question) => listQuarantine(pool, id, question),
    reasons: (id, limit) => listReasons(pool, id, limit),
  };
}

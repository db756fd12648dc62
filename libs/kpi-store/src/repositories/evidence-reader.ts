import type { EvidenceReader } from '@tandem/application/ports';
import type { Database } from '../database.js';
import { metricRecords } from '../queries/metric-records.js';
import { productionDeployments } from '../queries/production-deployments.js';

export function createEvidenceReader(database: Database): EvidenceReader {
  return {
    records: (request) => metricRecords(database.pool, request),
    deployments: (request) => productionDeployments(database.pool, request),
  };
}

import { Busy, type EvidenceReader, type EvidenceSelection } from '@tandem/application/evidence-ports';
import type { Database } from '../database.js';
import { laneSpans, laneStreamsTold } from '../queries/lane-spans.js';
import { metricRecords, servicesOfRecords, streamMetricRecords } from '../queries/metric-records.js';
import { productionDeployments } from '../queries/production-deployments.js';

/** Each holds a connection for as long as its reader takes; the others are for everybody else. */
const mostStreams = 3;

export function createEvidenceReader(database: Database): EvidenceReader {
  let open = 0;
  const requireRoom = () => {
    if (open >= mostStreams) throw new Busy(`${mostStreams} exports of records are being written already.`);
  };
  async function* stream(selection: EvidenceSelection) {
    requireRoom();
    open += 1;
    try {
      yield* streamMetricRecords(database.pool, selection);
    } finally {
      open -= 1;
    }
  }
  return {
    records: (request) => metricRecords(database.pool, request),
    stream: (selection) => {
      // Said before the first byte, while there still is a status to say it with.
      requireRoom();
      return stream(selection);
    },
    services: (selection) => servicesOfRecords(database.pool, selection),
    deployments: (request) => productionDeployments(database.pool, request),
    spans: (stream, request) => laneSpans(database.pool, { stream, ...request }),
    told: (streams, asKnownAt) => laneStreamsTold(database.pool, streams, asKnownAt),
  };
}

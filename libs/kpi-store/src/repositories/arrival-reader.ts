import type { ArrivalReader } from '@tandem/application/arrival-ports';
import type { Database } from '../database.js';
import { arrivedRecords } from '../queries/arrived-records.js';

export function createArrivalReader(database: Database): ArrivalReader {
  return { arrived: (streams, by) => arrivedRecords(database.pool, streams, by) };
}

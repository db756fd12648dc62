import type { RestatementReader } from '@tandem/application/restatement-ports';
import type { Database } from '../database.js';
import { listRestatements } from '../queries/list-restatements.js';

export function createRestatementReader({ pool }: Pick<Database, 'pool'>): RestatementReader {
  return { list: (request) => listRestatements(pool, request) };
}

import type { BreachHistoryReader } from '@tandem/application/review/review-ports';
import type { Database } from '../database.js';
import { breachHistories } from '../queries/breach-histories.js';

export function createBreachHistoryReader({ pool }: Pick<Database, 'pool'>): BreachHistoryReader {
  return { histories: (from, to) => breachHistories(pool, from, to) };
}

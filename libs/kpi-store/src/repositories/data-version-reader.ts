import type { Database } from '../database.js';
import { dataVersion } from '../queries/data-version.js';

export interface DataVersionReader {
  /** The version of the data, read after this call began: what was committed before it is in it. */
  current(): Promise<string>;
}

/**
 * Asks the database once for all who wait: whoever comes while it is being asked gets the answer to the next question, which begins when
 * this one has ended. So a hundred readers cost two questions, and none gets an answer that is older than its own call.
 */
export function createDataVersionReader({ pool }: Pick<Database, 'pool'>, clock: () => Date): DataVersionReader {
  let asking: Promise<string> | null = null;
  let next: Promise<string> | null = null;
  const ask = () => {
    const mine = dataVersion(pool, clock()).finally(() => {
      if (asking === mine) asking = null;
    });
    asking = mine;
    return mine;
  };
  return {
    current: () => {
      if (asking === null) return ask();
      next ??= asking
        .catch(() => undefined)
        .then(() => {
          next = null;
          return ask();
        });
      return next;
    },
  };
}

import { setTimeout as pause } from 'node:timers/promises';

/** deadlock_detected and serialization_failure: PostgreSQL ended a transaction so that another one could go on, and wrote nothing of it. */
const endedForAnother: readonly unknown[] = ['40P01', '40001'];
const mostTries = 3;
const longestPauseMs = 50;

/**
 * Does a whole transaction once more when PostgreSQL ended it for another one, three times at most; any other failure, and the last one of these, is the
 * caller's. `transaction` begins anew each time: what it remembers outside of the database it sets again.
 */
export async function repeatTransaction<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (tries === mostTries || !wasEndedForAnother(error)) throw error;
      // Those who met once do not meet again at the same moment.
      await pause(Math.random() * longestPauseMs);
    }
  }
}

function wasEndedForAnother(error: unknown): boolean {
  return error instanceof Error && 'code' in error && endedForAnother.includes(error.code);
}

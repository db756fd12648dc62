import { setTimeout as wait } from 'node:timers/promises';
import type { Surroundings } from '../connector.js';

/** The clock, the waiting and the chance of the real world. */
export const realSurroundings: Surroundings = {
  clock: () => new Date(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }),
  random: Math.random,
};

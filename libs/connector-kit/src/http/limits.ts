import type { Limits } from './declaration.js';

/** What holds where a connector says nothing else. */
export const standardLimits: Limits = {
  concurrency: 4,
  requestsPerMinute: null,
  connectTimeoutMs: 10_000,
  headersTimeoutMs: 60_000,
  bodyTimeoutMs: 30_000,
  mostBytes: 32 << 20,
  attempts: 5,
  mostWaitMs: 120_000,
  mostPages: 20_000,
  rate: null,
};

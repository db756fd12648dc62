import type { MetricBackfill } from './backfill-ports.js';
import type { Clock, JobQueue } from './ports.js';

/** Counts metrics from all their records: after a definition is new or its formula changed. One that was stopped waits to be resumed. */
export function backfillMetrics(dependencies: {
  readonly backfill: MetricBackfill;
  readonly jobs: JobQueue;
  readonly clock: Clock;
}) {
  const { backfill, jobs, clock } = dependencies;
  return async (payload: { readonly metricKeys: readonly string[] }, signal: AbortSignal): Promise<void> => {
    const counted: string[] = [];
    for (const key of payload.metricKeys) {
      if ((await backfill.count(key, clock, signal)) === 'counted') counted.push(key);
    }
    if (counted.length) await jobs.enqueue('guardrails.evaluate', { metricKeys: counted });
  };
}

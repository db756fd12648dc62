import type { Clock, JobQueue, MetricBackfill } from './ports.js';

/** Recalculates metrics from all their records: after a definition is new or its formula changed. */
export function backfillMetrics(dependencies: {
  readonly backfill: MetricBackfill;
  readonly jobs: JobQueue;
  readonly clock: Clock;
}) {
  return async (payload: { readonly metricKeys: readonly string[] }, signal: AbortSignal): Promise<void> => {
    for (const key of payload.metricKeys) {
      signal.throwIfAborted();
      await dependencies.backfill.recalculate(key, dependencies.clock());
    }
    await dependencies.jobs.enqueue('guardrails.evaluate', { metricKeys: payload.metricKeys });
  };
}

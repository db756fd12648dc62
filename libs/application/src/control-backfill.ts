import type { MetricBackfill } from './backfill-ports.js';
import { InvalidInput, NotFound } from './input-errors.js';
import type { Clock, ConfigurationStore, JobQueue } from './ports.js';

export interface BackfillControl {
  readonly key: string;
  readonly action: 'stop' | 'resume';
  /** Who asks, as the audit trail names them. */
  readonly actor: string;
}

/** Stops the counting of a metric, or lets it go on from where it was stopped. */
export function controlBackfill(dependencies: {
  readonly backfill: MetricBackfill;
  readonly configuration: ConfigurationStore;
  readonly jobs: JobQueue;
  readonly clock: Clock;
}) {
  const { backfill, configuration, jobs, clock } = dependencies;
  return async ({ key, action, actor }: BackfillControl) => {
    const now = clock();
    if (!(await configuration.known({ now, asKnownAt: null })).versions.has(key)) throw new NotFound('metric', key);
    const found = action === 'stop' ? await backfill.stop(key, actor, now) : await backfill.resume(key, actor, now);
    if (!found) {
      throw new InvalidInput([
        { field: 'action', reason: `All records of ${key} are counted: there is nothing to ${action}.` },
      ]);
    }
    if (action === 'resume') await jobs.enqueue('metric.backfill', { metricKeys: [key] });
    return { backfill: (await backfill.progress()).get(key) ?? null };
  };
}

import { followAlerts } from '@tandem/application/follow-alerts';
import type { JobQueue, Log } from '@tandem/application/ports';
import {
  beat,
  closeSilentPushes,
  isOutboxDue,
  metricsToCount,
  queueDueSyncs,
  runsToWake,
  type WaitingRun,
} from '@tandem/kpi-store/queries/due-work';
import type { Database } from '@tandem/kpi-store/database';
import { createAlertFollower } from '@tandem/kpi-store/repositories/alert-follower';
import { sumUpChanges } from '@tandem/kpi-store/queries/data-version';
import { compactClosedMonth } from '@tandem/kpi-store/measurement/compact-months';
import { applyRetention } from '@tandem/kpi-store/retention/apply-retention';
import type { ClockTask } from './clock.js';
import { removeUploads } from './remove-uploads.js';

/** A push takes seconds; one that is silent this long lost its process. */
const pushSilentForMs = 5 * 60_000;
/** A wake-up usually runs at once; these are for the ones that were lost. */
const wakeAfter = { queuedForMs: 10_000, silentForMs: 60_000 };

/** What the clock looks at. The tables say what is due; the queue is only told to wake up, and repeats collapse. */
export function clockTasks(
  { pool, asOwner }: Pick<Database, 'pool' | 'asOwner'>,
  jobs: JobQueue,
  worker: { readonly id: string; readonly startedAt: Date; readonly uploadDirectory: string },
  log: Log,
): readonly ClockTask[] {
  const wake = async (runs: readonly WaitingRun[]) => {
    for (const run of runs) await jobs.enqueue('connection.sync', run, { id: `sync-${run.runId}` });
  };
  return [
    { name: 'the heartbeat', everyMs: 5_000, run: (now) => beat(pool, worker, now) },
    { name: 'due syncs', everyMs: 1_000, run: async (now) => wake(await queueDueSyncs(pool, now)) },
    {
      name: 'due notifications',
      everyMs: 1_000,
      run: async (now) => {
        if (await isOutboxDue(pool, now)) await jobs.enqueue('outbox.deliver', {}, { id: 'outbox.deliver' });
      },
    },
    {
      // What becomes due by time alone: silences that end, reminders, escalations.
      name: 'alerts that go on',
      everyMs: 5_000,
      run: followAlerts({ follower: createAlertFollower({ pool }), jobs, log }),
    },
    { name: 'runs left over', everyMs: 10_000, run: async (now) => wake(await runsToWake(pool, now, wakeAfter)) },
    {
      name: 'metrics to count',
      everyMs: 10_000,
      run: async () => {
        const metricKeys = await metricsToCount(pool);
        if (metricKeys.length) await jobs.enqueue('metric.backfill', { metricKeys }, { id: 'metric.backfill.sweep' });
      },
    },
    { name: 'changes to add up', everyMs: 10_000, run: () => sumUpChanges(pool) },
    { name: 'pushes left over', everyMs: 60_000, run: (now) => closeSilentPushes(pool, now, pushSilentForMs) },
    {
      // A bounded step each time: years of history are packed within the hour, and no page waits long for its connection.
      name: 'closed months',
      everyMs: 10_000,
      run: async (now) => {
        await compactClosedMonth({ pool, asOwner }, now);
      },
    },
    {
      // Bounded steps for a second at most, so that neither pages nor the other looks of the clock wait long.
      name: 'what is not kept any more',
      everyMs: 10_000,
      run: async (now) => {
        const endAt = performance.now() + 1_000;
        while ((await applyRetention({ pool }, now)) && performance.now() < endAt);
      },
    },
    { name: 'old uploads', everyMs: 600_000, run: (now) => removeUploads({ pool }, worker.uploadDirectory, now) },
    {
      // Missing data, the hold before firing and late recoveries come with time, not with a record.
      name: 'all guardrails',
      everyMs: 30_000,
      run: () => jobs.enqueue('guardrails.evaluate', { metricKeys: null }, { id: 'guardrails.sweep' }),
    },
  ];
}

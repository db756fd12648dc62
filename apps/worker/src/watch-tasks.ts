import { keepReviews } from '@tandem/application/review/keep-reviews';
import { sendDigests } from '@tandem/application/send-digests';
import { sendHeartbeat } from '@tandem/channels/send-heartbeat';
import { createAlertReader } from '@tandem/kpi-store/repositories/alert-reader';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createDigestStore } from '@tandem/kpi-store/repositories/digest-store';
import { createEvidenceReader } from '@tandem/kpi-store/repositories/evidence-reader';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createReviewStores } from '@tandem/kpi-store/repositories/review-stores';
import type { JobHandlers } from '@tandem/queue/workers';
import type { ClockTask } from './clock.js';
import type { JobHandlerOptions } from './job-handlers.js';
import { watchWork } from './watch-work.js';

/** Who watches that the work goes on, and the digests that come at their hour. */
export function watchTasks(options: JobHandlerOptions, handlers: JobHandlers): readonly ClockTask[] {
  const { database, jobs, clock, log, environment } = options;
  const { heartbeatUrl, publicUrl, allowPrivateAddresses } = environment;
  return [
    {
      name: 'whether the work goes on',
      everyMs: 15_000,
      run: watchWork({
        database,
        log,
        publicUrl,
        deliver: () => handlers['outbox.deliver']({}, new AbortController().signal),
        heartbeat: heartbeatUrl === null ? null : () => sendHeartbeat(heartbeatUrl, { clock, allowPrivateAddresses }),
      }),
    },
    {
      name: 'digests',
      everyMs: 30_000,
      run: sendDigests({
        digests: createDigestStore(database),
        configuration: createConfigurationStore(database),
        observations: createObservationReader(database),
        alerts: createAlertReader(database),
        jobs,
        publicUrl,
      }),
    },
    {
      name: 'reviews',
      everyMs: 15_000,
      run: keepReviews({
        ...createReviewStores(database),
        configuration: createConfigurationStore(database),
        observations: createObservationReader(database),
        alerts: createAlertReader(database),
        evidence: createEvidenceReader(database),
        clock,
        jobs,
        publicUrl,
      }),
    },
  ];
}

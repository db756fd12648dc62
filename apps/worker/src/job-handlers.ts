import { backfillMetrics } from '@tandem/application/backfill-metrics';
import { deliverOutbox } from '@tandem/application/deliver-outbox';
import { evaluateGuardrails } from '@tandem/application/evaluate-guardrails';
import type { Clock, JobQueue, Log } from '@tandem/application/ports';
import { syncConnection } from '@tandem/application/sync-connection';
import { channelFor } from '@tandem/channels/channel-for';
import type { Environment } from '@tandem/config/environment';
import { connectorOf } from '@tandem/connectors/registry';
import type { Database } from '@tandem/kpi-store/database';
import { createAlertStore } from '@tandem/kpi-store/repositories/alert-store';
import { createGuardrailWatch } from '@tandem/kpi-store/repositories/guardrail-watch';
import { createJudgedPast } from '@tandem/kpi-store/repositories/judged-past';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createOutbox } from '@tandem/kpi-store/repositories/outbox';
import { createMetricBackfill } from '@tandem/kpi-store/repositories/metric-backfill';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRawReader } from '@tandem/kpi-store/repositories/raw-reader';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { markProgress, type Work } from '@tandem/kpi-store/queries/work-progress';
import type { JobHandlers } from '@tandem/queue/workers';
import path from 'node:path';

export interface JobHandlerOptions {
  readonly database: Database;
  readonly jobs: JobQueue;
  /** How the delivery waits while it has nothing to do. */
  readonly pause: (ms: number) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly environment: Pick<
    Environment,
    'publicUrl' | 'smtpUrl' | 'mailFrom' | 'allowPrivateAddresses' | 'local' | 'heartbeatUrl'
  >;
  /** Uploads of a connection are in the folder of its id in here. */
  readonly uploadDirectory: string;
  /** Relative paths in the settings of connections start here. */
  readonly baseDirectory: string;
}

/** Every job delegates to its use case; here they are given the real store, connectors and channels. */
export function jobHandlers(options: JobHandlerOptions): JobHandlers {
  const { database, jobs, clock, log, environment } = options;
  const sending = channelFor({
    http: { clock, allowPrivateAddresses: environment.allowPrivateAddresses },
    email: { smtpUrl: environment.smtpUrl, from: environment.mailFrom },
  });
  /** Each end is a sign of life, which whoever watches looks for. */
  const marking =
    <Payload>(work: Work, run: (payload: Payload, signal: AbortSignal) => Promise<void>) =>
    async (payload: Payload, signal: AbortSignal): Promise<void> => {
      await run(payload, signal);
      await markProgress(database.pool, work, clock());
    };
  return {
    'connection.sync': syncConnection({
      runs: createRunStore(database, environment.publicUrl),
      records: createRecordStore(database),
      raw: createRawReader(database),
      jobs,
      clock,
      connectorOf,
      readContext: (connectionId) => ({
        uploadDirectory: path.join(options.uploadDirectory, connectionId),
        baseDirectory: options.baseDirectory,
        closedDirectory: path.dirname(options.uploadDirectory),
        allowPrivateAddresses: environment.allowPrivateAddresses,
        local: environment.local,
      }),
    }),
    'metric.backfill': backfillMetrics({ backfill: createMetricBackfill(database), jobs, clock }),
    'guardrails.evaluate': marking(
      'evaluation',
      evaluateGuardrails({
        configuration: createConfigurationStore(database),
        observations: createObservationReader(database),
        watch: createGuardrailWatch(database),
        past: createJudgedPast(database),
        alerts: createAlertStore(database),
        jobs,
        clock,
        publicUrl: environment.publicUrl,
        log,
      }),
    ),
    'outbox.deliver': marking(
      'delivery',
      deliverOutbox({
        outbox: createOutbox(database),
        channelFor: sending,
        clock,
        random: Math.random,
        log,
        pause: options.pause,
      }),
    ),
  };
}

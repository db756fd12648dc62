import type { Page } from '@tandem/connector-kit/connector';
import type { AlertState, AlertTransition, NotificationKind } from '@tandem/domain/alert/alert';
import type { Guardrail, Verdict } from '@tandem/domain/guardrail/guardrail';
import type { Grain, MetricDefinition } from '@tandem/domain/metric/definition';
import type { Observation } from '@tandem/domain/metric/observation';
import type { Configuration, Connection, Organisation, Route } from '@tandem/domain/organisation/organisation';

/** Passed in, so that use cases can be tested at any time of any day. */
export type Clock = () => Date;

// ---- jobs: wake-ups; the truth (due times, cursors, outbox) is in PostgreSQL -------------------------------------

export interface Jobs {
  'connection.sync': { readonly connectionId: string; readonly runId: string };
  'metric.backfill': { readonly metricKeys: readonly string[] };
  /** null evaluates every guardrail. */
  'guardrails.evaluate': { readonly metricKeys: readonly string[] | null };
  'outbox.deliver': Record<string, never>;
}
export type JobName = keyof Jobs;
export interface JobQueue {
  /** `id` collapses repeats of the same piece of work while it waits. */
  enqueue<Name extends JobName>(name: Name, payload: Jobs[Name], options?: { readonly id?: string }): Promise<void>;
}

// ---- configuration --------------------------------------------------------------------------------------------------

export type ConfigurationKind = 'organisation' | 'person' | 'connection' | 'metric' | 'goal' | 'guardrail' | 'route';

export interface ConfigurationChange {
  readonly kind: ConfigurationKind;
  readonly id: string;
  readonly action: 'create' | 'change' | 'unchanged';
  readonly fields: readonly { readonly field: string; readonly from: string | null; readonly to: string | null }[];
}

export interface ConfigurationStore {
  load(): Promise<Configuration>;
  /**
   * Writes what differs in one transaction, with one audit row per change. A changed metric formula becomes a new metric version.
   * `compute` sees the configuration under lock, so that two applies at once cannot lose each other's work.
   */
  change(
    compute: (current: Configuration) => { readonly next: Configuration; readonly changes: readonly ConfigurationChange[] },
    options: { readonly now: Date; readonly dryRun: boolean },
  ): Promise<readonly ConfigurationChange[]>;
}

// ---- runs and records ---------------------------------------------------------------------------------------------------

export type RunTrigger = 'request' | 'schedule' | 'upload' | 'push' | 'configuration';

export interface RunFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface RunStore {
  /** Queues a run; answers the waiting run's id when one is queued already. */
  queue(connectionId: string, trigger: RunTrigger, now: Date): Promise<string>;
  /**
   * Takes the connection for this run: raises its fencing token, so that an older worker commits nothing more, and answers the
   * cursor of an interrupted run (null to begin at the start). null when the run is finished already or unknown.
   */
  begin(runId: string, now: Date): Promise<BegunRun | null>;
  fail(run: BegunRun, failure: RunFailure, now: Date): Promise<void>;
  succeed(run: BegunRun, now: Date): Promise<void>;
}

export interface BegunRun {
  readonly runId: string;
  readonly connection: Connection;
  readonly fencingToken: number;
  readonly cursor: import('@tandem/connector-kit/connector').Json | null;
}

export interface CommitResult {
  readonly received: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly touchedMetrics: readonly string[];
}

export interface RecordStore {
  /** Records, the observations they touch, quarantine, coverage and cursor in one transaction. Throws `StaleWorker` when fenced. */
  commitPage(run: BegunRun, page: Page, now: Date): Promise<CommitResult>;
}

export interface MetricBackfill {
  /** All observations of the metric's current version, from the records as they stand; in one transaction. */
  recalculate(metricKey: string, now: Date): Promise<void>;
}

export class StaleWorker extends Error {
  constructor(runId: string) {
    super(`Run ${runId} was taken over by a newer worker; nothing of this page was written.`);
    this.name = 'StaleWorker';
  }
}

// ---- numbers: every reader asks here ------------------------------------------------------------------------------------

export interface ObservationsRequest {
  readonly definition: MetricDefinition;
  readonly organisation: Organisation;
  /** Half-open, at boundaries of the grain in the organisation's zone. */
  readonly from: Date;
  readonly to: Date;
  readonly grain: Grain;
  /** Trailing window in days that ends with each day; only with grain `day`. */
  readonly windowDays?: number;
  readonly by?: string;
  readonly asKnownAt: Date | null;
  readonly now: Date;
}

export interface MetricFreshness {
  /** End of what was collected, exclusive; null when nothing was. */
  readonly dataTo: Date | null;
  readonly dataFrom: Date | null;
  readonly lastSyncAt: Date | null;
  readonly expectedEveryMs: number;
  readonly stale: boolean;
  /** A first import is running: numbers are not whole yet and are not judged. */
  readonly backfillRunning: boolean;
  readonly connections: readonly { readonly id: string; readonly name: string }[];
}

export interface ObservationReader {
  observations(request: ObservationsRequest): Promise<readonly Observation[]>;
  /** The metric's trailing window that ends with its complete data: the one "now" that board, guardrail and page print. */
  current(
    definition: MetricDefinition,
    organisation: Organisation,
    options: { readonly windowDays?: number; readonly asKnownAt: Date | null; readonly now: Date; readonly by?: string },
  ): Promise<Observation>;
  freshness(definition: MetricDefinition, options: { readonly asKnownAt: Date | null; readonly now: Date }): Promise<MetricFreshness>;
}

// ---- alerts and outbox ----------------------------------------------------------------------------------------------------

export interface StoredAlert {
  readonly id: string;
  readonly guardrailId: string;
  readonly state: AlertState;
}

export interface OutgoingNotification {
  readonly routeId: string;
  readonly kind: NotificationKind;
  readonly transition: AlertTransition;
  /** What a channel needs to write its sentence; plain data. */
  readonly content: NotificationContent;
}

export interface NotificationContent {
  readonly alertId: string;
  readonly kind: NotificationKind;
  readonly severity: 'warning' | 'critical';
  readonly guardrail: { readonly id: string; readonly title: string; readonly side: 'floor' | 'ceiling'; readonly limit: string };
  readonly metric: { readonly key: string; readonly title: string; readonly unit: string; readonly precision: number };
  readonly verdict: Verdict | null;
  readonly since: string;
  readonly at: string;
  readonly owners: { readonly marketing: string | null; readonly it: string | null };
  /** Page of the alert, when the public address is known. */
  readonly url: string | null;
}

export interface AlertStore {
  /**
   * Loads (or starts) the alert of a guardrail under lock, lets `step` decide, and writes new state, transition, audit row and
   * outbox rows in one transaction. `step` answers null for "nothing changes".
   */
  step(
    guardrail: Guardrail,
    now: Date,
    step: (alert: StoredAlert) => {
      readonly state: AlertState;
      readonly transitions: readonly AlertTransition[];
      readonly notifications: readonly OutgoingNotification[];
    } | null,
  ): Promise<void>;
}

export interface ClaimedNotification {
  readonly id: string;
  readonly route: Route;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly content: NotificationContent;
}

export interface Outbox {
  /** Claims due rows with SKIP LOCKED and a lease, so that a dead deliverer's rows come back. */
  claim(limit: number, now: Date, leaseMs: number): Promise<readonly ClaimedNotification[]>;
  delivered(id: string, now: Date): Promise<void>;
  /** `nextAttemptAt` null gives up: the row is failed, visible and audited. */
  failed(id: string, error: string, now: Date, nextAttemptAt: Date | null): Promise<void>;
}

/** Sends one notification; throws a `DeliveryFailure` that says whether to try again. */
export interface Channel {
  send(notification: ClaimedNotification, signal: AbortSignal): Promise<void>;
}

export class DeliveryFailure extends Error {
  constructor(
    message: string,
    readonly retry: boolean,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
    this.name = 'DeliveryFailure';
  }
}

import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type { Json, Page, StreamState, TimeWindow } from '@tandem/connector-kit/connector';
import type { FailureAction } from '@tandem/connector-kit/connector-failure';
import type { AlertState, AlertTransition, NotificationKind } from '@tandem/domain/alert/alert';
import type { DecisionKind } from '@tandem/domain/decision/decision';
import type { Side } from '@tandem/domain/metric/definition';
import type { MetricVersion } from '@tandem/domain/metric/metric-version';
import type { MetricSeries } from '@tandem/domain/metric/series';
import type { ConfigurationKind } from '@tandem/domain/organisation/configuration-part';
import type { Configuration, Connection, Organisation } from '@tandem/domain/organisation/organisation';
import type { DecisionWrite, StoredDecision } from './decisions/decision-ports.js';
import type { NotificationContent } from './delivery-ports.js';
import type { GoalRecords, KnownGoalState } from './goal-ports.js';
import type { Governance, ProposalRecord } from './proposal-ports.js';

/** Passed in, so that use cases can be tested at any time of any day. */
export type Clock = () => Date;

/** What operators read. Libraries never write to the console themselves. */
export interface Log {
  warn(message: string, details?: Readonly<Record<string, unknown>>): void;
  error(message: string, details?: Readonly<Record<string, unknown>>): void;
}

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
  /** How many jobs of each kind wait or run; left out where nobody can say. */
  depths?(): Promise<Readonly<Record<JobName, number>>>;
}

// ---- configuration --------------------------------------------------------------------------------------------------

export type { ConfigurationKind } from '@tandem/domain/organisation/configuration-part';

export interface ConfigurationChange {
  readonly kind: ConfigurationKind;
  readonly id: string;
  /** `propose`: it waits for signatures. */
  readonly action: 'create' | 'change' | 'propose' | 'unchanged';
  readonly fields: readonly { readonly field: string; readonly from: string | null; readonly to: string | null }[];
  /** Of a governed change: the sides whose signatures it waits for. */
  readonly waitsFor?: readonly Side[];
}

/** A version as the store holds it. Its title, wording and owners are those of the metric: only what moves numbers is versioned. */
export interface StoredMetricVersion extends MetricVersion {
  readonly id: string;
  /** The version whose counted rows answer for it: itself, or an earlier one that counts the same; null counts the records when asked. */
  readonly countedBy: string | null;
}

/** What readers need of the configuration: metrics with all their versions, and goals on the terms that hold. */
export interface KnownConfiguration extends Configuration {
  /** By key, in the order of the metrics; of each the oldest first. */
  readonly versions: ReadonlyMap<string, readonly StoredMetricVersion[]>;
  /** How goals stand, by id; left out where nobody asks about goals. */
  readonly goalStates?: ReadonlyMap<string, KnownGoalState>;
}

export interface ConfigurationStore {
  /** The configuration as a file would write it: of each metric the latest definition, be it in force already or not. */
  load(): Promise<Configuration>;
  /**
   * The configuration for readers, with the definition of each metric that is in force: as it stands, or as it was known at an earlier
   * time, and then the same for ever. Before anything was configured it is empty.
   */
  known(options: {
    readonly now: Date;
    readonly asKnownAt: Date | null;
    /** `false` leaves the list of guardrails empty, for who needs only some of very many. */
    readonly withGuardrails?: boolean;
  }): Promise<KnownConfiguration>;
  /**
   * Writes what differs in one transaction, with one audit row per change. A change of a metric that moves numbers becomes a new version,
   * unless it is among the proposals; so do other terms of a goal. A goal that nothing is missing of is published. `compute` sees the
   * configuration under lock, so that two applies at once cannot lose each other's work. When PostgreSQL ends the transaction for another one,
   * the whole of it is done again, three times at most, and `compute` is asked anew: what it remembers of an earlier time does not count.
   */
  change(
    compute: (
      current: Configuration,
      governance: Governance,
    ) => {
      readonly next: Configuration;
      readonly changes: readonly ConfigurationChange[];
      readonly proposals?: readonly ProposalRecord[];
      readonly goals?: GoalRecords;
      /** What is taken out; throws `StillUsed` where the record of what has happened names it. */
      readonly removals?: readonly Pick<ConfigurationChange, 'kind' | 'id'>[];
    },
    options: {
      readonly now: Date;
      readonly dryRun: boolean;
      /** Since when what is new had been known, where a file imports history. */
      readonly knownSince?: Date | null;
      /** Decisions of a kind that the same file brings: asked with them under lock and with what will be known, and written with the rest. */
      readonly decisions?: {
        readonly kind: DecisionKind;
        readonly bring: (present: readonly StoredDecision[], next: Configuration) => readonly DecisionWrite[];
      };
      /** Connectors whose sources are sent their data: no run is queued to read them. */
      readonly pushedConnectors?: readonly string[];
      /** Who brought it, as the audit trail names them; `apply` for what nobody signed in for. */
      readonly actor?: string | undefined;
    },
  ): Promise<readonly ConfigurationChange[]>;
}

// ---- runs and records ---------------------------------------------------------------------------------------------------

/** `mend`: rows of quarantine that somebody has put right. */
export type RunTrigger = 'request' | 'schedule' | 'upload' | 'push' | 'configuration' | 'mend' | 'backfill' | 'replay';

export interface RunFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** Whether another try can help, or somebody has to act; absent for what does not come from the source. */
  readonly action?: FailureAction;
}

export interface RunStore {
  /**
   * Queues a run; answers the waiting run's id when one is queued already, and throws `SourcePaused` for a connection that is paused. What somebody asked for is a row of the audit trail in the same
   * transaction; asking for a run that waits already changes nothing, unless it brings a file.
   */
  queue(connectionId: string, trigger: RunTrigger, now: Date, request?: RunRequest): Promise<string>;
  /**
   * Takes the connection for this run: raises its fencing token, so that an older worker commits nothing more, and answers the
   * cursor of an interrupted run (null to begin at the start). null when the run is finished already or unknown.
   */
  begin(runId: string, now: Date): Promise<BegunRun | null>;
  /** Puts a secret that the source has replaced in the place of the former one, encrypted. Throws `StaleWorker` when fenced. */
  replaceSecret(run: BegunRun, former: string, fresh: string, now: Date): Promise<void>;
  fail(run: BegunRun, failure: RunFailure, now: Date): Promise<void>;
  succeed(run: BegunRun, now: Date): Promise<void>;
}

/** Nothing is read from a source that is paused. */
export class SourcePaused extends Error {
  constructor(id: string) {
    super(`The source "${id}" is paused. Resume it first.`);
    this.name = 'SourcePaused';
  }
}

/** Who asked for a run, as the audit trail names them, and with which file. */
export interface RunRequest {
  readonly actor: string;
  readonly file: string | null;
  /** The time that a backfill reads. */
  readonly window?: TimeWindow;
}

export type { CoveredTime, Finding, Json, Page, StreamState, TimeWindow } from '@tandem/connector-kit/connector';

export interface BegunRun {
  readonly runId: string;
  /** Its settings hold its secrets, for its source is going to be asked. */
  readonly connection: Connection;
  /** Those secrets by themselves: what is told of the run is searched for them. Absent where there are none. */
  readonly secrets?: readonly string[];
  readonly fencingToken: number;
  readonly cursor: Json | null;
  readonly trigger?: RunTrigger;
  /** How far the streams of the source have been read. */
  readonly states?: readonly StreamState[];
  /** Of a backfill: the time that is read, and nothing else. */
  readonly window?: TimeWindow;
}

export interface CommitResult {
  readonly received: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly quarantined: number;
  /** Records that were there and that the source says are gone; they are not among those received. */
  readonly takenBack: number;
  /** Records of a time that is not kept any more; they are not among those received. */
  readonly leftOut: readonly CanonicalRecord[];
  readonly touchedMetrics: readonly string[];
}

export interface RecordStore {
  /** Records, the observations they touch, quarantine, coverage and cursor in one transaction. Throws `StaleWorker` when fenced. */
  commitPage(run: BegunRun, page: Page, now: Date): Promise<CommitResult>;
}

export class StaleWorker extends Error {
  constructor(runId: string) {
    super(`Run ${runId} was taken over by a newer worker; nothing of this page was written.`);
    this.name = 'StaleWorker';
  }
}

// ---- numbers: every reader asks here ------------------------------------------------------------------------------------

export type { MetricFreshness } from '@tandem/domain/metric/freshness';
/** What is asked of metrics in one answer. */
export interface SeriesQuestion {
  /** The versions of every metric by key: a formula over metrics is reckoned from them. */
  readonly metrics: KnownConfiguration['versions'];
  readonly organisation: Organisation;
  /** A dimension of the metric to slice by; a version that does not have it has no value for any slice. */
  readonly by?: string;
  /** How many days of the complete data are wanted, its last ones; all when left out. More may come: not every kind can do without the rest. */
  readonly lastDays?: number;
  readonly asKnownAt: Date | null;
  readonly now: Date;
}

export interface SeriesRequest extends SeriesQuestion {
  /** All versions of one metric, oldest first. */
  readonly versions: readonly StoredMetricVersion[];
}

/** Throws `CountingTookTooLong` for versions without counted rows only. */
export interface ObservationReader {
  series(request: SeriesRequest): Promise<MetricSeries>;
  /** The series of several metrics, each given by its versions and in their order; read together, so that many cost little more than one. */
  seriesOfEach(
    versions: readonly SeriesRequest['versions'][],
    question: SeriesQuestion,
  ): Promise<readonly MetricSeries[]>;
}

export interface AlertStanding extends AlertIdentity, Pick<AlertState, 'state' | 'resumeState' | 'since'> {
  readonly alertId: string;
}

/** The present alert of each guardrail that has one. */
export interface AlertReader {
  /** The alerts of each guardrail that has any, by its id, as they stand or as they were at an earlier time. */
  states(asKnownAt: Date | null): Promise<ReadonlyMap<string, readonly AlertStanding[]>>;
  lastBreach(
    guardrailId: string,
    asKnownAt: Date | null,
  ): Promise<{ readonly from: string; readonly to: string | null } | null>;
}

// ---- alerts; what is delivered is in delivery-ports.ts -------------------------------------------------------------------

/** What an alert is of, whatever state it is in: a guardrail, and the slice that it judges. */
export interface AlertIdentity {
  readonly guardrailId: string;
  /** Empty for the whole. */
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface StoredAlert extends AlertIdentity {
  readonly id: string;
  readonly state: AlertState;
}

export interface OutgoingNotification {
  readonly routeId: string;
  readonly kind: NotificationKind;
  readonly transition: AlertTransition;
  /** What a channel needs to write its sentence; plain data. */
  readonly content: NotificationContent;
}

export interface AlertStore {
  /**
   * Loads (or starts) the alert of a guardrail and slice under lock, lets `step` decide, and writes new state, transition, audit row and
   * outbox rows in one transaction. `step` answers null for "nothing changes".
   */
  step(
    identity: AlertIdentity,
    now: Date,
    step: (alert: StoredAlert) => {
      readonly state: AlertState;
      readonly transitions: readonly AlertTransition[];
      readonly notifications: readonly OutgoingNotification[];
    } | null,
  ): Promise<void>;
}

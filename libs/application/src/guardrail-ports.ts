import type { Guardrail, ThresholdGuardrail, Verdict } from '@tandem/domain/guardrail/guardrail';
import type { BrokenRun } from '@tandem/domain/guardrail/late-periods';
import type { DayPrints } from '@tandem/domain/metric/day-prints';
import type { Observation } from '@tandem/domain/metric/observation';
import type { NotificationContent } from './delivery-ports.js';
import type { AlertIdentity, KnownConfiguration, StoredAlert } from './ports.js';

/** A window of a metric that limits are held against; null is the window of the metric itself. */
export interface WatchedWindow {
  readonly metricKey: string;
  readonly windowDays: number | null;
}

/** The latest reading of a window; null where the metric could not be read. */
export interface WindowReading extends WatchedWindow {
  readonly read: {
    readonly observation: Observation;
    readonly stale: boolean;
    readonly backfillRunning: boolean;
  } | null;
  /** When it changes, or may change, without any new record. */
  readonly nextAt: Date;
}

/** A limit whose alert may have to change, and the reading to judge it by. */
export interface ChangedLimit extends Pick<WindowReading, 'read'> {
  readonly guardrail: ThresholdGuardrail;
}

/**
 * What is judged, kept so that one statement finds the guardrails whose alert may change. Limits on the whole of a metric are held against
 * readings in the database; all others are judged one by one, whenever their metric is read.
 */
export interface GuardrailWatch {
  /** Metrics with guardrails that have to be read again although nobody told of new records. */
  metricsToRead(now: Date): Promise<readonly string[]>;
  windowsOf(metricKeys: readonly string[]): Promise<readonly WatchedWindow[]>;
  /** The guardrails of these metrics that are no limits on the whole, with their alerts. */
  othersOf(
    metricKeys: readonly string[],
  ): Promise<readonly { readonly guardrail: Guardrail; readonly alerts: readonly StoredAlert[] }[]>;
  /** Keeps readings that were begun at `now`, except where one that was begun later stands already. */
  keep(readings: readonly WindowReading[], now: Date): Promise<void>;
  /**
   * Limits whose alert may change by the readings as they stand, or because its time has come; of these metrics, of all for null. It may
   * name more than change, and leaves out none that does.
   */
  changedLimits(metricKeys: readonly string[] | null, now: Date): Promise<readonly ChangedLimit[]>;
}

/** What was last read of the days of a metric, of the whole or by a dimension. */
export interface ReadDays {
  readonly metricKey: string;
  readonly by: string | null;
  readonly countedBy: string;
  readonly dataTo: Date;
  readonly prints: DayPrints;
}

/** A guardrail that judges by its present rule since a time, and the broken periods that are on record since then. */
export interface JudgedGuardrail {
  readonly guardrail: Guardrail;
  readonly judgedFrom: Date;
  readonly broken: readonly {
    readonly dimensions: AlertIdentity['dimensions'];
    readonly end: string;
    readonly late: boolean;
  }[];
}

/** What late data changed of the periods of one alert that had been judged. */
export interface LateFinding {
  /** With `late`. */
  readonly added: readonly Verdict[];
  /** Ends of periods that are no breach any more. */
  readonly withdrawn: readonly string[];
  /** What is told: a breach that is over, from the first run to the last. null: nothing. */
  readonly past: (BrokenRun & { readonly contentOf: (alert: StoredAlert) => NotificationContent }) | null;
}

/** The memory of periods that have been judged, so that data of an earlier time is held against it. */
export interface JudgedPast {
  /** What was kept of a reading that was begun later than `now` is left out. */
  readDaysOf(metricKeys: readonly string[], now: Date): Promise<readonly ReadDays[]>;
  judgedOf(metricKeys: readonly string[]): Promise<readonly JudgedGuardrail[]>;
  /**
   * Writes what was found, once however often it is found; answers whether there is something to deliver. What is over is told where the alert is
   * calm: one that is open has been told, or will be.
   */
  record(identity: AlertIdentity, finding: LateFinding, now: Date): Promise<boolean>;
  /** Keeps what was read, and begins with guardrails that never judged by their present rule. */
  keep(read: readonly ReadDays[], begun: ReadonlyMap<string, Date>, now: Date): Promise<void>;
}

/** How far the sources of a metric had delivered at each time. */
export interface CollectedHistory {
  collectedOf(
    versions: KnownConfiguration['versions'],
    metricKey: string,
  ): Promise<readonly { readonly at: Date; readonly to: Date | null }[]>;
}

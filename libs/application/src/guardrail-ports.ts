import type { Guardrail, ThresholdGuardrail } from '@tandem/domain/guardrail/guardrail';
import type { Observation } from '@tandem/domain/metric/observation';
import type { KnownConfiguration, StoredAlert } from './ports.js';

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

/** How far the sources of a metric had delivered at each time. */
export interface CollectedHistory {
  collectedOf(
    versions: KnownConfiguration['versions'],
    metricKey: string,
  ): Promise<readonly { readonly at: Date; readonly to: Date | null }[]>;
}

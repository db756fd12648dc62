import type { ObservationState } from '../metric/observation.js';

/** A limit on a metric that raises an alert when it is left (semantics §7). This edition knows the threshold kind. */
export interface ThresholdGuardrail {
  readonly id: string;
  readonly title: string;
  readonly kind: 'threshold';
  readonly metric: string;
  /** Exactly one of the two; equal is inside. Decimal strings in the metric's unit. */
  readonly atLeast?: string;
  readonly atMost?: string;
  /** Stricter limit at which a firing alert clears; the fire limit when left out. */
  readonly clearAt?: string;
  /** Length of the window that is judged, in whole days; the metric's own when left out. */
  readonly windowDays?: number;
  /** Below this many events the verdict is `tooFew`. */
  readonly minimumEvents: number;
  /** How long the breach must last before it fires, and the recovery before it resolves. */
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly severity: 'warning' | 'critical';
  /** What a missing value does to the alert. */
  readonly onNoData: 'keepLast' | 'alert' | 'ok';
  /** Person ids of those whose move it is. */
  readonly owners: { readonly marketing?: string; readonly it?: string };
  /** Route ids that hear of every transition. */
  readonly routes: readonly string[];
}
export type Guardrail = ThresholdGuardrail;

export type VerdictKind = 'ok' | 'breached' | 'tooFew' | 'noData' | 'error';
export type VerdictReason =
  | 'insideLimit'
  | 'belowFloor'
  | 'aboveCeiling'
  | 'insideClearLimit'
  | 'betweenFireAndClear'
  | 'belowMinimumEvents'
  | 'periodAbsent'
  | 'periodPartial'
  | 'metricStale'
  | 'backfillRunning'
  | 'metricUnknown'
  | 'evaluationFailed';

/** What an evaluation found, with the numbers that led to it. */
export interface Verdict {
  readonly kind: VerdictKind;
  readonly reason: VerdictReason;
  readonly value: string | null;
  /** The limit that the value was held against: the fire limit, or the clear limit while the alert is firing. */
  readonly limit: string;
  readonly n: number;
  /** The judged period; ISO instants. */
  readonly start: string;
  readonly end: string;
  /** Whether the value may still change, and the version of the definition that it is by; left out when nothing could be read. */
  readonly state?: ObservationState;
  readonly version?: number;
}

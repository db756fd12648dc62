import type { ObservationState } from '../metric/observation.js';

/** What a missing value, or an evaluation that failed, does to the alert. */
export type AbsencePolicy = 'keepLast' | 'alert' | 'ok';

/** What guardrails of every kind have (semantics §7). */
interface GuardrailBase {
  readonly id: string;
  readonly title: string;
  readonly metric: string;
  /** Length of the window that is judged, in whole days; the metric's own when left out. */
  readonly windowDays?: number;
  /** Below this many events the verdict is `tooFew`. */
  readonly minimumEvents: number;
  /** How long the breach must last before it fires, and the recovery before it resolves. */
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly severity: 'warning' | 'critical';
  readonly onNoData: AbsencePolicy;
  /** As for missing data when left out. */
  readonly onError?: AbsencePolicy;
  /** A dimension of the metric: each of its values is judged by itself and has an alert of its own. */
  readonly by?: string;
  /** How many values of the dimension are judged, those with the most events first; `usualMostSlices` when left out. */
  readonly mostSlices?: number;
  /** Person ids of those whose move it is. */
  readonly owners: { readonly marketing?: string; readonly it?: string };
  /** Route ids that hear of every transition. */
  readonly routes: readonly string[];
}

/** Exactly one of the two sides; equal is inside. Decimal strings in the unit of what is judged. */
interface OneLimit {
  readonly atLeast?: string;
  readonly atMost?: string;
  /** Stricter limit at which a firing alert clears; the fire limit when left out. */
  readonly clearAt?: string;
}

/** The value itself against a limit in the metric's unit. */
export interface ThresholdGuardrail extends GuardrailBase, OneLimit {
  readonly kind: 'threshold';
  /** Whether a value equal to the limit is inside it; `inside` when left out. */
  readonly equal?: 'inside' | 'outside';
}

/** The pace of a key result (progress ÷ expected progress), or the probability that it is hit, against a floor. */
export interface PaceGuardrail extends GuardrailBase {
  readonly kind: 'pace';
  readonly goal: string;
  readonly keyResult: string;
  /** `odds`: probability 0 to 1. */
  readonly of: 'pace' | 'odds';
  readonly atLeast: string;
  readonly clearAt?: string;
}

/** The change of the value against the previous comparable period. */
export interface ChangeGuardrail extends GuardrailBase, OneLimit {
  readonly kind: 'change';
  /** `relative`: per cent of the previous value; `absolute`: in the metric's unit. Falling is negative. */
  readonly of: 'relative' | 'absolute';
  /** How many days earlier the comparable period lies; when left out the fewest whole weeks that keep both apart. */
  readonly againstDays?: number;
}

/** How fast the error budget of an objective is used up. */
export interface BurnGuardrail extends GuardrailBase {
  readonly kind: 'burn';
  /** Share of good events that was promised, in per cent: above 0, below 100. */
  readonly objective: string;
  /** The time that the budget is for; 30 days when left out. */
  readonly budgetDays?: number;
  /** Pairs of windows; `usualBurnWindows` when left out. */
  readonly windows?: readonly BurnWindows[];
}

/** Fires when both windows burn faster than the factor: budget share × budget time ÷ long window. */
export interface BurnWindows {
  /** Share of the whole budget that may be used within the long window, in per cent. */
  readonly budgetShare: string;
  readonly longDays: number;
  readonly shortDays: number;
}

/** A special cause by the rules of the chart of individual values and moving ranges. */
export interface SpecialCauseGuardrail extends GuardrailBase {
  readonly kind: 'specialCause';
  /** Local date that the first point of the baseline starts on. A new baseline is a change of the guardrail, and so on the record. */
  readonly baselineFrom: string;
  /** 12 when left out. */
  readonly baselinePoints?: number;
  /** Which side of the mean counts; `both` when left out. */
  readonly side?: 'above' | 'below' | 'both';
}

/** No record within the time in which one is expected. */
export interface FreshnessGuardrail extends GuardrailBase {
  readonly kind: 'freshness';
  /** What the sources state as their expected interval when left out. */
  readonly withinMs?: number;
}

/** A rule on a metric that raises an alert when it is broken. */
export type Guardrail =
  ThresholdGuardrail | PaceGuardrail | ChangeGuardrail | BurnGuardrail | SpecialCauseGuardrail | FreshnessGuardrail;
export type GuardrailKind = Guardrail['kind'];

export const usualMostSlices = 50;
export const usualBudgetDays = 30;
/** For daily data: 10 % of the budget in a day, and in three days (semantics §3). */
export const usualBurnWindows: readonly BurnWindows[] = [
  { budgetShare: '10', longDays: 1, shortDays: 1 },
  { budgetShare: '10', longDays: 3, shortDays: 1 },
];

export type VerdictKind = 'ok' | 'breached' | 'tooFew' | 'noData' | 'error';
export type VerdictReason =
  | 'insideLimit'
  | 'belowFloor'
  | 'aboveCeiling'
  | 'insideClearLimit'
  | 'betweenFireAndClear'
  | 'budgetBurning'
  | 'budgetHeld'
  | 'beyondLimits'
  | 'twoOfThree'
  | 'eightOnOneSide'
  | 'ordinaryVariation'
  | 'silent'
  | 'recordsArrive'
  | 'belowMinimumEvents'
  | 'tooFewPoints'
  | 'previousZero'
  | 'periodAbsent'
  | 'periodPartial'
  | 'previousAbsent'
  | 'metricStale'
  | 'backfillRunning'
  | 'goalNotRunning'
  | 'forecastMissing'
  | 'metricUnknown'
  | 'keyResultUnknown'
  | 'tooManySlices'
  | 'evaluationFailed';

/** What was held against the limit where that is not the value itself. Decimal strings. */
export type Measured =
  | { readonly of: 'pace' | 'odds'; readonly value: string | null }
  | {
      readonly of: 'changeRelative' | 'changeAbsolute';
      readonly value: string | null;
      readonly previous: string | null;
      readonly previousStart: string;
      readonly previousEnd: string;
    }
  | {
      readonly of: 'burnRate';
      /** Of the long window. */
      readonly value: string | null;
      readonly short: string | null;
      readonly longDays: number;
      readonly shortDays: number;
      readonly objective: string;
    }
  | {
      readonly of: 'specialCause';
      readonly side: 'above' | 'below' | null;
      readonly mean: string;
      readonly lower: string;
      readonly upper: string;
      readonly baselineFrom: string;
      readonly baselinePoints: number;
    }
  | { readonly of: 'hoursWithoutData'; readonly value: string; readonly lastAt: string | null };

/** What an evaluation found, with the numbers that led to it. */
export interface Verdict {
  readonly kind: VerdictKind;
  readonly reason: VerdictReason;
  /** The metric's value over the judged period. */
  readonly value: string | null;
  /** The limit that was held against: the fire limit, or the clear limit while the alert is firing. null where a rule has none. */
  readonly limit: string | null;
  readonly n: number;
  /** The judged period; ISO instants. */
  readonly start: string;
  readonly end: string;
  /** Whether the value may still change, and the version of the definition that it is by; left out when nothing could be read. */
  readonly state?: ObservationState;
  readonly version?: number;
  readonly measured?: Measured;
  /** Of the time of a breach that data brought to light after its day had been judged. */
  readonly late?: true;
  /** With `late`: the end of the first period of that breach. */
  readonly began?: string;
}

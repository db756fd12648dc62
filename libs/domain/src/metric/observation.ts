/**
 * One value of one metric: the summed parts over a half-open period, never a ready-made ratio (semantics §2).
 * Decimal strings keep exactness across JSON.
 */
export interface Observation {
  /** ISO instants; [start, end). */
  readonly start: string;
  readonly end: string;
  /** Dimension values of a slice; empty for the whole. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** The shown value: rounded once to the metric's precision, in the metric's unit. `null` is "no value", never 0. */
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  /** How many events stand behind the value. */
  readonly n: number;
  readonly state: ObservationState;
  /** The version of the definition that answered: the one in force at the last instant of the period. */
  readonly version: number;
  /** Why a collected period has no value, where it is not simply that nothing happened in it. */
  readonly absence?: ValueAbsence;
  /** Of what is not kept any more: from when on it is. */
  readonly keptFrom?: string;
}

/**
 * `seriesDoNotAdd`: the latest values of several dimensions, which the metric does not say add up. `inputWithoutValue`, `dividedByZero`: what
 * a formula over metrics lacks. `uniqueDoNotAdd`: unique users of several days or slices. `noWholeWeek`: no whole collected week ends in the
 * period. `notKept`: what the period was counted from has been removed. `pastNotKept`: what was known at that time has been removed.
 */
export type ValueAbsence =
  | 'seriesDoNotAdd'
  | 'inputWithoutValue'
  | 'dividedByZero'
  | 'uniqueDoNotAdd'
  | 'noWholeWeek'
  | 'notKept'
  | 'pastNotKept';

/**
 * `absent`: the source was not collected for this period. `partial`: the period has not ended. `provisional`: it may still
 * change without that being a restatement. `settled`: a later change is a restatement.
 */
export type ObservationState = 'absent' | 'partial' | 'provisional' | 'settled';

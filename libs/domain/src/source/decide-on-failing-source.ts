/** When the owners of a failing source are told, and when it is left alone until somebody has mended it. */
export interface FailingSourcePolicy {
  /** Failed runs in a row after which its owners are told. A failure that only somebody can mend is told at once. */
  readonly warnAfterRuns: number;
  /** Failed runs in a row before it is paused … */
  readonly pauseAfterRuns: number;
  /** … and how long it has to have been failing, in milliseconds: a source that is read every minute is not paused within minutes. */
  readonly pauseAfterMs: number;
}

export const usualFailingSourcePolicy: FailingSourcePolicy = {
  warnAfterRuns: 3,
  pauseAfterRuns: 12,
  pauseAfterMs: 86_400_000,
};

/** That of an organisation; what is left out is as usual. */
export function failingPolicyWith(set: Partial<FailingSourcePolicy> | undefined): FailingSourcePolicy {
  return { ...usualFailingSourcePolicy, ...set };
}

export interface FailingSource {
  /** Runs that failed one after another, the present one included; at least 1. */
  readonly failedRuns: number;
  /** When the first of them failed. */
  readonly failingSince: Date;
  /** Whether its owners have been told of these failures. */
  readonly isWarned: boolean;
  /** Whether another try may help: false where settings, rights or the source itself have to change. */
  readonly mayHealByItself: boolean;
}

/**
 * What follows from a failed run.
 *
 * @returns `pause` as soon as both bounds are reached, `warn` once for each row of failures, else nothing
 */
export function decideOnFailingSource(
  source: FailingSource,
  now: Date,
  policy: FailingSourcePolicy,
): 'warn' | 'pause' | null {
  const failingForMs = now.getTime() - source.failingSince.getTime();
  if (source.failedRuns >= policy.pauseAfterRuns && failingForMs >= policy.pauseAfterMs) return 'pause';
  if (source.isWarned) return null;
  return !source.mayHealByItself || source.failedRuns >= policy.warnAfterRuns ? 'warn' : null;
}

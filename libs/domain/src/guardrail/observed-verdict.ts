import type { Observation } from '../metric/observation.js';
import type { Verdict, VerdictKind, VerdictReason } from './guardrail.js';

/** What a guardrail knows of how current its metric is. */
export interface JudgedFreshness {
  readonly stale: boolean;
  readonly backfillRunning: boolean;
}

/** A verdict on an observation, with the numbers that stand behind it. */
export function observedVerdict(
  observation: Observation,
  kind: VerdictKind,
  reason: VerdictReason,
  limit: string | null,
): Verdict {
  const { value, n, start, end, state, version } = observation;
  return { kind, reason, value, limit, n, start, end, state, version };
}

/**
 * Why an observation cannot be judged; null when it can. A value that is missing, stale or of an unfinished period gives `noData`; one with
 * fewer events than asked for gives `tooFew`; neither is ever read as zero.
 */
export function obstacleOf(
  observation: Observation,
  freshness: JudgedFreshness,
  minimumEvents: number,
): { readonly kind: 'noData' | 'tooFew'; readonly reason: VerdictReason } | null {
  if (freshness.backfillRunning) return { kind: 'noData', reason: 'backfillRunning' };
  if (freshness.stale) return { kind: 'noData', reason: 'metricStale' };
  if (observation.state === 'absent') return { kind: 'noData', reason: 'periodAbsent' };
  if (observation.state === 'partial') return { kind: 'noData', reason: 'periodPartial' };
  // A collected period without a value is one without events: a denominator of zero.
  if (observation.value === null || observation.n < minimumEvents)
    return { kind: 'tooFew', reason: 'belowMinimumEvents' };
  return null;
}

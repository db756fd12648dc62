import Big from 'big.js';
import type { AlertState } from '../alert/alert.js';
import type { Observation } from '../metric/observation.js';
import type { ThresholdGuardrail, Verdict, VerdictKind, VerdictReason } from './guardrail.js';
import { limitOf, type Limit } from './limit-of.js';

export interface ThresholdInput {
  readonly guardrail: ThresholdGuardrail;
  /** The metric's window as every page prints it; its shown value is what is judged, so that nobody has to guess at hidden digits. */
  readonly observation: Observation;
  readonly freshness: { readonly stale: boolean; readonly backfillRunning: boolean };
  /** Present state of the guardrail's alert: the clear limit counts only while it is firing. */
  readonly alert: Pick<AlertState, 'state' | 'resumeState'>;
}

/**
 * Judges a value against a threshold (semantics §7). Equal is inside, for the fire limit and for the clear limit. A value that
 * is missing, stale or of an unfinished period gives `noData`; one with fewer events than asked for gives `tooFew`; neither is
 * ever read as zero. Decimal comparison is exact. Throws when the guardrail does not state exactly one limit.
 */
export function evaluateThreshold(input: ThresholdInput): Verdict {
  const { guardrail, observation } = input;
  const limit = limitOf(guardrail);
  const answer = (kind: VerdictKind, reason: VerdictReason, against = limit.fire): Verdict => ({
    kind,
    reason,
    value: observation.value,
    limit: against,
    n: observation.n,
    start: observation.start,
    end: observation.end,
    state: observation.state,
    version: observation.version,
  });
  if (input.freshness.backfillRunning) return answer('noData', 'backfillRunning');
  if (input.freshness.stale) return answer('noData', 'metricStale');
  if (observation.state === 'absent') return answer('noData', 'periodAbsent');
  if (observation.state === 'partial') return answer('noData', 'periodPartial');
  // A collected period without a value is one without events: a denominator of zero.
  if (observation.value === null || observation.n < guardrail.minimumEvents)
    return answer('tooFew', 'belowMinimumEvents');

  if (isBeyond(observation.value, limit.fire, limit.side)) {
    return answer('breached', limit.side === 'floor' ? 'belowFloor' : 'aboveCeiling');
  }
  if (!isFiring(input.alert) || new Big(limit.clear).eq(limit.fire)) return answer('ok', 'insideLimit');
  return isBeyond(observation.value, limit.clear, limit.side)
    ? answer('breached', 'betweenFireAndClear', limit.clear)
    : answer('ok', 'insideClearLimit', limit.clear);
}

function isBeyond(value: string, limit: string, side: Limit['side']): boolean {
  return side === 'floor' ? new Big(value).lt(limit) : new Big(value).gt(limit);
}

/** Firing, on the way out of it, or hidden behind missing data: the episode is not over. */
function isFiring(alert: Pick<AlertState, 'state' | 'resumeState'>): boolean {
  const state = alert.state === 'noData' || alert.state === 'error' ? alert.resumeState : alert.state;
  return state === 'firing' || state === 'recovering';
}

import type { Observation } from '../metric/observation.js';
import type { ThresholdGuardrail, Verdict } from './guardrail.js';
import { holdAgainst, type JudgedAlert } from './hold-against.js';
import { limitOf } from './limit-of.js';
import { observedVerdict, obstacleOf, type JudgedFreshness } from './observed-verdict.js';

export interface ThresholdInput {
  readonly guardrail: ThresholdGuardrail;
  /** The metric's window as every page prints it; its shown value is what is judged, so that nobody has to guess at hidden digits. */
  readonly observation: Observation;
  readonly freshness: JudgedFreshness;
  /** Present state of the guardrail's alert: the clear limit counts only while it is firing. */
  readonly alert: JudgedAlert;
}

/**
 * Judges a value against a threshold (semantics §7). Equal is inside, unless the guardrail says `outside`. What cannot be judged is `noData`
 * or `tooFew` (`obstacleOf`). Decimal comparison is exact. Throws when the guardrail does not state exactly one limit.
 */
export function evaluateThreshold({ guardrail, observation, freshness, alert }: ThresholdInput): Verdict {
  const limit = limitOf(guardrail);
  const obstacle = obstacleOf(observation, freshness, guardrail.minimumEvents);
  if (obstacle || observation.value === null) {
    const { kind, reason } = obstacle ?? ({ kind: 'tooFew', reason: 'belowMinimumEvents' } as const);
    return observedVerdict(observation, kind, reason, limit.fire);
  }
  const held = holdAgainst(observation.value, limit, alert, guardrail.equal);
  return observedVerdict(observation, held.kind, held.reason, held.against);
}

import type { Observation } from '../metric/observation.js';
import { shownNumber } from '../metric/shown-value.js';
import type { PaceGuardrail, Verdict, VerdictKind, VerdictReason } from './guardrail.js';
import { holdAgainst, type JudgedAlert } from './hold-against.js';
import { observedVerdict, obstacleOf, type JudgedFreshness } from './observed-verdict.js';

/** How a key result stands at the moment of the verdict, as goal and board print it. */
export interface TrackedKeyResult {
  /** progress ÷ expected progress, two decimals; null before the start, or when nothing is expected yet. */
  readonly pace: number | null;
  /** P(hit at the due date), two decimals; null without a forecast. */
  readonly probability: number | null;
  /** Whether the moment lies in the time of the goal. */
  readonly running: boolean;
}

export interface PaceInput {
  readonly guardrail: PaceGuardrail;
  /** null when the goal or its key result does not exist. */
  readonly tracked: TrackedKeyResult | null;
  readonly observation: Observation;
  readonly freshness: JudgedFreshness;
  readonly alert: JudgedAlert;
}

/**
 * Judges the pace of a key result, or its probability of being hit, against a floor (semantics §7); equal is inside. Outside the time of the
 * goal, and where there is no pace or forecast (semantics §6), nothing is judged: `tooFew`. A key result that does not exist is an `error`.
 */
export function evaluatePace({ guardrail, tracked, observation, freshness, alert }: PaceInput): Verdict {
  const answer = (kind: VerdictKind, reason: VerdictReason, against: string, value: string | null): Verdict => ({
    ...observedVerdict(observation, kind, reason, against),
    measured: { of: guardrail.of, value },
  });
  const { atLeast, clearAt } = guardrail;
  if (tracked === null) return answer('error', 'keyResultUnknown', atLeast, null);
  const obstacle = obstacleOf(observation, freshness, guardrail.minimumEvents);
  if (obstacle) return answer(obstacle.kind, obstacle.reason, atLeast, null);
  if (!tracked.running) return answer('tooFew', 'goalNotRunning', atLeast, null);
  const number = guardrail.of === 'pace' ? tracked.pace : tracked.probability;
  if (number === null)
    return answer('tooFew', guardrail.of === 'pace' ? 'goalNotRunning' : 'forecastMissing', atLeast, null);
  const value = shownNumber(number, 2);
  const held = holdAgainst(value, { side: 'floor', fire: atLeast, clear: clearAt ?? atLeast }, alert);
  return answer(held.kind, held.reason, held.against, value);
}

import Big from 'big.js';
import type { Observation } from '../metric/observation.js';
import { shownDifference } from '../metric/shown-value.js';
import type { ChangeGuardrail, Measured, Verdict, VerdictKind, VerdictReason } from './guardrail.js';
import { holdAgainst, type JudgedAlert } from './hold-against.js';
import { limitOf } from './limit-of.js';
import { observedVerdict, obstacleOf, type JudgedFreshness } from './observed-verdict.js';

export interface ChangeInput {
  readonly guardrail: ChangeGuardrail;
  readonly observation: Observation;
  /** The comparable period before, by the same version of the definition. */
  readonly previous: Observation;
  /** Decimals of the metric. */
  readonly precision: number;
  readonly freshness: JudgedFreshness;
  readonly alert: JudgedAlert;
}

/** How far back the comparable period lies: the fewest whole weeks that keep both windows apart, so that weekdays meet their like. */
export function comparableDays({ againstDays }: ChangeGuardrail, windowDays: number): number {
  return againstDays ?? Math.ceil(windowDays / 7) * 7;
}

/**
 * Judges how a value changed against the previous comparable period (semantics §7): in per cent of the previous value, one decimal, or by
 * their difference in the metric's unit. Both are reckoned from the shown values, so that what stands in a sentence adds up. A previous
 * period without a value is `noData`; one with too few events, or of 0 where per cent of it are asked for, is `tooFew`.
 */
export function evaluateChange(input: ChangeInput): Verdict {
  const { guardrail, observation, previous, freshness } = input;
  const limit = limitOf(guardrail);
  const answer = (kind: VerdictKind, reason: VerdictReason, against: string, value: string | null): Verdict => ({
    ...observedVerdict(observation, kind, reason, against),
    measured: measuredOf(guardrail, value, previous),
  });
  const obstacle = obstacleOf(observation, freshness, guardrail.minimumEvents) ?? obstacleBefore(input);
  if (obstacle) return answer(obstacle.kind, obstacle.reason, limit.fire, null);
  const change = changeOf(input);
  if (change === null) return answer('tooFew', 'previousZero', limit.fire, null);
  const held = holdAgainst(change, limit, input.alert);
  return answer(held.kind, held.reason, held.against, change);
}

function obstacleBefore({ guardrail, previous }: ChangeInput) {
  const before = obstacleOf(previous, { stale: false, backfillRunning: false }, guardrail.minimumEvents);
  return before?.kind === 'noData' ? ({ kind: 'noData', reason: 'previousAbsent' } as const) : before;
}

function changeOf({ guardrail, observation, previous, precision }: ChangeInput): string | null {
  const difference = shownDifference(observation.value, previous.value, precision);
  if (guardrail.of === 'absolute' || difference === null || previous.value === null) return difference;
  const before = new Big(previous.value);
  if (before.eq(0)) return null;
  return new Big(difference).times(100).div(before.abs()).round(1, Big.roundHalfUp).toFixed(1);
}

function measuredOf({ of }: ChangeGuardrail, value: string | null, previous: Observation): Measured {
  return {
    of: of === 'relative' ? 'changeRelative' : 'changeAbsolute',
    value,
    previous: previous.value,
    previousStart: previous.start,
    previousEnd: previous.end,
  };
}

import Big from 'big.js';
import type { Direction } from '../metric/definition.js';
import type { Observation } from '../metric/observation.js';
import { burnFactor } from './guardrail-rule.js';
import type { BurnGuardrail, BurnWindows, Verdict, VerdictKind, VerdictReason } from './guardrail.js';
import { observedVerdict, obstacleOf, type JudgedFreshness } from './observed-verdict.js';

/** The two windows of a pair, both ending with the complete data. */
export interface BurnPair {
  readonly windows: BurnWindows;
  readonly long: Observation;
  readonly short: Observation;
}

export interface BurnInput {
  readonly guardrail: BurnGuardrail;
  /** At least one. */
  readonly pairs: readonly BurnPair[];
  /** `up`: the metric counts good events of all, `down`: bad ones. */
  readonly direction: Direction;
  readonly freshness: JudgedFreshness;
}

interface Burning {
  readonly pair: BurnPair;
  readonly long: Big;
  readonly short: Big;
  readonly factor: Big;
  /** The lower of both rates by the factor: above 1 it burns. */
  readonly share: Big;
}

/**
 * Judges how fast the error budget of an objective p is used up (semantics §3): burn rate = error ratio ÷ (1 − p), over a long and a short
 * window. It breaks when both are above the factor of their pair; equal is inside. The pair that is told of is the one that is furthest
 * beyond its factor, or nearest to it. A long window with fewer events than asked for is `tooFew`; so is one with a short window without
 * events. Rates are shown, and judged, with two decimals. Throws for an input without pairs.
 */
export function evaluateBurn({ guardrail, pairs, direction, freshness }: BurnInput): Verdict {
  const [first] = pairs;
  if (first === undefined) throw new Error(`Guardrail "${guardrail.id}" has no windows to judge.`);
  const rated: Burning[] = [];
  let obstacle: ReturnType<typeof obstacleOf> = null;
  for (const pair of pairs) {
    const found = obstacleOf(pair.long, freshness, guardrail.minimumEvents) ?? obstacleOf(pair.short, freshness, 0);
    const burning = found === null ? burningOf(guardrail, pair, direction) : null;
    if (burning) rated.push(burning);
    else obstacle ??= found ?? { kind: 'tooFew', reason: 'belowMinimumEvents' };
  }
  const [worst] = rated.sort((a, b) => b.share.cmp(a.share));
  if (worst === undefined)
    return told(guardrail, first, obstacle?.kind ?? 'noData', obstacle?.reason ?? 'periodAbsent', null);
  const burns = worst.share.gt(1);
  return told(guardrail, worst.pair, burns ? 'breached' : 'ok', burns ? 'budgetBurning' : 'budgetHeld', worst);
}

function burningOf(guardrail: BurnGuardrail, pair: BurnPair, direction: Direction): Burning | null {
  const allowed = new Big(100).minus(guardrail.objective).div(100);
  const [long, short] = [pair.long, pair.short].map((window) => rateOf(window, direction, allowed));
  if (!long || !short) return null;
  const factor = new Big(burnFactor(pair.windows, guardrail.budgetDays));
  return { pair, long, short, factor, share: (long.lt(short) ? long : short).div(factor) };
}

function rateOf({ numerator, denominator }: Observation, direction: Direction, allowed: Big): Big | null {
  if (numerator === null || denominator === null || new Big(denominator).eq(0)) return null;
  const counted = new Big(numerator).div(denominator);
  const bad = direction === 'up' ? new Big(1).minus(counted) : counted;
  return bad.div(allowed).round(2, Big.roundHalfUp);
}

function told(
  guardrail: BurnGuardrail,
  pair: BurnPair,
  kind: VerdictKind,
  reason: VerdictReason,
  rates: Burning | null,
): Verdict {
  const { longDays, shortDays } = pair.windows;
  return {
    ...observedVerdict(pair.long, kind, reason, burnFactor(pair.windows, guardrail.budgetDays)),
    measured: {
      of: 'burnRate',
      value: rates?.long.toFixed(2) ?? null,
      short: rates?.short.toFixed(2) ?? null,
      longDays,
      shortDays,
      objective: guardrail.objective,
    },
  };
}

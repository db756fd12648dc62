import type { Observation } from '../metric/observation.js';
import { shownNumber } from '../metric/shown-value.js';
import { specialCauses } from '../metric/special-cause.js';
import type { SpecialCauseGuardrail, Verdict, VerdictKind, VerdictReason } from './guardrail.js';
import { observedVerdict, obstacleOf, type JudgedFreshness } from './observed-verdict.js';

export interface SpecialCauseInput {
  readonly guardrail: SpecialCauseGuardrail;
  /** Periods that follow each other without overlap from the first day of the baseline on, oldest first; the last one is judged. */
  readonly points: readonly Observation[];
  /** The period to name when there is no point yet. */
  readonly empty: Observation;
  /** Decimals of the metric. */
  readonly precision: number;
  readonly freshness: JudgedFreshness;
}

/**
 * Judges the latest settled point by the rules for special causes (semantics §7; `specialCauses`). The baseline is the first points since
 * `baselineFrom` and stays what it is: only a change of the guardrail moves it. Points that are not settled, have no value or fewer events
 * than asked for are no points. A side that does not count is ordinary variation. While the baseline itself is not whole, and when the
 * latest settled period has too few events, the verdict is `tooFew`.
 */
export function evaluateSpecialCause(input: SpecialCauseInput): Verdict {
  const { guardrail, points, precision, freshness } = input;
  const settled = points.filter(({ state }) => state === 'settled');
  const latest = settled.at(-1) ?? points.at(-1) ?? input.empty;
  const wanted = guardrail.baselinePoints ?? 12;
  const usable = settled.filter(({ value, n }) => value !== null && n >= guardrail.minimumEvents);
  const causes = specialCauses(
    usable.map(({ value }) => Number(value)),
    { baselinePoints: wanted },
  );
  const answer = (kind: VerdictKind, reason: VerdictReason, side: 'above' | 'below' | null = null): Verdict => {
    if (causes === null) return observedVerdict(latest, kind, reason, null);
    const [mean, lower, upper] = [causes.mean, causes.lower, causes.upper].map((number) =>
      shownNumber(number, precision),
    );
    return {
      ...observedVerdict(latest, kind, reason, (side === 'below' ? lower : side === 'above' ? upper : null) ?? null),
      measured: {
        of: 'specialCause',
        side,
        mean: mean ?? '',
        lower: lower ?? '',
        upper: upper ?? '',
        baselineFrom: guardrail.baselineFrom,
        baselinePoints: causes.baselinePoints,
      },
    };
  };
  // A period that is not settled yet is only waited for, as long as an earlier one can be judged.
  const obstacle = obstacleOf(latest, freshness, guardrail.minimumEvents);
  if (obstacle) return answer(obstacle.kind, obstacle.reason);
  if (causes === null || causes.baselinePoints < wanted || latest.state !== 'settled')
    return answer('tooFew', 'tooFewPoints');
  const signal = usable.length > wanted ? (causes.signals.at(-1) ?? null) : null;
  const counts = guardrail.side ?? 'both';
  if (signal === null || (counts !== 'both' && counts !== signal.side)) return answer('ok', 'ordinaryVariation');
  return answer('breached', signal.rule, signal.side);
}

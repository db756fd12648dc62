import type { Behaviour } from '@tandem/contracts/metrics';

const RECENT_POINTS = 4;

/** Real or noise: what the rules say of the newest weeks. */
export function behaviourMessage(behaviour: Pick<Behaviour, 'points'>): string {
  const signals = behaviour.points.map((point) => point.signal !== null);
  const recent = signals.slice(-RECENT_POINTS).some(Boolean);
  if (recent) return 'A real change, not noise';
  return signals.some(Boolean)
    ? `Settled again: no signal in the last ${RECENT_POINTS} weeks`
    : 'Ordinary variation: no signal';
}

const SIGNALS: Record<NonNullable<Behaviour['points'][number]['signal']>, string> = {
  beyondLimits: 'beyond the limits',
  eightOnOneSide: 'eight in a row on one side of the mean',
  twoOfThree: 'two of three near a limit',
};

export function signalText(signal: Behaviour['points'][number]['signal']): string {
  return signal === null ? '' : SIGNALS[signal];
}

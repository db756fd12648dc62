import type { Behaviour } from '@tandem/contracts/metrics';
import { DAY_MS } from '../../text/time-text.js';
import { BEHAVIOUR_WORDS } from './chart-words.js';

const WEEK_DAYS = 7;

/** Days that each point stands for: a week, or more for a metric with a longer window. */
export function pointDays(behaviour: Pick<Behaviour, 'points'>): number {
  const [first] = behaviour.points;
  return first === undefined ? WEEK_DAYS : Math.round((Date.parse(first.end) - Date.parse(first.start)) / DAY_MS);
}

/** "Weekly values" or "Values of 28 days each". */
export function pointsText(behaviour: Pick<Behaviour, 'points'>): string {
  const days = pointDays(behaviour);
  return days === WEEK_DAYS ? BEHAVIOUR_WORDS.weekly : BEHAVIOUR_WORDS.values(days);
}

/** Real or noise: what the rules say of the newest points, which are the last four weeks, or the last two points of a longer window. */
export function behaviourMessage(behaviour: Pick<Behaviour, 'points'>): string {
  const days = pointDays(behaviour);
  const recentPoints = Math.max(2, Math.round((4 * WEEK_DAYS) / days));
  const signals = behaviour.points.map((point) => point.signal !== null);
  if (signals.slice(-recentPoints).some(Boolean)) return BEHAVIOUR_WORDS.real;
  const weeks = Math.round((recentPoints * days) / WEEK_DAYS);
  return signals.some(Boolean) ? BEHAVIOUR_WORDS.settled(weeks) : BEHAVIOUR_WORDS.noSignal;
}

export function signalText(signal: Behaviour['points'][number]['signal']): string {
  return signal === null ? '' : BEHAVIOUR_WORDS.signals[signal];
}

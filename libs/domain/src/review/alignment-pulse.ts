import type { Side } from '../metric/definition.js';
import { localDateOf } from '../metric/periods.js';

/** What each person answers, 0 (not at all) to 10 (fully). */
export const pulseQuestions = ['sameOutcome', 'toldInTime'] as const;
export type PulseQuestion = (typeof pulseQuestions)[number];
export type PulseAnswer = Readonly<Record<PulseQuestion, number>>;

/** Half a month, as reviews come twice a month. `key` is `2026-11-a` up to the 15th and `2026-11-b` after it; both days inside. */
export interface PulseRound {
  readonly key: string;
  readonly firstDate: string;
  readonly lastDate: string;
}

/** The round that an instant falls into, by the calendar of the organisation. */
export function pulseRoundAt(instant: Date, timeZone: string): PulseRound {
  const date = localDateOf(instant, timeZone);
  return pulseRound(`${date.slice(0, 7)}-${Number(date.slice(8)) <= 15 ? 'a' : 'b'}`);
}

/** A round by its key. Throws a `RangeError` for text that is none. */
export function pulseRound(key: string): PulseRound {
  const [, year, month, half] = /^(\d{4})-(0[1-9]|1[0-2])-([ab])$/.exec(key) ?? [];
  if (year === undefined || month === undefined) {
    throw new RangeError(`"${key}" is not a round of the pulse. Use 2026-11-a for the first half of November.`);
  }
  if (half === 'a') return { key, firstDate: `${year}-${month}-01`, lastDate: `${year}-${month}-15` };
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return { key, firstDate: `${year}-${month}-16`, lastDate: `${year}-${month}-${days}` };
}

/** What was answered on a side; nothing says by whom. */
export interface SidePulse {
  readonly count: number;
  /** Mean of all answers to both questions, 0 to 10; null below the minimum count, so that nobody is told from the others. */
  readonly score: number | null;
  /** The means of the questions; null likewise. */
  readonly answers: PulseAnswer | null;
}

export interface RoundPulse {
  readonly round: PulseRound;
  readonly sides: Readonly<Record<Side, SidePulse>>;
  /** Distance between the scores of the sides; null when one has none. */
  readonly gap: number | null;
}

/**
 * The pulse of a round. A side speaks from `minimum` answers on. Scores have one decimal, and so has their distance, which is that of the scores as shown.
 */
export function pulseOf(
  round: PulseRound,
  answers: readonly (PulseAnswer & { readonly side: Side })[],
  minimum: number,
): RoundPulse {
  const sides = { marketing: sidePulse(answers, 'marketing', minimum), it: sidePulse(answers, 'it', minimum) };
  const [one, other] = [sides.marketing.score, sides.it.score];
  return { round, sides, gap: one === null || other === null ? null : tenths(Math.abs(one - other)) };
}

function sidePulse(
  answers: readonly (PulseAnswer & { readonly side: Side })[],
  side: Side,
  minimum: number,
): SidePulse {
  const own = answers.filter((answer) => answer.side === side);
  if (own.length === 0 || own.length < minimum) return { count: own.length, score: null, answers: null };
  const mean = (question: PulseQuestion) => own.reduce((sum, answer) => sum + answer[question], 0) / own.length;
  const [same, told] = [mean('sameOutcome'), mean('toldInTime')];
  return {
    count: own.length,
    score: tenths((same + told) / 2),
    answers: { sameOutcome: tenths(same), toldInTime: tenths(told) },
  };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

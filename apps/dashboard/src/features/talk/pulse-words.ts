import { catalogue } from '../../text/catalogue.js';
import { localDateText } from '../../text/time-text.js';

/** How well each side says that both work together. */
export const words = catalogue('pulse', {
  title: 'Alignment pulse',
  answered: (round: string) => `You have answered for this round, ${round}.`,
  form: 'Answer the pulse',
  rule: (side: string, round: string, minimum: number) =>
    `${side}, ${round}. 0 not at all, 10 fully. Nothing that is kept says who answered what, and a side is shown from ${minimum} answers on.`,
  sameOutcome: 'We and the other side work for the same outcome.',
  toldInTime: 'I hear in time of what the other side plans.',
  answer: 'Answer',
  none: 'Nobody has answered yet. There are two rounds a month.',
  round: 'Round',
  fromTo: (first: string, last: string) => `${first} to ${last}`,
  answersOf: (side: string) => `${side} (answers)`,
  apart: 'Apart',
  tooFew: 'too few answers',
  isGap: (limit: number) => `More than ${limit} points apart, which is a gap`,
  limit: (limit: number) => `more than ${limit} apart`,
  key: (limit: number) => `Dots: points between the two sides, 0 to 10; triangles: more than ${limit}, a gap.`,
  keyBeside: (limit: number, metric: string) =>
    `Dots: points between the two sides, 0 to 10; triangles: more than ${limit}, a gap; squares: ${metric}, on its own range.`,
  chart:
    'Points between the two sides, round by round. Arrow keys move by a round, with Shift by three months; Home and End jump.',
  table: 'The pulse round by round',
  file: 'the pulse round by round',
  picture: 'Alignment pulse: points between the two sides, round by round',
  source: (key: string, moment: string) => `${key} Answered by people of both sides · drawn ${moment}`,
  beside: 'Metric beside it',
  besideNone: 'Beside no metric',
});

export function roundText({ firstDate, lastDate }: { readonly firstDate: string; readonly lastDate: string }): string {
  return words.fromTo(localDateText(firstDate), localDateText(lastDate));
}

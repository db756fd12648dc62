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
  key: (limit: number) => `Solid: points between the two sides, 0 to 10; line: more than ${limit} is a gap.`,
  keyBeside: (limit: number, metric: string) =>
    `Solid: points between the two sides, 0 to 10; line: more than ${limit} is a gap, thin: ${metric}, on its own range.`,
  beside: 'Metric beside it',
  besideNone: 'Beside no metric',
});

export function roundText({ firstDate, lastDate }: { readonly firstDate: string; readonly lastDate: string }): string {
  return words.fromTo(localDateText(firstDate), localDateText(lastDate));
}

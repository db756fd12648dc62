import { catalogue } from '../../text/catalogue.js';

/** The list of all initiatives. */
export const words = catalogue('initiatives page', {
  lead: 'Ideas of both sides with their case: what the gate says of each, what fits into the capacity, and what came of it.',
  take: 'Take an idea in',
  bring: 'Bring a list in',
  file: 'the initiatives',
  teamWeeks: 'Team-weeks',
  whichAgenda: 'Which agenda',
  bothAgendas: 'Both agendas',
  gateSays: 'What the gate says',
  whatever: 'Whatever the gate says',
  shown: (count: number, all: number) => `${count} of ${all}`,
  discounted: (rate: string) => `discounted at ${rate}% a year`,
  discountedUsual: (rate: string) => `discounted at ${rate}% a year (nobody has decided on another rate)`,
  marginBy: (month: number) => `margin at 0 by month ${month}`,
});

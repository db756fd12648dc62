import { catalogue } from '../../text/catalogue.js';

/** The notice of spent change budgets on the board; the goal's name is a link that stands between the last two texts. */
export const words = catalogue('hold notice', {
  label: 'Spent change budgets',
  hold: 'Hold releases and campaigns:',
  budgetOf: 'the change budget of',
  spentUntil: (day: string) => `is spent until ${day}.`,
});

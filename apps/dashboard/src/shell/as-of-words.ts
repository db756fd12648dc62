import { catalogue } from '../text/catalogue.js';

/** Where a time of knowledge is chosen; what says it stands in the words of the shell. */
export const asOfWords = catalogue('asOf', {
  title: 'As known at',
  explained: 'Shows every page as it would have been read then: late data, corrections and new targets left out.',
  input: (zone: string) => `Date and time (${zone})`,
  show: 'Show',
  notAPast: 'Choose a time that has passed.',
  quick: 'Or at once',
  choices: {
    yesterday: 'End of yesterday',
    lastReview: 'Last review',
    lastMonth: 'End of last month',
    lastQuarter: 'End of last quarter',
  },
});

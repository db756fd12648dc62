import { catalogue } from '../../text/catalogue.js';

/** The economics of an initiative: the curve of its margin, and the same month by month. */
export const words = catalogue('business case', {
  title: 'Business case',
  never: 'The cumulative margin never reaches 0',
  inTime: (month: number, limit: number) =>
    `The cumulative margin reaches 0 in month ${month}, in time for month ${limit}`,
  late: (month: number, limit: number) => `The cumulative margin reaches 0 in month ${month}, after month ${limit}`,
  lostAgain: (reach: string, month: number) => `${reach} and is lost again in month ${month}`,
  inAll: (reach: string, value: string) => `${reach}; in all it is ${value}.`,
  liveNever: 'By the live metric it never does.',
  liveDoes: (month: number) => `By the live metric it does in month ${month}.`,
  key: 'Solid: as promised; dotted: by the live metric.',
  asTable: 'View as table',
  none: 'It has no months yet: nothing is known of what it costs and brings.',
  table: 'The case month by month',
  caption: (currency: string) => `Cost, benefit and cumulative discounted margin of each month, in ${currency}`,
  month: 'Month',
  net: 'Net',
  cumulative: 'Cumulative, discounted',
  rate: (rate: string) => `Month m is discounted by (1 + ${rate}%)^(m/12), as if it fell due at the end of the month.`,
  usualRate: 'Nobody has decided on a rate: this is the usual one.',
});

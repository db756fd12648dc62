import { catalogue } from '../../text/catalogue.js';

/** Settled days that changed afterwards. */
export const RESTATED_WORDS = catalogue('restated', {
  unlisted: {
    open: 'What is open moves on every later day with a late record, so its changes are not listed; “as of” shows what was known.',
    percentileOfMeasurements:
      'Percentiles of measurements are pooled anew with each correction, which is not listed; “as of” shows what was known.',
  },
  title: 'Restatements',
  none: (isDerived: boolean) =>
    isDerived ? 'No settled day of what it is reckoned from has changed.' : 'No settled day has changed.',
  by: (moment: string, version: number) => `${moment}, version ${version}, from`,
  older: 'Older ones are in the API.',
});

import { catalogue } from '../../text/catalogue.js';

export const words = catalogue('restatements', {
  title: 'Restatements',
  since: (moment: string) => `Values that were settled and have changed since ${moment}.`,
  all: 'Values that were settled and changed afterwards, newest first.',
  none: 'Nothing was restated',
  noneSince: 'Every settled value reads today as it did then.',
  noneEver: 'No settled value has ever changed.',
  caption: 'Restated values',
  metric: 'Metric',
  day: 'Day',
  was: 'Was',
  is: 'Is now',
  when: 'Restated',
  by: 'By data of',
  version: (version: number) => `version ${version}`,
  unlisted: 'Not listed:',
  unlistedOpen: 'counts of what is open, which move with every late record',
  unlistedPercentile: 'percentiles of measurements, which are pooled anew',
  more: 'Older ones',
});

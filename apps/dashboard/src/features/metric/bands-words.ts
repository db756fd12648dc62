import { plural, catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';

/** What a survey found of the same measure. */
export const BANDS_WORDS = catalogue('bands', {
  noValue: 'There is no value to place.',
  between: 'The present value lies between the published levels.',
  at: (clusters: readonly string[]) =>
    `The present value lies where the ${clusters.join(' and ')} ${plural(clusters.length, { one: 'cluster', other: 'clusters' })} reported to be.`,
  edition: (month: string) => `Edition of ${month}`,
  caption: 'Levels that the clusters of this edition reported',
  cluster: 'Cluster',
  level: 'Level',
  teams: 'Teams',
  title: 'Among surveyed teams',
  formulaChanged: 'No band: the formula was changed since it was adopted, and measures something else than the survey.',
  together: (count: number) =>
    `The survey asked about one service; this value is that of ${counted(count, 'service')} together.`,
});

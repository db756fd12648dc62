/** Measures of software delivery of which a survey publishes levels; keys of the catalogue. */
export type BandedMetric =
  'deployment-frequency' | 'change-lead-time-median' | 'change-fail-rate' | 'failed-deployment-recovery-time';

/**
 * What one cluster reported of one measure. A range is in hours for times and in deployments per week for the frequency, open at an end that
 * is left out and exclusive above; a level that is one figure has none, for a value of one's own lies in no figure.
 */
export interface ClusterLevel {
  readonly words: string;
  readonly range?: { readonly atLeast?: number; readonly below?: number };
}

export interface DeliveryCluster {
  readonly name: 'elite' | 'high' | 'medium' | 'low';
  /** Share of the respondents, in per cent. */
  readonly share: number;
  readonly levels: Readonly<Record<BandedMetric, ClusterLevel>>;
}

/** What one edition of the survey found. Clusters move from year to year: edition and date belong beside every band. */
export interface DeliveryEdition {
  readonly edition: string;
  /** When it was published, as far as that is known: a month. */
  readonly date: string;
  readonly source: string;
  readonly clusters: readonly DeliveryCluster[];
  /** Why there is no band, where the edition publishes none. */
  readonly note: string | null;
}

const day = 24;
const week = 7 * day;
/** A twelfth of a year, in the units above. */
const month = 730.485;
const weeksInMonth = month / week;

const lessThanADay: ClusterLevel = { words: 'less than a day', range: { atLeast: 1, below: day } };

/**
 * Editions of the DORA survey, newest first. Facts of the reports, in Tandem's own words.
 *
 * In 2024 the clusters share levels: high and medium both recover within a day, and the change fail rate of medium is below that of high. So
 * a value can lie in several bands, and a change fail rate lies in none: its levels are one figure for each cluster, not in their order.
 */
export const deliveryEditions: readonly DeliveryEdition[] = [
  {
    edition: 'DORA, State of AI-assisted Software Development 2025; metrics guide of January 2026',
    date: '2026-01',
    source: 'https://dora.dev/guides/dora-metrics/',
    clusters: [],
    note: 'This edition groups teams by seven profiles of several measures and publishes no levels of single ones, so no band is shown for it.',
  },
  {
    edition: 'DORA, Accelerate State of DevOps 2024',
    date: '2024-10',
    source: 'https://dora.dev/research/2024/dora-report/',
    note: null,
    clusters: [
      {
        name: 'elite',
        share: 19,
        levels: {
          'deployment-frequency': { words: 'on demand, several times a day', range: { atLeast: 7 } },
          'change-lead-time-median': { words: 'less than a day', range: { below: day } },
          'change-fail-rate': { words: '5%' },
          'failed-deployment-recovery-time': { words: 'less than an hour', range: { below: 1 } },
        },
      },
      {
        name: 'high',
        share: 22,
        levels: {
          'deployment-frequency': { words: 'once a day to once a week', range: { atLeast: 1, below: 7 } },
          'change-lead-time-median': { words: 'a day to a week', range: { atLeast: day, below: week } },
          'change-fail-rate': { words: '20%' },
          'failed-deployment-recovery-time': lessThanADay,
        },
      },
      {
        name: 'medium',
        share: 35,
        levels: {
          'deployment-frequency': {
            words: 'once a week to once a month',
            range: { atLeast: 1 / weeksInMonth, below: 1 },
          },
          'change-lead-time-median': { words: 'a week to a month', range: { atLeast: week, below: month } },
          'change-fail-rate': { words: '10%' },
          'failed-deployment-recovery-time': lessThanADay,
        },
      },
      {
        name: 'low',
        share: 25,
        levels: {
          'deployment-frequency': {
            words: 'once a month to once in six months',
            range: { atLeast: 1 / (6 * weeksInMonth), below: 1 / weeksInMonth },
          },
          'change-lead-time-median': { words: 'a month to six months', range: { atLeast: month, below: 6 * month } },
          'change-fail-rate': { words: '40%' },
          'failed-deployment-recovery-time': { words: 'a week to a month', range: { atLeast: week, below: month } },
        },
      },
    ],
  },
];

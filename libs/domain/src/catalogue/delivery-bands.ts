/** Measures of software delivery of which a survey publishes levels; keys of the catalogue. */
export type BandedMetric =
  'deployment-frequency' | 'change-lead-time-median' | 'change-fail-rate' | 'failed-deployment-recovery-time';

/** A level of one measure that answers of one cluster had; open at an end that is left out. Bounds are exclusive above. */
export interface BandRange {
  readonly atLeast?: number;
  readonly below?: number;
}

export interface DeliveryCluster {
  readonly name: 'elite' | 'high' | 'medium' | 'low';
  /** Share of the respondents, in per cent. */
  readonly share: number;
  /** Hours for times, deployments per week for the frequency. A measure without a range of values is left out. */
  readonly ranges: Readonly<Partial<Record<BandedMetric, BandRange>>>;
  /** What the edition states of a measure as one figure instead of a range, in the unit of the metric. */
  readonly levels: Readonly<Partial<Record<BandedMetric, number>>>;
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
        ranges: {
          'deployment-frequency': { atLeast: 7 },
          'change-lead-time-median': { below: day },
          'failed-deployment-recovery-time': { below: 1 },
        },
        levels: { 'change-fail-rate': 5 },
      },
      {
        name: 'high',
        share: 22,
        ranges: {
          'deployment-frequency': { atLeast: 1, below: 7 },
          'change-lead-time-median': { atLeast: day, below: week },
          'failed-deployment-recovery-time': { atLeast: 1, below: day },
        },
        levels: { 'change-fail-rate': 20 },
      },
      {
        name: 'medium',
        share: 35,
        ranges: {
          'deployment-frequency': { atLeast: 1 / weeksInMonth, below: 1 },
          'change-lead-time-median': { atLeast: week, below: month },
          'failed-deployment-recovery-time': { atLeast: 1, below: day },
        },
        levels: { 'change-fail-rate': 10 },
      },
      {
        name: 'low',
        share: 25,
        ranges: {
          'deployment-frequency': { atLeast: 1 / (6 * weeksInMonth), below: 1 / weeksInMonth },
          'change-lead-time-median': { atLeast: month, below: 6 * month },
          'failed-deployment-recovery-time': { atLeast: week, below: month },
        },
        levels: { 'change-fail-rate': 40 },
      },
    ],
  },
];

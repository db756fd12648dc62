import type { MetricDefinition, Unit } from '../metric/definition.js';
import { deliveryEditions, type BandedMetric, type ClusterLevel, type DeliveryCluster } from './delivery-bands.js';
import { followsStandard } from './follows-standard.js';

/** What one edition of the survey found of a measure, and where a value stands among it. */
export interface DeliveryBand {
  readonly edition: string;
  readonly date: string;
  readonly source: string;
  /** Best first. */
  readonly clusters: readonly {
    readonly name: DeliveryCluster['name'];
    /** Of the respondents, in per cent. */
    readonly share: number;
    readonly level: string;
    /** The value lies in the range of this cluster. Clusters can share a range, and a value can lie between them. */
    readonly holdsValue: boolean;
  }[];
  /** Why there is no band where there is none. */
  readonly note: string | null;
}

/** `formulaChanged`: it was adopted from a standard of the survey and measures something else by now. */
export type DeliveryBands =
  | { readonly withheld: null; readonly editions: readonly DeliveryBand[] }
  | { readonly withheld: 'formulaChanged'; readonly editions: readonly [] };

const banded: readonly string[] = [
  'deployment-frequency',
  'change-lead-time-median',
  'change-fail-rate',
  'failed-deployment-recovery-time',
] satisfies BandedMetric[];

/** How many of what the ranges are in (hours, deployments per week) one of the unit is. */
const inRangeUnit: Partial<Record<Unit, number>> = {
  ms: 1 / 3_600_000,
  s: 1 / 3600,
  min: 1 / 60,
  h: 1,
  d: 24,
  '/d': 7,
  '/wk': 1,
};

/**
 * The bands of a shown value, edition by edition, newest first; null for a metric that was not adopted from a standard of the survey. `value`
 * is in the metric's unit; null, or a unit that the survey does not measure in, lies in no band. Pure look-up of dated data.
 */
export function deliveryBandsOf(
  definition: Pick<MetricDefinition, 'standard' | 'unit' | 'formula'>,
  value: string | null,
): DeliveryBands | null {
  const { standard, unit } = definition;
  if (standard === undefined || !banded.includes(standard)) return null;
  if (!followsStandard(definition)) return { withheld: 'formulaChanged', editions: [] };
  const metric = standard as BandedMetric;
  const scale = inRangeUnit[unit];
  const measured = value === null || scale === undefined ? null : Number(value) * scale;
  const editions = deliveryEditions.map(({ clusters, edition, date, source, note }) => {
    const figuresOnly = clusters.length > 0 && clusters.every(({ levels }) => levels[metric].range === undefined);
    return {
      edition,
      date,
      source,
      clusters: clusters.map(({ name, share, levels }) => ({
        name,
        share,
        level: levels[metric].words,
        holdsValue: lies(measured, levels[metric]),
      })),
      note: figuresOnly
        ? 'Stated as one figure for each cluster, and not in the order of the clusters: a value of its own has no band.'
        : note,
    };
  });
  return { withheld: null, editions };
}

function lies(value: number | null, { range }: ClusterLevel): boolean {
  if (value === null || range === undefined) return false;
  return value >= (range.atLeast ?? -Infinity) && value < (range.below ?? Infinity);
}

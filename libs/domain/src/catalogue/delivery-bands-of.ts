import type { MetricDefinition, Unit } from '../metric/definition.js';
import { deliveryEditions, type BandedMetric, type BandRange, type DeliveryCluster } from './delivery-bands.js';

/** Where a value stands among what one edition of the survey found. */
export interface DeliveryBand {
  readonly edition: string;
  readonly date: string;
  readonly source: string;
  /** The clusters whose range the value lies in: none, one, or several that share a level. */
  readonly clusters: readonly DeliveryCluster['name'][];
  /** What each cluster reported, where the edition states a figure instead of a range; in per cent. */
  readonly levels: readonly { readonly cluster: DeliveryCluster['name']; readonly value: number }[];
  /** Why there is no band where there is none. */
  readonly note: string | null;
}

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
  '%': 1,
};

/**
 * The bands of a shown value, edition by edition, newest first: of metrics adopted from the catalogue that the survey knows; empty for any
 * other. `value` is in the metric's unit; null, or a unit that the survey does not measure in, lies in no band. Pure look-up of dated data.
 */
export function deliveryBandsOf(
  { standard, unit }: Pick<MetricDefinition, 'standard' | 'unit'>,
  value: string | null,
): DeliveryBand[] {
  if (standard === undefined || !banded.includes(standard)) return [];
  const metric = standard as BandedMetric;
  const scale = inRangeUnit[unit];
  const measured = value === null || scale === undefined ? null : Number(value) * scale;
  return deliveryEditions.map(({ edition, date, source, clusters, note }) => {
    const levels = clusters.flatMap(({ name, levels: stated }) => {
      const level = stated[metric];
      return level === undefined ? [] : [{ cluster: name, value: level }];
    });
    return {
      edition,
      date,
      source,
      clusters: clusters.filter(({ ranges }) => lies(measured, ranges[metric])).map(({ name }) => name),
      levels,
      note: levels.length
        ? 'Stated as one figure for each cluster, and not in the order of the clusters: a value of its own has no band.'
        : note,
    };
  });
}

function lies(value: number | null, range: BandRange | undefined): boolean {
  if (value === null || range === undefined) return false;
  return value >= (range.atLeast ?? -Infinity) && value < (range.below ?? Infinity);
}

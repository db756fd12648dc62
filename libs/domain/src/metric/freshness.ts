import { startOfDay } from './periods.js';

/** What is left of what a metric is counted from. */
export interface KeptTime {
  /** Periods that begin earlier have no value any more; null: all that were collected have. */
  readonly valuesFrom: Date | null;
  /** Records of earlier times have been removed, though their values may stand. */
  readonly recordsFrom: Date | null;
  /** What was known earlier has been removed: a question about an earlier time has no answer. */
  readonly pastFrom: Date | null;
}

/** How far the data of a metric reaches, and whether it is late. */
export interface MetricFreshness {
  /** End of what was collected, exclusive, at a local midnight; null when nothing was. */
  readonly dataTo: Date | null;
  readonly dataFrom: Date | null;
  /** End of what every source has delivered, to the instant; null when at least one has delivered nothing. */
  readonly collectedTo: Date | null;
  readonly lastSyncAt: Date | null;
  readonly expectedEveryMs: number;
  readonly stale: boolean;
  /** With the beginning of what was ever collected: what never was there has not been removed either. */
  readonly kept: KeptTime & { readonly collectedFrom: Date | null };
  /** A first import is running: numbers are not whole yet and are not judged. */
  readonly backfillRunning: boolean;
  readonly connections: readonly { readonly id: string; readonly name: string }[];
}

/** What the sources of a metric have collected. */
export interface CollectedTime {
  /** Half-open time that every source covers; null when at least one has delivered nothing yet, or when not everything is counted. */
  readonly from: Date | null;
  readonly to: Date | null;
  readonly lastSyncAt: Date | null;
  /** The slowest of the sources sets what is expected. */
  readonly expectedEveryMs: number;
  /** Whether all records are counted; until then the metric answers nothing rather than a part. */
  readonly isCounted: boolean;
  readonly kept: KeptTime;
  readonly backfillRunning: boolean;
  readonly connections: readonly { readonly id: string; readonly name: string }[];
}

/**
 * Complete data ends at a local midnight that has passed by `asOf`. It is stale when that is more than twice the expected interval ago
 * (interface guide, states).
 */
export function freshnessAt(collected: CollectedTime, asOf: Date, timeZone: string): MetricFreshness {
  const lastMidnight = startOfDay(asOf, timeZone);
  const covered = collected.to && startOfDay(collected.to, timeZone);
  const end = covered && (covered < lastMidnight ? covered : lastMidnight);
  const dataTo = end && collected.from && end > collected.from ? end : null;
  const { valuesFrom: left } = collected.kept;
  const valuesFrom = left && collected.from && left > collected.from ? left : null;
  return {
    dataTo,
    dataFrom: valuesFrom ?? collected.from,
    collectedTo: collected.to,
    kept: { ...collected.kept, valuesFrom, collectedFrom: collected.from },
    lastSyncAt: collected.lastSyncAt,
    expectedEveryMs: collected.expectedEveryMs,
    stale: dataTo !== null && lastMidnight.getTime() - dataTo.getTime() > 2 * collected.expectedEveryMs,
    backfillRunning: collected.backfillRunning,
    connections: collected.connections,
  };
}

/**
 * How far a formula over metrics reaches: no further than each of its inputs, and late as soon as one of them is. `followedAt` ends the time
 * of a version that was followed.
 */
export function freshnessOfAll(
  inputs: readonly MetricFreshness[],
  followedAt: Date | undefined,
  timeZone: string,
): MetricFreshness {
  const limit = followedAt === undefined ? [] : [startOfDay(followedAt, timeZone)];
  const dataTo = extreme(Math.min, [...inputs.map((input) => input.dataTo), ...limit]);
  const dataFrom = extreme(
    Math.max,
    inputs.map((input) => input.dataFrom),
  );
  const syncs = inputs.flatMap(({ lastSyncAt }) => lastSyncAt ?? []);
  return {
    dataTo: dataTo && dataFrom && dataTo > dataFrom ? dataTo : null,
    dataFrom,
    collectedTo: extreme(Math.min, [...inputs.map((input) => input.collectedTo), ...(followedAt ? [followedAt] : [])]),
    lastSyncAt: extreme(Math.max, syncs),
    expectedEveryMs: Math.max(...inputs.map(({ expectedEveryMs }) => expectedEveryMs), 0),
    stale: inputs.some(({ stale }) => stale),
    kept: {
      valuesFrom: latestKept(inputs, 'valuesFrom'),
      recordsFrom: latestKept(inputs, 'recordsFrom'),
      pastFrom: latestKept(inputs, 'pastFrom'),
      collectedFrom: latestKept(inputs, 'collectedFrom'),
    },
    backfillRunning: inputs.some(({ backfillRunning }) => backfillRunning),
    connections: [...new Map(inputs.flatMap(({ connections }) => connections).map((one) => [one.id, one])).values()],
  };
}

function latestKept(inputs: readonly MetricFreshness[], of: keyof MetricFreshness['kept']): Date | null {
  const times = inputs.flatMap(({ kept }) => kept[of]?.getTime() ?? []);
  return times.length === 0 ? null : new Date(Math.max(...times));
}

/** null without dates, and as soon as one of them is not known. */
function extreme(choose: (...times: number[]) => number, dates: readonly (Date | null)[]): Date | null {
  const times = dates.flatMap((date) => date?.getTime() ?? []);
  return times.length === 0 || times.length < dates.length ? null : new Date(choose(...times));
}

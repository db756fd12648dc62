import { breakdown, type BreakdownOrder, type BreakdownRow } from '@tandem/domain/metric/breakdown';
import type { MetricVersion } from '@tandem/domain/metric/metric-version';
import { currentWindow, windowBefore } from '@tandem/domain/metric/series';
import { readMetric, type ReadingDependencies } from './metric-reading.js';
import { metricSummary } from './metric-summary.js';

export interface ReadBreakdownRequest {
  readonly key: string;
  readonly by: string;
  readonly days?: number | undefined;
  readonly top?: number | undefined;
  readonly order: BreakdownOrder;
  readonly asKnownAt?: string | undefined;
}

/** A metric's change split by one dimension; where the kind adds up, the parts add up to the printed change. */
export function readBreakdown(dependencies: ReadingDependencies) {
  return async (request: ReadBreakdownRequest) => {
    const { key, by, asKnownAt } = request;
    // The two windows alone: many slices have many days.
    const lastDays = (versions: readonly MetricVersion[]) =>
      2 * (request.days ?? Math.max(...versions.map(({ definition: { windowDays } }) => windowDays)));
    const [whole, sliced] = await Promise.all([
      readMetric(dependencies, { key, asKnownAt, lastDays }),
      readMetric(dependencies, { key, by, asKnownAt, lastDays }),
    ]);
    const { definition } = whole;
    const { timeZone } = whole.series.calendar;
    const days = request.days ?? definition.windowDays;
    const window = currentWindow(whole.series, days);
    const found = breakdown(whole.series, sliced.series, {
      window,
      before: windowBefore(window, days, timeZone),
      days,
      top: request.top,
      order: request.order,
    });
    const { n } = found.whole.current;
    return {
      metric: metricSummary(definition, whole.series.freshness),
      version: whole.version,
      timeZone,
      asKnownAt: whole.asKnownAt?.toISOString() ?? null,
      by: request.by,
      days,
      orderedBy: found.orderedBy,
      decomposition: found.decomposition,
      ...shownRow(found.whole, n),
      slices: found.slices.map((slice) => ({ value: slice.value, ...shownRow(slice, n) })),
      other: found.other && { count: found.other.count, ...shownRow(found.other, n) },
    };
  };
}

function shownRow({ current, previous, delta, contribution, effects, fewEvents }: BreakdownRow, wholeN: number) {
  return {
    share: wholeN > 0 ? ((100 * current.n) / wholeN).toFixed(1) : null,
    current,
    previous,
    delta,
    contribution,
    rateEffect: effects?.rate ?? null,
    mixEffect: effects?.mix ?? null,
    fewEvents,
  };
}

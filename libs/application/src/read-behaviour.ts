import { valueBounds } from '@tandem/domain/goal/value-bounds';
import type { MetricSeries } from '@tandem/domain/metric/series';
import { shownNumber } from '@tandem/domain/metric/shown-value';
import { specialCauses } from '@tandem/domain/metric/special-cause';
import { readMetric, type ReadingDependencies } from './metric-reading.js';
import { metricSummary } from './metric-summary.js';
import { behaviourPoints } from './track-goals.js';

/** The process behaviour chart by itself, as the metric page shows it. */
export function readBehaviour(dependencies: ReadingDependencies) {
  return async (request: { readonly key: string; readonly asKnownAt?: string | undefined }) => {
    const { definition, version, series, asKnownAt } = await readMetric(dependencies, request);
    return {
      metric: metricSummary(definition, series.freshness),
      version,
      timeZone: series.calendar.timeZone,
      asKnownAt: asKnownAt?.toISOString() ?? null,
      behaviour: behaviourOf(series),
    };
  };
}

/** Settled values between their natural limits, each with the rule that takes it for a signal; null with too little history. */
export function behaviourOf(series: MetricSeries) {
  const points = behaviourPoints(series);
  const causes = specialCauses(points.map(({ value }) => Number(value)));
  if (causes === null) return null;
  const bounds = valueBounds(series.definition);
  // A limit that the metric cannot reach would be drawn where nothing can ever be.
  const possible = (value: number) => Math.min(bounds.upper ?? Infinity, Math.max(bounds.lower ?? -Infinity, value));
  const shown = (value: number) => shownNumber(possible(value), series.definition.precision);
  return {
    mean: shown(causes.mean),
    lower: shown(causes.lower),
    upper: shown(causes.upper),
    baselinePoints: causes.baselinePoints,
    points: points.map(({ start, end, value }, index) => ({
      start,
      end,
      value: value ?? '',
      signal: causes.signals[index]?.rule ?? null,
    })),
  };
}

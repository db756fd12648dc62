import { contributions } from '@tandem/domain/metric/contribution';
import type { Observation } from '@tandem/domain/metric/observation';
import { currentWindow, observationOf, observationsOf, windowBefore } from '@tandem/domain/metric/series';
import { shownDifference } from '@tandem/domain/metric/shown-value';
import { readMetric, type ReadingDependencies } from './metric-reading.js';
import { metricSummary } from './metric-summary.js';

/** A metric's change split by one dimension; where the kind adds up, the parts add up to the printed change. */
export function readBreakdown(dependencies: ReadingDependencies) {
  return async (request: { key: string; by: string; days?: number | undefined; asKnownAt?: string | undefined }) => {
    const [whole, sliced] = await Promise.all([
      readMetric(dependencies, { key: request.key, asKnownAt: request.asKnownAt }),
      readMetric(dependencies, request),
    ]);
    const { definition } = whole;
    const days = request.days ?? definition.windowDays;
    const window = currentWindow(whole.series, days);
    const before = windowBefore(window, days, whole.series.calendar.timeZone);
    const current = observationOf(whole.series, window);
    const previous = observationOf(whole.series, before);
    const pairs = pairSlices(
      observationsOf(sliced.series, [before]),
      observationsOf(sliced.series, [window]),
      request.by,
    );
    const parts = contributions(
      definition,
      pairs.map(({ value, before: from, after: to }) => ({ key: value, before: from, after: to })),
      { periodDays: { before: days, after: days } },
    );
    const share = (n: number) => (current.n > 0 ? ((100 * n) / current.n).toFixed(1) : null);
    return {
      metric: metricSummary(definition, whole.series.freshness),
      version: whole.version,
      timeZone: whole.series.calendar.timeZone,
      asKnownAt: whole.asKnownAt?.toISOString() ?? null,
      by: request.by,
      days,
      current,
      previous,
      delta: shownDifference(current.value, previous.value, definition.precision),
      slices: pairs.map(({ value, before: from, after: to }, index) => ({
        value,
        share: share(to.n),
        current: to,
        delta: shownDifference(to.value, from.value, definition.precision),
        contribution: parts?.contributions[index]?.contribution ?? null,
      })),
    };
  };
}

function pairSlices(before: readonly Observation[], after: readonly Observation[], by: string) {
  const valueOf = (observation: Observation) => observation.dimensions[by] ?? '';
  return after
    .flatMap((observation) => {
      const value = valueOf(observation);
      const earlier = before.find((candidate) => valueOf(candidate) === value);
      return earlier ? [{ value, before: earlier, after: observation }] : [];
    })
    .filter((pair) => pair.before.n > 0 || pair.after.n > 0 || hasNumerator(pair.before) || hasNumerator(pair.after))
    .sort((a, b) => b.after.n - a.after.n || a.value.localeCompare(b.value));
}

function hasNumerator(observation: Observation): boolean {
  return observation.numerator !== null && observation.numerator !== '0';
}

import type { EffectBaseline } from '@tandem/domain/decision/decision';
import type { EffectReading } from '@tandem/domain/decision/grade-effect';
import { canonicalFormula } from '@tandem/domain/metric/canonical-formula';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { addDays } from '@tandem/domain/metric/periods';
import { currentWindow, observationOf, type MetricSeries } from '@tandem/domain/metric/series';

/** What the metric shows now, with how it was counted: what a promise is measured from. */
export function baselineOf(series: MetricSeries, now: Date): EffectBaseline {
  const { value, version, start, end, state } = observationOf(series, currentWindow(series));
  return { value, version, start, end, state, knownAt: now.toISOString() };
}

/** What the metric shows over its own window up to the end of a day. */
export function readingAt(
  series: MetricSeries,
  end: Date,
  baseline: Pick<EffectBaseline, 'version'> | null,
): EffectReading {
  const start = addDays(end, -series.definition.windowDays, series.calendar.timeZone);
  const { value, version, state, ...period } = observationOf(series, { start, end });
  const sameDefinition = baseline === null || countsTheSame(series, baseline.version, version);
  return { value, version, state, start: period.start, end: period.end, sameDefinition };
}

function countsTheSame({ versions }: MetricSeries, before: number, after: number): boolean {
  if (before === after) return true;
  const [one, other] = [before, after].map((wanted) => versions.find(({ version }) => version === wanted)?.definition);
  return one !== undefined && other !== undefined && meaning(one) === meaning(other);
}

function meaning({ formula, unit, windowDays }: MetricDefinition): string {
  return `${canonicalFormula(formula)} ${unit} ${windowDays}`;
}

import { observationsOfSlice, currentWindow, slicesOf, type MetricSeries } from '../metric/series.js';
import { usualMostSlices, type Guardrail } from './guardrail.js';

export interface JudgedSlices {
  /** Values of the dimension that are judged, in order of their names; '' alone for a guardrail on the whole. */
  readonly judged: readonly string[];
  /** How many values with data in the window there are beyond the limit; they are not judged, and the guardrail says so. */
  readonly left: number;
}

/**
 * Which values of its dimension a guardrail judges. Those with an open alert always are, so that none is left firing; then those with the
 * most events in the window, up to the limit; of equals the first by name. A value without events in the window and without an open alert
 * is not judged: there is nothing to judge.
 *
 * @param open values whose alert is open
 */
export function judgedSlices(
  guardrail: Pick<Guardrail, 'by' | 'mostSlices' | 'windowDays'>,
  series: MetricSeries,
  open: readonly string[],
): JudgedSlices {
  if (guardrail.by === undefined) return { judged: [''], left: 0 };
  const window = currentWindow(series, guardrail.windowDays);
  const kept = new Set(open);
  const others = slicesOf(series)
    .filter((slice) => !kept.has(slice))
    .map((slice) => ({ slice, n: observationsOfSlice(series, slice, [window])[0]?.n ?? 0 }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n || (a.slice < b.slice ? -1 : 1));
  const room = Math.max(0, (guardrail.mostSlices ?? usualMostSlices) - kept.size);
  const judged = [...kept, ...others.slice(0, room).map(({ slice }) => slice)].sort();
  return { judged, left: Math.max(0, others.length - room) };
}

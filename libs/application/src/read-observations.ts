import type { Grain } from '@tandem/domain/metric/definition';
import type { Observation } from '@tandem/domain/metric/observation';
import { addDays, periodsBetween, type Period } from '@tandem/domain/metric/periods';
import {
  currentWindow,
  observationsOf,
  observationsOfSlice,
  slicesOf,
  trailingWindows,
  type MetricSeries,
} from '@tandem/domain/metric/series';
import { InvalidInput } from './input-errors.js';
import { readMetric, type ReadingDependencies } from './metric-reading.js';
import { metricSummary } from './metric-summary.js';
import { readSlice } from './read-slice.js';
import { readTime } from './read-time.js';

export interface ReadObservationsRequest {
  readonly key: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly grain: Grain;
  readonly window?: number | undefined;
  readonly by?: string | undefined;
  /** Only one slice, `priority:2 - High`. */
  readonly slice?: string | undefined;
  readonly asKnownAt?: string | undefined;
}

const usualDays = 91;
const mostPoints = 20_000;
const daysOf: Readonly<Record<Grain, number>> = { day: 1, week: 7, month: 28, quarter: 90, year: 365 };

/** The values of a metric over time: whole calendar periods, or a trailing window day by day. */
export function readObservations(dependencies: ReadingDependencies) {
  return async (request: ReadObservationsRequest) => {
    if (request.window !== undefined && request.grain !== 'day') {
      throw new InvalidInput([{ field: 'window', reason: 'A trailing window goes with grain=day only.' }]);
    }
    const slice = request.slice === undefined ? undefined : readSlice(request.slice);
    if (slice && request.by !== undefined && request.by !== slice.dimension) {
      throw new InvalidInput([{ field: 'by', reason: `The slice is one of "${slice.dimension}": leave "by" out.` }]);
    }
    const { definition, version, series, asKnownAt } = await readMetric(
      dependencies,
      slice ? { ...request, by: slice.dimension } : request,
      { by: slice ? 'slice' : 'by' },
    );
    const { from, to } = readRange(series, request);
    const slices = slice ? 1 : Math.max(1, slicesOf(series).length);
    const estimate = ((to.getTime() - from.getTime()) / 86_400_000 / daysOf[request.grain]) * slices;
    if (estimate > mostPoints) {
      const reason = `This asks for about ${Math.round(estimate)} points; at most ${mostPoints} are answered. Shorten the time or coarsen the grain.`;
      throw new InvalidInput([{ field: 'from', reason }]);
    }
    const periods = periodsOf(series, from, to, request);
    const points = slice ? observationsOfSlice(series, slice.value, periods) : observationsOf(series, periods);
    return {
      metric: metricSummary(definition, series.freshness),
      version,
      timeZone: series.calendar.timeZone,
      from: (periods[0]?.start ?? from).toISOString(),
      to: (periods.at(-1)?.end ?? to).toISOString(),
      grain: request.grain,
      window: request.window ?? null,
      by: series.by,
      asKnownAt: asKnownAt?.toISOString() ?? null,
      versions: answering(series, points),
      points,
    };
  };
}

function answering({ versions }: MetricSeries, points: readonly Observation[]) {
  const answered = new Set(points.map(({ version }) => version));
  return versions
    .filter(({ version }) => answered.has(version))
    .map(({ version, validFrom, definition: { unit, precision } }) => {
      return { version, validFrom: validFrom.toISOString(), unit, precision };
    });
}

/** Without bounds: the 13 weeks up to the end of the complete data. */
export function readRange(
  series: MetricSeries,
  request: { readonly from?: string | undefined; readonly to?: string | undefined },
): { from: Date; to: Date } {
  const { timeZone } = series.calendar;
  const to = request.to === undefined ? currentWindow(series).end : readTime('to', request.to, timeZone);
  const from =
    request.from === undefined ? addDays(to, -usualDays, timeZone) : readTime('from', request.from, timeZone);
  if (from >= to) throw new InvalidInput([{ field: 'to', reason: '"to" is exclusive and must be later than "from".' }]);
  return { from, to };
}

function periodsOf(series: MetricSeries, from: Date, to: Date, request: ReadObservationsRequest): Period[] {
  return request.window === undefined
    ? periodsBetween(from, to, request.grain, series.calendar)
    : trailingWindows(series, from, to, request.window);
}

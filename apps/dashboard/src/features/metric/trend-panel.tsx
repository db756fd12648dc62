import type { Grain } from '@tandem/contracts/common';
import type { MetricPage, ObservationsAnswer } from '@tandem/contracts/metrics';
import { useMemo } from 'react';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { useParams } from '../../navigation/use-params.js';
import { localDateOf, plusDays } from '../../text/time-text.js';
import { Trouble } from '../../ui/trouble.js';
import type { ChartContext } from './chart-context.js';
import { chartHeight } from './chart-geometry.js';
import { chartMessage } from './chart-message.js';
import { chartModel } from './chart-model.js';
import { previousRange } from './chart-range.js';
import { TrendChart } from './trend-chart.js';
import { TrendTable } from './trend-table.js';
import { useWidth } from './use-width.js';

type Entry = MetricPage['keyResults'][number];

export interface TrendPanelProps {
  readonly page: MetricPage;
  readonly entry: Entry | null;
  readonly grain: Grain;
  readonly nowMs: number;
}

const LONGEST_PARTIAL_DAYS = 8;
const NO_POINTS: ObservationsAnswer['points'] = [];

/** The questions behind the chart: the line, the single days up to today, and the equal period before. */
function useSeries({ page, grain, nowMs }: TrendPanelProps) {
  const { params, asOf } = useParams();
  const { key, windowDays } = page.metric;
  const path = `/metrics/${encodeURIComponent(key)}/observations`;
  const daily = grain === 'day';
  const dataTo = localDateOf(page.freshness.dataTo ?? page.current.end, page.timeZone);
  const to = params.get('to') ?? dataTo;
  const from = params.get('from') ?? plusDays(to, -91);
  const window = daily ? windowDays : null;
  const linePath = apiPath(path, { from, to, grain, window, asKnownAt: asOf });
  const line = useResource<ObservationsAnswer>(linePath);
  const tomorrow = plusDays(localDateOf(nowMs, page.timeZone), 1);
  const isToNow = to === dataTo && tomorrow > to && tomorrow <= plusDays(to, LONGEST_PARTIAL_DAYS);
  const singlesTo = isToNow ? tomorrow : to;
  const singles = useResource<ObservationsAnswer>(
    daily && windowDays > 1 ? apiPath(path, { from, to: singlesTo, grain, asKnownAt: asOf }) : null,
  );
  const before = previousRange(from, to);
  const compared = params.get('cmp') !== 'none' && daily;
  const previous = useResource<ObservationsAnswer>(
    compared ? apiPath(path, { from: before.from, to: before.to, grain, window, asKnownAt: asOf }) : null,
  );
  return { line, linePath, singles, previous, shiftDays: before.shiftDays };
}

/** What the marks mean, for those marks that are there. */
function caption({ grain, metric, keyResult, model }: ChartContext): string {
  const days = metric.windowDays;
  const parts = [
    grain === 'day' ? `Line: ${days === 1 ? 'single days' : `${days} days to each day`}.` : `Line: whole ${grain}s.`,
  ];
  if (model.points.some((point) => point.single !== null)) parts.push('Dots: single days.');
  if (model.path.length > 0) parts.push('Dashed: agreed path.');
  if (keyResult?.kind === 'stay') parts.push('Dashed: limit to hold.');
  if (keyResult?.forecast) parts.push('Cone: 50% and 80% range at the due date.');
  if (model.versionChanges.length > 0)
    parts.push('Dotted upright: another version of the definition answers from there.');
  const foreign = new Set(model.points.flatMap((point) => point.foreign?.unit ?? []));
  if (foreign.size > 0) parts.push(`What was counted in ${[...foreign].join(', ')} is in the table.`);
  if (model.points.some((point) => point.previous !== null)) parts.push('Thin: the equal period before.');
  return parts.join(' ');
}

function useContext(props: TrendPanelProps, series: ReturnType<typeof useSeries>): ChartContext {
  const { page, entry, grain } = props;
  const { shiftDays } = series;
  const [line, singles, previous] = [series.line.data, series.singles.data, series.previous.data];
  return useMemo(() => {
    const keyResult = entry?.keyResult ?? null;
    const chosen = page.guardrails.find((rail) => rail.id === keyResult?.guardrail?.id) ?? page.guardrails[0] ?? null;
    const model = chartModel({
      line: line?.points ?? NO_POINTS,
      singles: singles?.points ?? NO_POINTS,
      previous: previous?.points ?? NO_POINTS,
      previousShiftDays: shiftDays,
      keyResult,
      goal: entry?.goal ?? null,
      guardrail: chosen,
      precision: page.metric.precision,
      unit: page.metric.unit,
      versions: [line, singles, previous].flatMap((answer) => answer?.versions ?? []),
      deployments: page.deployments,
      dataTo: page.freshness.dataTo,
    });
    return { model, metric: page.metric, keyResult, guardrail: chosen, timeZone: page.timeZone, grain };
  }, [page, entry, grain, line, singles, previous, shiftDays]);
}

/** The number over time, titled with what the chart shows. */
export function TrendPanel(props: TrendPanelProps) {
  const { page, entry, nowMs } = props;
  const { params, set } = useParams();
  const { ref, width } = useWidth();
  const series = useSeries(props);
  const context = useContext(props, series);
  const asTable = params.get('view') === 'table';
  const height = chartHeight(width || 900);
  const { line } = series;
  const { points } = context.model;
  const isDrawn = points.some((point) => point.value !== null || point.single !== null);
  // What was counted in another unit only has no axis here.
  const hasValues = isDrawn || points.some(({ foreign }) => foreign !== null);
  return (
    <section className="panel px-4 pb-3 pt-3" aria-labelledby="trend">
      <div className="mb-1 flex items-baseline justify-between gap-4">
        <h2 id="trend" className="text-base font-semibold">
          {chartMessage(page, entry?.keyResult ?? null, context.guardrail, nowMs)}
        </h2>
        <button
          type="button"
          className="lnk noprint shrink-0 text-sm"
          onClick={() => set({ view: asTable ? null : 'table' })}
        >
          {asTable ? 'View as chart' : 'View as table'}
        </button>
      </div>
      <p className="mb-1 text-xs text-text-3">{hasValues ? caption(context) : ''}</p>
      <div ref={ref} style={{ minHeight: height }}>
        {line.error && line.data === undefined && <Trouble error={line.error} />}
        {line.data === undefined && !line.error && (
          <p className="late pt-8 text-center text-sm text-text-3" role="status">
            Loading the chart
          </p>
        )}
        {line.data !== undefined && !hasValues && (
          <p className="pt-24 text-center text-sm text-text-3">There are no values in this time. Absent is not zero.</p>
        )}
        {width > 0 &&
          hasValues &&
          line.data !== undefined &&
          (asTable || !isDrawn ? (
            <TrendTable context={context} height={height} path={series.linePath} />
          ) : (
            <TrendChart context={context} width={width} />
          ))}
      </div>
    </section>
  );
}

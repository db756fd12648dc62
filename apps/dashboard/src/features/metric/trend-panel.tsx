import type { Grain } from '@tandem/contracts/common';
import type { MetricPage } from '@tandem/contracts/metrics';
import type { Note } from '@tandem/contracts/notes';
import type { ReactNode } from 'react';
import { useParams } from '../../navigation/use-params.js';
import { ChartTools, useTableView } from '../../ui/chart-tools.js';
import { Trouble } from '../../ui/trouble.js';
import { NumberedNotes } from '../notes/numbered-notes.js';
import { sliceText } from './breakdown-message.js';
import type { ChartContext } from './chart-context.js';
import { chartHeight } from './chart-geometry.js';
import { chartMessage } from './chart-message.js';
import { CHART_WORDS } from './chart-words.js';
import { sourceLine } from './source-line.js';
import { TrendChart } from './trend-chart.js';
import { TrendTable } from './trend-table.js';
import { useChartContext, useChartSeries } from './use-chart-context.js';
import { useWidth } from './use-width.js';
import { TREND_WORDS } from './trend-words.js';

type Entry = MetricPage['keyResults'][number];

export interface TrendPanelProps {
  readonly page: MetricPage;
  readonly entry: Entry | null;
  readonly grain: Grain;
  readonly nowMs: number;
  readonly notes: readonly Note[];
  /** Begins a note on a day; left out where nobody may write. */
  readonly onNote?: ((day: string) => void) | undefined;
  /** What stands below the chart. */
  readonly children?: ReactNode;
}

/** What the marks mean, for those marks that are there. */
function caption({ grain, metric, keyResult, model, events }: ChartContext): string {
  const days = metric.windowDays;
  const parts = [grain === 'day' ? TREND_WORDS.lines.days(days) : TREND_WORDS.lines.whole(grain)];
  if (model.points.some((point) => point.single !== null)) parts.push(TREND_WORDS.lines.dots);
  if (model.path.length > 0) parts.push(TREND_WORDS.lines.path);
  if (keyResult?.kind === 'stay') parts.push(TREND_WORDS.lines.limit);
  if (keyResult?.forecast) parts.push(TREND_WORDS.lines.cone);
  if (model.signals.size > 0) parts.push(CHART_WORDS.rings);
  if (model.versionChanges.length > 0) parts.push(TREND_WORDS.lines.version);
  const foreign = new Set(model.points.flatMap((point) => point.foreign?.unit ?? []));
  if (foreign.size > 0) parts.push(TREND_WORDS.lines.foreign([...foreign].join(', ')));
  if (model.points.some((point) => point.previous !== null)) parts.push(TREND_WORDS.lines.before);
  if (events.deploymentsCut) parts.push(CHART_WORDS.cut);
  return parts.join(' ');
}

interface HeadProps {
  readonly title: string;
  readonly path: string;
  readonly page: MetricPage;
  readonly drawing: () => SVGSVGElement | null;
}

function Head({ title, path, page, drawing }: HeadProps) {
  const { params, set } = useParams();
  return (
    <div className="mb-1 flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
      <h2 id="trend" className="min-w-[16rem] flex-1 text-base font-semibold">
        {title}
      </h2>
      <ChartTools
        view="view"
        file={{
          path,
          label: TREND_WORDS.overTime(page.metric.title),
          image: { drawing, title, source: sourceLine(page), name: `${page.metric.key}-over-time` },
        }}
      >
        {params.has('from') && (
          <button type="button" className="lnk text-sm" onClick={() => set({ from: null, to: null })}>
            {CHART_WORDS.zoomOut}
          </button>
        )}
      </ChartTools>
    </div>
  );
}

function SliceNotice({ slice }: { readonly slice: string }) {
  const { set } = useParams();
  return (
    <p className="mb-1 text-sm text-text-2">
      {CHART_WORDS.only(sliceText(slice))}{' '}
      <button type="button" className="lnk" onClick={() => set({ slice: null })}>
        {CHART_WORDS.wholeAgain}
      </button>
    </p>
  );
}

/** The number over time, titled with what the chart shows. */
export function TrendPanel(props: TrendPanelProps) {
  const { page, entry, grain, nowMs, notes, onNote } = props;
  const { params, set } = useParams();
  const { ref, width } = useWidth();
  const slice = params.get('slice');
  const asked = { page, entry, grain, slice, notes, nowMs };
  const series = useChartSeries(asked);
  const context = useChartContext(asked, series);
  const height = chartHeight(width || 900);
  const { line } = series;
  const { points } = context.model;
  const isDrawn = points.some((point) => point.value !== null || point.single !== null);
  // What was counted in another unit only has no axis here.
  const hasValues = isDrawn || points.some(({ foreign }) => foreign !== null);
  const isTable = useTableView('view');
  const asTable = isTable || (hasValues && !isDrawn);
  const title =
    slice === null
      ? chartMessage(page, entry?.keyResult ?? null, context.guardrail, nowMs)
      : `${page.metric.title}, ${sliceText(slice)}`;
  return (
    <section className="panel px-4 pb-3 pt-3" aria-labelledby="trend">
      <Head
        title={title}
        path={series.linePath}
        page={page}
        drawing={() => ref.current?.querySelector<SVGSVGElement>('figure > svg') ?? null}
      />
      {slice !== null && <SliceNotice slice={slice} />}
      <p className="mb-1 text-xs text-text-3">{hasValues ? caption(context) : ''}</p>
      <div ref={ref} style={{ minHeight: height }}>
        {line.error && line.data === undefined && <Trouble error={line.error} />}
        {line.data === undefined && !line.error && (
          <p className="late pt-8 text-center text-sm text-text-3" role="status">
            {CHART_WORDS.loading}
          </p>
        )}
        {line.data !== undefined && !hasValues && (
          <p className="pt-24 text-center text-sm text-text-3">{CHART_WORDS.empty}</p>
        )}
        {width > 0 &&
          hasValues &&
          line.data !== undefined &&
          (asTable ? (
            <TrendTable context={context} height={height} />
          ) : (
            <TrendChart
              context={context}
              width={width}
              onTime={(from, to) => set({ from, to }, false)}
              onNote={onNote}
            />
          ))}
      </div>
      <NumberedNotes notes={context.events.notes} />
      {props.children}
    </section>
  );
}

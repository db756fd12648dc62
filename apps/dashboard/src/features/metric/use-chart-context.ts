import type { Grain } from '@tandem/contracts/common';
import type { MetricEvents, MetricPage, ObservationsAnswer } from '@tandem/contracts/metrics';
import type { Note } from '@tandem/contracts/notes';
import { useMemo } from 'react';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { useParams } from '../../navigation/use-params.js';
import { localDateOf, plusDays } from '../../text/time-text.js';
import type { ChartContext } from './chart-context.js';
import { chartEvents } from './chart-events.js';
import { chartModel, endOfDateMs } from './chart-model.js';
import { previousRange } from './chart-range.js';

export interface ChartQuestion {
  readonly page: MetricPage;
  readonly entry: MetricPage['keyResults'][number] | null;
  readonly grain: Grain;
  /** Only one slice, `priority:2 - High`; null for the whole. */
  readonly slice: string | null;
  readonly notes: readonly Note[];
  readonly nowMs: number;
}

const LONGEST_PARTIAL_DAYS = 8;
const NO_POINTS: ObservationsAnswer['points'] = [];

/** The questions behind the chart: the line, the single days up to today, the equal period before, and what happened meanwhile. */
export function useChartSeries({ page, grain, slice, entry, nowMs }: ChartQuestion) {
  const { params, asOf } = useParams();
  const { key, windowDays } = page.metric;
  const path = `/metrics/${encodeURIComponent(key)}/observations`;
  const daily = grain === 'day';
  const dataTo = localDateOf(page.freshness.dataTo ?? page.current.end, page.timeZone);
  const to = params.get('to') ?? dataTo;
  const from = params.get('from') ?? plusDays(to, -91);
  const question = { grain, slice, asKnownAt: asOf };
  const window = daily ? windowDays : null;
  const linePath = apiPath(path, { from, to, window, ...question });
  const line = useResource<ObservationsAnswer>(linePath);
  const tomorrow = plusDays(localDateOf(nowMs, page.timeZone), 1);
  const isToNow = to === dataTo && tomorrow > to && tomorrow <= plusDays(to, LONGEST_PARTIAL_DAYS);
  const singles = useResource<ObservationsAnswer>(
    daily && windowDays > 1 ? apiPath(path, { from, to: isToNow ? tomorrow : to, ...question }) : null,
  );
  const before = previousRange(from, to);
  const compared = params.get('cmp') !== 'none' && daily;
  const previous = useResource<ObservationsAnswer>(
    compared ? apiPath(path, { from: before.from, to: before.to, window, ...question }) : null,
  );
  // What is planned until the due date stands in the lanes as well.
  const due = entry && to === dataTo && entry.goal.due >= to ? plusDays(entry.goal.due, 1) : to;
  const events = useResource<MetricEvents>(
    apiPath(`/metrics/${encodeURIComponent(key)}/events`, { from, to: due, asKnownAt: asOf }),
  );
  return { line, linePath, singles, previous, events, shiftDays: before.shiftDays, from, to };
}

/** What all parts of the main chart need to know. Of a slice there is no target, forecast or guardrail: those judge the whole. */
export function useChartContext(asked: ChartQuestion, series: ReturnType<typeof useChartSeries>): ChartContext {
  const { page, entry, grain, slice, notes } = asked;
  const { shiftDays, from, to } = series;
  const [line, singles, previous] = [series.line.data, series.singles.data, series.previous.data];
  const model = useMemo(() => {
    const judged = slice === null ? entry : null;
    return chartModel({
      line: line?.points ?? NO_POINTS,
      singles: singles?.points ?? NO_POINTS,
      previous: previous?.points ?? NO_POINTS,
      previousShiftDays: shiftDays,
      keyResult: judged?.keyResult ?? null,
      goal: judged?.goal ?? null,
      guardrail: slice === null ? chosenGuardrail(page, entry) : null,
      precision: page.metric.precision,
      unit: page.metric.unit,
      versions: [line, singles, previous].flatMap((answer) => answer?.versions ?? []),
      behaviour: slice === null && grain === 'day' ? page.behaviour : null,
      dataTo: page.freshness.dataTo,
    });
  }, [page, entry, slice, grain, line, singles, previous, shiftDays]);
  const events = useMemo(() => {
    const toMs = model.dueMs ?? endOfDateMs(to);
    return chartEvents(series.events.data, notes, { fromMs: endOfDateMs(from), toMs });
  }, [series.events.data, notes, model, from, to]);
  return useMemo(
    () => ({
      model,
      events,
      metric: page.metric,
      keyResult: slice === null ? (entry?.keyResult ?? null) : null,
      guardrail: slice === null ? chosenGuardrail(page, entry) : null,
      timeZone: page.timeZone,
      grain,
    }),
    [model, events, page, entry, slice, grain],
  );
}

function chosenGuardrail(page: MetricPage, entry: ChartQuestion['entry']) {
  const { guardrails } = page;
  return guardrails.find((rail) => rail.id === entry?.keyResult.guardrail?.id) ?? guardrails[0] ?? null;
}

import type { Grain } from '@tandem/contracts/common';
import type { MetricEvents, MetricPage, ObservationsAnswer } from '@tandem/contracts/metrics';
import type { Note } from '@tandem/contracts/notes';
import { useMemo } from 'react';
import { useResource } from '../../api/use-resource.js';
import { useParams } from '../../navigation/use-params.js';
import type { ChartContext } from './chart-context.js';
import { chartEvents } from './chart-events.js';
import { chartModel, endOfDateMs } from './chart-model.js';
import { chartQuestions } from './chart-questions.js';

export interface ChartQuestion {
  readonly page: MetricPage;
  readonly entry: MetricPage['keyResults'][number] | null;
  readonly grain: Grain;
  /** Only one slice, `priority:2 - High`; null for the whole. */
  readonly slice: string | null;
  readonly notes: readonly Note[];
  readonly nowMs: number;
}

const NO_POINTS: ObservationsAnswer['points'] = [];

export function useChartSeries({ page, nowMs }: Pick<ChartQuestion, 'page' | 'nowMs'>) {
  const { params } = useParams();
  const asked = chartQuestions(page, params, nowMs);
  const line = useResource<ObservationsAnswer>(asked.line);
  const singles = useResource<ObservationsAnswer>(asked.singles);
  const previous = useResource<ObservationsAnswer>(asked.previous);
  const events = useResource<MetricEvents>(asked.events);
  const { shiftDays, from, to } = asked;
  return { line, linePath: asked.line, singles, previous, events, shiftDays, from, to };
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

import type { MetricPage } from '@tandem/contracts/metrics';
import type { Grain } from '@tandem/contracts/common';
import type { ChartEvents } from './chart-events.js';
import type { ChartModel } from './chart-model.js';
import { TREND_WORDS } from './trend-words.js';

/** What all parts of the main chart need to know. */
export interface ChartContext {
  readonly model: ChartModel;
  readonly events: ChartEvents;
  readonly metric: MetricPage['metric'];
  readonly keyResult: MetricPage['keyResults'][number]['keyResult'] | null;
  readonly guardrail: MetricPage['guardrails'][number] | null;
  readonly timeZone: string;
  readonly grain: Grain;
}

/** What the line shows: a trailing window of days, or whole weeks or months. */
export function lineName(context: Pick<ChartContext, 'grain' | 'metric'>): string {
  if (context.grain === 'day') return TREND_WORDS.daysToThen(context.metric.windowDays);
  return TREND_WORDS.that(context.grain);
}

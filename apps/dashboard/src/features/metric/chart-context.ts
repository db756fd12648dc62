import type { MetricPage } from '@tandem/contracts/metrics';
import type { Grain } from '@tandem/contracts/common';
import type { ChartModel } from './chart-model.js';

/** What all parts of the main chart need to know. */
export interface ChartContext {
  readonly model: ChartModel;
  readonly metric: MetricPage['metric'];
  readonly keyResult: MetricPage['keyResults'][number]['keyResult'] | null;
  readonly guardrail: MetricPage['guardrails'][number] | null;
  readonly timeZone: string;
  readonly grain: Grain;
}

/** What the line shows: a trailing window of days, or whole weeks or months. */
export function lineName(context: Pick<ChartContext, 'grain' | 'metric'>): string {
  if (context.grain === 'day') return `${context.metric.windowDays} days to then`;
  return `That ${context.grain}`;
}

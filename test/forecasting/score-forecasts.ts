import { forecast } from '@tandem/domain/goal/forecast';
import { fitMethod } from '@tandem/domain/goal/forecast-methods';
import type { RecordedSeries } from './recorded-series.js';

/** What the product looks back at: three years of weeks. */
const mostPoints = 156;

export interface Score {
  readonly series: string;
  readonly horizon: number;
  /** How many forecasts were held against what came. */
  readonly forecasts: number;
  /** Mean absolute errors, in the unit of the series. */
  readonly error: number;
  readonly naiveError: number;
  readonly driftError: number;
  /** How often the value that came was inside the range, 0 to 1. */
  readonly held80: number;
  readonly held50: number;
}

/**
 * Forecasts the past: at every point of a series from the eighth on, from nothing but what was known then, and held against the value that came
 * so many points later. Naive and drift are asked the same. null for a series that is too short for the horizon.
 */
export function scoreForecasts(series: RecordedSeries, horizon: number): Score | null {
  const { points, seasonSteps, bounds } = series;
  const sums = { forecasts: 0, error: 0, naiveError: 0, driftError: 0, held80: 0, held50: 0 };
  for (let known = 8; known + horizon <= points.length; known += 1) {
    const past = points.slice(Math.max(0, known - mostPoints), known);
    const due = points[known + horizon - 1];
    const step = points[1] && points[0] ? points[1].t - points[0].t : 0;
    const last = past.at(-1);
    if (!due || !last) continue;
    const question = { dueAt: last.t + horizon * step, target: 0, direction: 'up' as const };
    const outlook = forecast(past, question, { seasonSteps, bounds });
    if (outlook === null) continue;
    const values = past.map(({ value }) => value);
    sums.forecasts += 1;
    sums.error += Math.abs(due.value - outlook.value);
    sums.naiveError += Math.abs(due.value - fitMethod('naive', values)(horizon));
    sums.driftError += Math.abs(due.value - fitMethod('drift', values)(horizon));
    sums.held80 += due.value >= outlook.low80 && due.value <= outlook.high80 ? 1 : 0;
    sums.held50 += due.value >= outlook.low50 && due.value <= outlook.high50 ? 1 : 0;
  }
  const { forecasts } = sums;
  if (forecasts === 0) return null;
  return {
    series: series.name,
    horizon,
    forecasts,
    error: sums.error / forecasts,
    naiveError: sums.naiveError / forecasts,
    driftError: sums.driftError / forecasts,
    held80: sums.held80 / forecasts,
    held50: sums.held50 / forecasts,
  };
}

const share = (value: number) => `${Math.round(value * 100)} %`;
const ratio = (error: number, other: number) => (other === 0 ? '–' : (error / other).toFixed(2));

/** A row of the table in docs/forecasting.md. */
export function scoreRow(score: Score, decimals: number): string {
  const { series, horizon, forecasts, error, naiveError, driftError, held80, held50 } = score;
  const cells = [
    series,
    String(horizon),
    String(forecasts),
    error.toFixed(decimals),
    naiveError.toFixed(decimals),
    ratio(error, naiveError),
    driftError.toFixed(decimals),
    ratio(error, driftError),
    share(held80),
    share(held50),
  ];
  return `| ${cells.join(' | ')} |`;
}

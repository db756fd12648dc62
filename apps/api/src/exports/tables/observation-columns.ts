import type { MetricSummary, Observation } from '@tandem/contracts/common';
import { number, text, type ExportColumn } from '../export-table.js';

/** Which number it is: the metric, and the version of its definition. */
export function metricColumns<Row>(
  of: (row: Row) => { readonly metric: MetricSummary; readonly version: number },
): ExportColumn<Row>[] {
  return [
    text('metric', (row) => of(row).metric.key),
    text('metric_title', (row) => of(row).metric.title),
    number('definition_version', (row) => of(row).version),
    text('unit', (row) => of(row).metric.unit),
  ];
}

/** The number itself, with the digits of the API and everything that they mean. */
export function observationColumns<Row>(of: (row: Row) => Observation): ExportColumn<Row>[] {
  return [
    text('period_start', (row) => of(row).start),
    text('period_end', (row) => of(row).end),
    text('state', (row) => of(row).state),
    number('value', (row) => of(row).value),
    number('numerator', (row) => of(row).numerator),
    number('denominator', (row) => of(row).denominator),
    number('n', (row) => of(row).n),
  ];
}

/** By which calendar the periods are drawn, and as of when the answer was known. */
export function momentColumns<Row>(of: { readonly timeZone: string; readonly asKnownAt: string }): ExportColumn<Row>[] {
  return [text('time_zone', () => of.timeZone), text('as_known_at', () => of.asKnownAt)];
}

import type { MetricList, MetricListItem } from '@tandem/contracts/metrics';
import { exportTable, number, text, type AnswerMoment, type ExportTable } from '../export-table.js';
import { metricColumns, momentColumns, observationColumns } from './observation-columns.js';

/** The catalogue, a row for each metric with its present value. */
export function metricsTable(list: MetricList, { answeredAt }: AnswerMoment): ExportTable {
  return exportTable<MetricListItem>(
    'metrics',
    [
      ...metricColumns<MetricListItem>(({ metric, current }) => ({ metric, version: current.version })),
      text('description', ({ metric }) => metric.description),
      text('direction', ({ metric }) => metric.direction),
      number('window_days', ({ metric }) => metric.windowDays),
      ...observationColumns<MetricListItem>(({ current }) => current),
      text('owner_marketing', ({ owners }) => owners.marketing?.name ?? null),
      text('owner_it', ({ owners }) => owners.it?.name ?? null),
      text('goals', ({ goals }) => goals.map(({ title }) => title).join('; ') || null),
      text('sources', ({ metric }) => metric.sources.map(({ name }) => name).join('; ') || null),
      text('data_to', ({ freshness }) => freshness.dataTo),
      text('last_sync_at', ({ freshness }) => freshness.lastSyncAt),
      text('stale', ({ freshness }) => freshness.stale),
      ...momentColumns<MetricListItem>({ timeZone: list.timeZone, asKnownAt: list.asKnownAt ?? answeredAt }),
    ],
    list.metrics,
  );
}

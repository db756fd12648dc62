import type { Observation } from '@tandem/contracts/common';
import type { ObservationsAnswer } from '@tandem/contracts/metrics';
import { exportTable, number, text, type AnswerMoment, type ExportTable } from '../export-table.js';
import { metricColumns, momentColumns, observationColumns } from './observation-columns.js';

/** The values of a metric over time, a row for each period (and slice). */
export function observationsTable(answer: ObservationsAnswer, { answeredAt }: AnswerMoment): ExportTable {
  const { metric, grain, window, by } = answer;
  const units = new Map(answer.versions.map(({ version, unit }) => [version, unit]));
  return exportTable<Observation>(
    `${metric.key}-by-${grain}`,
    [
      ...metricColumns<Observation>(({ version }) => ({
        metric: { ...metric, unit: units.get(version) ?? metric.unit },
        version,
      })),
      text('grain', () => grain),
      number('window_days', () => window),
      text('dimension', () => by),
      text('slice', (point) => (by === null ? null : (point.dimensions[by] ?? ''))),
      ...observationColumns<Observation>((point) => point),
      ...momentColumns<Observation>({ timeZone: answer.timeZone, asKnownAt: answer.asKnownAt ?? answeredAt }),
    ],
    answer.points,
  );
}

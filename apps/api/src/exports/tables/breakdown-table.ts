import type { Breakdown } from '@tandem/contracts/metrics';
import { exportTable, number, text, type AnswerMoment, type ExportTable } from '../export-table.js';
import { metricColumns, momentColumns, observationColumns } from './observation-columns.js';

/** The change of a metric by one dimension: a row for each slice, and the whole last. */
export function breakdownTable(answer: Breakdown, { answeredAt }: AnswerMoment): ExportTable {
  const slices = answer.slices.map((slice) => ({ ...slice, kind: 'slice' }));
  const whole = {
    kind: 'whole',
    value: null,
    share: null,
    current: answer.current,
    delta: answer.delta,
    contribution: answer.slices.some(({ contribution }) => contribution !== null) ? answer.delta : null,
  };
  type Row = (typeof slices)[number] | typeof whole;
  return exportTable<Row>(
    `${answer.metric.key}-by-${answer.by}`,
    [
      ...metricColumns<Row>(({ current }) => ({ metric: answer.metric, version: current.version })),
      text('dimension', () => answer.by),
      text('row', ({ kind }) => kind),
      text('slice', ({ value }) => value),
      ...observationColumns<Row>(({ current }) => current),
      number('share_percent', ({ share }) => share),
      number('change', ({ delta }) => delta),
      number('change_days', () => answer.days),
      number('contribution', ({ contribution }) => contribution),
      ...momentColumns<Row>({ timeZone: answer.timeZone, asKnownAt: answer.asKnownAt ?? answeredAt }),
    ],
    [...slices, whole],
  );
}

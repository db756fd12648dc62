import type { Breakdown } from '@tandem/contracts/metrics';
import { exportTable, number, text, type AnswerMoment, type ExportTable } from '../export-table.js';
import { metricColumns, momentColumns, observationColumns } from './observation-columns.js';

/** The change of a metric by one dimension: a row for each slice, one for what was left out, and the whole last. */
export function breakdownTable(answer: Breakdown, { answeredAt }: AnswerMoment): ExportTable {
  const { other } = answer;
  const rows = [
    ...answer.slices.map((slice) => ({ ...slice, row: 'slice', count: 1 })),
    ...(other ? [{ ...other, row: 'other', value: null }] : []),
    { ...answer, row: 'whole', value: null, count: answer.slices.length + (other?.count ?? 0) },
  ];
  type Row = (typeof rows)[number];
  return exportTable<Row>(
    `${answer.metric.key}-by-${answer.by}`,
    [
      ...metricColumns<Row>(({ current }) => ({ metric: answer.metric, version: current.version })),
      text('dimension', () => answer.by),
      text('row', ({ row }) => row),
      text('slice', ({ value }) => value),
      number('slices', ({ count }) => count),
      ...observationColumns<Row>(({ current }) => current),
      text('few_events', ({ fewEvents }) => fewEvents),
      number('share_percent', ({ share }) => share),
      number('previous_value', ({ previous }) => previous.value),
      number('previous_numerator', ({ previous }) => previous.numerator),
      number('previous_denominator', ({ previous }) => previous.denominator),
      number('previous_n', ({ previous }) => previous.n),
      number('change', ({ delta }) => delta),
      number('change_days', () => answer.days),
      text('decomposition', () => answer.decomposition),
      number('contribution', ({ contribution }) => contribution),
      number('rate_effect', ({ rateEffect }) => rateEffect),
      number('mix_effect', ({ mixEffect }) => mixEffect),
      ...momentColumns<Row>({ timeZone: answer.timeZone, asKnownAt: answer.asKnownAt ?? answeredAt }),
    ],
    rows,
  );
}

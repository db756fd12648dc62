import type { BehaviourAnswer } from '@tandem/contracts/metrics';
import { exportTable, number, text, type AnswerMoment, type ExportTable } from '../export-table.js';
import { metricColumns, momentColumns } from './observation-columns.js';

/** The process behaviour chart, a row for each point with the limits that it is judged by. No row where there is too little history. */
export function behaviourTable(answer: BehaviourAnswer, { answeredAt }: AnswerMoment): ExportTable {
  const { behaviour, metric, version } = answer;
  const points = behaviour?.points ?? [];
  type Row = (typeof points)[number];
  return exportTable<Row>(
    `${metric.key}-behaviour`,
    [
      ...metricColumns<Row>(() => ({ metric, version })),
      text('period_start', ({ start }) => start),
      text('period_end', ({ end }) => end),
      number('value', ({ value }) => value),
      text('signal', ({ signal }) => signal),
      number('mean', () => behaviour?.mean ?? null),
      number('lower_limit', () => behaviour?.lower ?? null),
      number('upper_limit', () => behaviour?.upper ?? null),
      number('baseline_points', () => behaviour?.baselinePoints ?? null),
      ...momentColumns<Row>({ timeZone: answer.timeZone, asKnownAt: answer.asKnownAt ?? answeredAt }),
    ],
    points,
  );
}

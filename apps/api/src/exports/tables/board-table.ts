import type { Board } from '@tandem/contracts/board';
import { exportTable, number, text, type ExportTable } from '../export-table.js';
import { metricColumns, momentColumns, observationColumns } from './observation-columns.js';

/** The board, a row for each key result, in the board's own order. */
export function boardTable(board: Board): ExportTable {
  const rows = board.goals.flatMap((goal) => goal.keyResults.map((result) => ({ goal, result })));
  type Row = (typeof rows)[number];
  return exportTable<Row>(
    'board',
    [
      text('goal', ({ goal }) => goal.id),
      text('goal_title', ({ goal }) => goal.title),
      text('goal_status', ({ goal }) => goal.status),
      text('goal_start', ({ goal }) => goal.start),
      text('goal_due', ({ goal }) => goal.due),
      text('owner_marketing', ({ goal }) => goal.owners.marketing?.name ?? null),
      text('owner_it', ({ goal }) => goal.owners.it?.name ?? null),
      text('key_result', ({ result }) => result.id),
      ...metricColumns<Row>(({ result }) => ({ metric: result.metric, version: result.current.version })),
      ...observationColumns<Row>(({ result }) => result.current),
      number('change', ({ result }) => result.change?.delta ?? null),
      number('change_days', ({ result }) => result.change?.days ?? null),
      text('change_verdict', ({ result }) => result.change?.verdict ?? null),
      number('baseline', ({ result }) => result.baseline),
      number('target', ({ result }) => result.target),
      number('at_least', ({ result }) => result.atLeast),
      number('at_most', ({ result }) => result.atMost),
      number('expected', ({ result }) => result.expected),
      number('progress', ({ result }) => result.progress),
      number('pace', ({ result }) => result.pace),
      text('forecast_at', ({ result }) => result.forecast?.at ?? null),
      number('forecast', ({ result }) => result.forecast?.value ?? null),
      number('forecast_low_80', ({ result }) => result.forecast?.low80 ?? null),
      number('forecast_high_80', ({ result }) => result.forecast?.high80 ?? null),
      text('status', ({ result }) => result.status),
      text('status_reason', ({ result }) => result.statusReason),
      text('guardrail', ({ result }) => result.guardrail?.title ?? null),
      text('guardrail_state', ({ result }) => result.guardrail?.state ?? null),
      number('guardrail_limit', ({ result }) => result.guardrail?.limit ?? null),
      text('data_to', ({ result }) => result.freshness.dataTo),
      text('stale', ({ result }) => result.freshness.stale),
      ...momentColumns<Row>({
        timeZone: board.organisation.timeZone,
        asKnownAt: board.asKnownAt ?? board.generatedAt,
      }),
    ],
    rows,
  );
}

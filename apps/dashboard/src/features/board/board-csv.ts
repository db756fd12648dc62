import type { Board } from '@tandem/contracts/board';
import { csvText } from '../../text/csv-text.js';

const HEADER = [
  'goal',
  'goal status',
  'key result',
  'metric',
  'unit',
  'now',
  'state',
  'period end',
  'change',
  'change days',
  'change verdict',
  'baseline',
  'target',
  'at least',
  'at most',
  'expected today',
  'forecast',
  'forecast low 80',
  'forecast high 80',
  'status',
  'reason',
  'guardrail',
  'guardrail limit',
  'data to',
  'as known at',
];

/** The board as a table of the digits that the server sent, with the time of knowledge, so that it can be checked later. */
export function boardCsv(board: Board): string {
  const rows = board.goals.flatMap((goal) =>
    goal.keyResults.map((result) => [
      goal.title,
      goal.status,
      result.metric.title,
      result.metric.key,
      result.metric.unit,
      result.current.value,
      result.current.state,
      result.current.end,
      result.change?.delta ?? null,
      result.change?.days ?? null,
      result.change?.verdict ?? null,
      result.baseline,
      result.target,
      result.atLeast,
      result.atMost,
      result.expected,
      result.forecast?.value ?? null,
      result.forecast?.low80 ?? null,
      result.forecast?.high80 ?? null,
      result.status,
      result.statusReason,
      result.guardrail?.state ?? null,
      result.guardrail?.limit ?? null,
      result.freshness.dataTo,
      board.asKnownAt ?? board.generatedAt,
    ]),
  );
  return csvText(HEADER, rows);
}

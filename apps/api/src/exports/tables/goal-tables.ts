import type { CheckIn, CheckInList, GoalPage } from '@tandem/contracts/goals';
import { exportTable, number, text, type AnswerMoment, type ExportTable } from '../export-table.js';
import { metricColumns, momentColumns } from './observation-columns.js';

/** The key results of a goal over time, a row for each day: the value, and where the agreed path says it should have been. */
export function goalPathsTable(goal: GoalPage, { answeredAt }: AnswerMoment): ExportTable {
  const rows = goal.keyResults.flatMap((result) => result.trend.map((point) => ({ result, point })));
  type Row = (typeof rows)[number];
  return exportTable<Row>(
    `${goal.id}-key-results`,
    [
      text('goal', () => goal.id),
      text('goal_title', () => goal.title),
      text('goal_due', () => goal.due),
      text('key_result', ({ result }) => result.id),
      ...metricColumns<Row>(({ result }) => ({ metric: result.metric, version: result.current.version })),
      text('period_end', ({ point }) => point.end),
      number('value', ({ point }) => point.value),
      number('expected', ({ point }) => point.expected),
      number('baseline', ({ result }) => result.baseline),
      number('target', ({ result }) => result.target),
      number('at_least', ({ result }) => result.atLeast),
      number('at_most', ({ result }) => result.atMost),
      ...momentColumns<Row>({ timeZone: goal.timeZone, asKnownAt: goal.asKnownAt ?? answeredAt }),
    ],
    rows,
  );
}

/** How sure both sides were, a row for each time that somebody said so. */
export function checkInsTable(list: CheckInList, { answeredAt }: AnswerMoment): ExportTable {
  return exportTable<CheckIn>(
    `${list.goal.id}-confidence`,
    [
      text('goal', () => list.goal.id),
      text('goal_title', () => list.goal.title),
      text('at', ({ at }) => at),
      text('department', ({ side }) => side),
      number('confidence', ({ confidence }) => confidence),
      text('author', ({ by }) => by.name),
      text('note', ({ note }) => note),
      ...momentColumns<CheckIn>({ timeZone: list.timeZone, asKnownAt: list.asKnownAt ?? answeredAt }),
    ],
    list.checkIns,
  );
}

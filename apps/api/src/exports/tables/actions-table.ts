import type { Action, ActionList } from '@tandem/contracts/actions';
import { exportTable, number, text, type AnswerMoment, type ExportTable } from '../export-table.js';
import { momentColumns } from './observation-columns.js';

/** Actions with how late they are and whether the number has moved since, a row each. */
export function actionsTable(list: ActionList, { answeredAt }: AnswerMoment): ExportTable {
  return exportTable<Action>(
    'actions',
    [
      text('id', ({ id }) => id),
      text('title', ({ title }) => title),
      text('text', ({ text: words }) => words || null),
      text('owner', ({ owner }) => owner.name),
      text('side', ({ side }) => side),
      text('due', ({ due }) => due),
      text('status', ({ status }) => status),
      number('days_late', ({ daysLate }) => daysLate),
      text('decision', ({ decision }) => decision),
      text('opened_at', ({ openedAt }) => openedAt),
      text('closed_at', ({ closedAt }) => closedAt),
      text('result', ({ result }) => result),
      text('metric', ({ effect }) => effect?.metric.key ?? null),
      text('unit', ({ effect }) => effect?.metric.unit ?? null),
      number('before', ({ effect }) => effect?.before ?? null),
      number('after', ({ effect }) => effect?.after ?? null),
      number('moved', ({ effect }) => effect?.delta ?? null),
      text('verdict', ({ effect }) => effect?.verdict ?? null),
      ...momentColumns<Action>({ timeZone: list.timeZone, asKnownAt: answeredAt }),
    ],
    list.actions,
  );
}

import type { ChangeBudget, ChangeBudgetList, GoalBudget } from '@tandem/contracts/talk';
import { exportTable, number, text, type AnswerMoment, type ExportTable } from '../export-table.js';

interface Row {
  readonly budget: ChangeBudget;
  readonly day: ChangeBudget['days'][number] | null;
}

/** Change budgets, a row for each day on which something failed; one without a day for a budget that nothing has drawn from. */
export function changeBudgetsTable({ budgets }: ChangeBudgetList, { answeredAt }: AnswerMoment): ExportTable {
  const rows = budgets.flatMap((budget): Row[] =>
    budget.days.length === 0 ? [{ budget, day: null }] : budget.days.map((day) => ({ budget, day })),
  );
  return exportTable<Row>(
    'change-budgets',
    [
      text('goal', ({ budget }) => budget.goal.id),
      text('goal_title', ({ budget }) => budget.goal.title),
      text('metric', ({ budget }) => budget.metric.key),
      text('basis', ({ budget }) => `${budget.basis.kind} ${budget.basis.id}`),
      text('first_date', ({ budget }) => budget.firstDate),
      text('last_date', ({ budget }) => budget.lastDate),
      text('data_to', ({ budget }) => budget.dataTo),
      number('objective', ({ budget }) => budget.objective),
      number('valid', ({ budget }) => budget.valid),
      number('allowed', ({ budget }) => budget.allowed),
      number('consumed', ({ budget }) => budget.consumed),
      number('left', ({ budget }) => budget.left),
      text('state', ({ budget }) => budget.state),
      text('hold', ({ budget }) => budget.hold),
      text('released_by_decision', ({ budget }) => budget.release?.id ?? null),
      text('day', ({ day }) => day?.date ?? null),
      number('day_valid', ({ day }) => day?.valid ?? null),
      number('day_failed', ({ day }) => day?.bad ?? null),
      number('by_releases', ({ day }) => day?.releases ?? null),
      number('by_campaigns', ({ day }) => day?.campaigns ?? null),
      number('by_neither', ({ day }) => day?.unattributed ?? null),
      text('changes', ({ day }) => day?.changes.map(({ what }) => what).join('; ') || null),
      text('answered_at', () => answeredAt),
    ],
    rows,
  );
}

export function goalBudgetTable({ budget }: GoalBudget, moment: AnswerMoment): ExportTable {
  return changeBudgetsTable({ budgets: budget === null ? [] : [budget] }, moment);
}

import type { ChangeBudget, GoalBudget } from '@tandem/contracts/talk';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { localDateText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { Glyph } from '../../ui/glyph.js';
import { Unanswered } from '../../ui/loaded.js';
import { budgetText, words } from './budget-words.js';

type Day = ChangeBudget['days'][number];

const columns = (): readonly Column<Day>[] => [
  { title: words.day, cell: ({ date }) => <span className="num">{localDateText(date)}</span> },
  { title: words.failed, align: 'right', cell: ({ bad, valid }) => words.failedOf(bad, valid) },
  { title: words.releases, align: 'right', cell: ({ releases }) => `${releases}` },
  { title: words.campaigns, align: 'right', cell: ({ campaigns }) => `${campaigns}` },
  { title: words.neither, align: 'right', cell: ({ unattributed }) => `${unattributed}` },
  {
    title: words.changes,
    cell: ({ changes }) =>
      changes.length === 0 ? words.nothing : changes.map(({ kind, what }) => words[kind](what)).join(', '),
  },
];

function Hold({ budget }: { readonly budget: ChangeBudget }) {
  const { hold } = budgetText(budget);
  if (hold === null) return null;
  return (
    <p className="mt-2 flex items-start gap-2 text-sm font-medium">
      <span className="mt-[3px]">
        <Glyph name={budget.hold === 'hold' ? 'breach' : 'near'} />
      </span>
      <span>
        {hold}{' '}
        {budget.hold === 'hold' ? (
          <PageLink
            to="/decisions/new"
            params={{ kind: 'budgetRelease', goal: budget.goal.id }}
            className="lnk noprint"
          >
            {words.draftRelease}
          </PageLink>
        ) : (
          budget.release && (
            <PageLink to={`/decisions/${budget.release.id}`} className="lnk noprint">
              {words.decision}
            </PageLink>
          )
        )}
      </span>
    </p>
  );
}

/** The change budget of a goal: what releases and campaigns have drawn from it, and by which rule both are asked to hold. */
export function BudgetPanel({ goal }: { readonly goal: string }) {
  const path = `/goals/${encodeURIComponent(goal)}/change-budget`;
  const answer = useResource<GoalBudget>(path);
  const budget = answer.data?.budget;
  if (!budget) return <Unanswered resource={answer} part={words.title} />;
  const { sum, rule } = budgetText(budget);
  return (
    <section id="change-budget" className="panel mt-4 px-4 py-3" aria-labelledby="change-budget-title">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <h2 id="change-budget-title" className="text-base font-semibold">
          {words.title}
        </h2>
        <ExportMenu path={path} label={words.file} />
      </div>
      <Hold budget={budget} />
      <meter
        className="mt-2 h-3 w-full max-w-[480px]"
        min={0}
        max={Math.max(budget.allowed, budget.consumed, 1)}
        value={budget.consumed}
        aria-label={words.drawn}
      />
      <p className="num text-sm">{sum}</p>
      <p className="num mt-1 text-xs text-text-3">{rule}</p>
      {budget.days.length > 0 && (
        <details className="mt-2">
          <summary className="lnk inline-flex min-h-[24px] cursor-pointer items-center text-sm">{words.byDay}</summary>
          <div className="mt-2">
            <DataTable caption={words.drawnByDay} columns={columns()} rows={budget.days} rowKey={({ date }) => date} />
          </div>
        </details>
      )}
    </section>
  );
}

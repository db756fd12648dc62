import type { GoalPage, GoalSummary } from '@tandem/contracts/goals';
import { PageLink } from '../../navigation/page-link.js';
import { StatusMark } from '../../ui/status-mark.js';
import { words as page } from './goal-page-words.js';
import { levelText, words } from './goal-words.js';

export type Listed = Pick<
  GoalSummary,
  'id' | 'title' | 'level' | 'parent' | 'side' | 'team' | 'status' | 'statusReason' | 'onTrackCount' | 'keyResultCount'
>;

/** Goals of departments and teams, each below the one that it serves. */
export function GoalsBelow({ goals, parent }: { readonly goals: readonly Listed[]; readonly parent: string }) {
  const own = goals.filter((goal) => goal.parent === parent);
  if (own.length === 0) return null;
  return (
    <ul className="space-y-1.5">
      {own.map((goal) => (
        <li key={goal.id}>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-sm">
            <PageLink to={`/goals/${encodeURIComponent(goal.id)}`} className="hit min-w-0 font-medium hover:underline">
              {goal.title}
            </PageLink>
            <span className="text-xs text-text-3">
              {levelText(goal)} · {words.onTrackOf(goal.onTrackCount, goal.keyResultCount)}
            </span>
            <span className="ml-auto">
              <StatusMark status={goal.status} reason={goal.statusReason} />
            </span>
          </div>
          <div className="mt-1.5 border-l border-line-2 pl-3 empty:hidden">
            <GoalsBelow goals={goals} parent={goal.id} />
          </div>
        </li>
      ))}
    </ul>
  );
}

export function BelowPanel({ goal }: { readonly goal: GoalPage }) {
  if (goal.below.length === 0) return null;
  return (
    <section className="panel mt-4 px-4 py-3" aria-labelledby="below">
      <h2 id="below" className="mb-2 text-base font-semibold">
        {page.below}
      </h2>
      <GoalsBelow goals={goal.below} parent={goal.id} />
    </section>
  );
}

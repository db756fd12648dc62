import type { ChangeBudgetList } from '@tandem/contracts/talk';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { localDateText } from '../../text/time-text.js';
import { Glyph } from '../../ui/glyph.js';
import { Unanswered } from '../../ui/loaded.js';
import { words } from './hold-words.js';

/** Goals whose change budget is spent: both sides are asked to hold. */
export default function HoldNotice() {
  const resource = useResource<ChangeBudgetList>('/change-budgets');
  const spent = resource.data?.budgets.filter(({ hold }) => hold === 'hold') ?? [];
  if (spent.length === 0) return <Unanswered resource={resource} part={words.label} />;
  return (
    <ul aria-label={words.label} className="mt-3 space-y-1.5 rounded-lg border border-line bg-sunken px-4 py-2 text-sm">
      {spent.map(({ goal, lastDate }) => (
        <li key={goal.id} className="flex items-start gap-2 text-text-2">
          <span className="mt-[3px]">
            <Glyph name="breach" />
          </span>
          <span>
            <b className="font-medium text-text">{words.hold}</b> {words.budgetOf}{' '}
            <PageLink to={`/goals/${encodeURIComponent(goal.id)}`} className="lnk-text">
              {goal.title}
            </PageLink>{' '}
            {words.spentUntil(localDateText(lastDate))}
          </span>
        </li>
      ))}
    </ul>
  );
}

import type { GoalPage } from '@tandem/contracts/goals';
import { PageLink } from '../../navigation/page-link.js';
import { words } from './goal-page-words.js';
import { gapText } from './goal-words.js';

/** What keeps a goal a draft, or what a published one lacks; nothing where nothing is missing. */
export function DraftNotice({ goal, mayWrite }: { readonly goal: GoalPage; readonly mayWrite: boolean }) {
  if (goal.gaps.length === 0) return null;
  return (
    <section className="mt-4 rounded-lg border border-warn-mark bg-warn-bg px-4 py-3" aria-labelledby="missing">
      <h2 id="missing" className="text-base font-semibold text-warn">
        {goal.published ? words.missing : words.draftMissing}
      </h2>
      <ul className="mt-1 list-disc space-y-0.5 pl-5 text-sm">
        {goal.gaps.map((gap) => (
          <li key={`${gap.code} ${gap.side}`}>{gapText(gap)}</li>
        ))}
      </ul>
      {mayWrite && <Mend goal={goal} />}
    </section>
  );
}

/** Owners change at once; a counter-metric of a published goal is proposed. */
function Mend({ goal }: { readonly goal: GoalPage }) {
  const path = `/goals/${encodeURIComponent(goal.id)}`;
  const isProposed = goal.published && !goal.gaps.some(({ code }) => code === 'ownerMissing');
  const text = goal.published ? (isProposed ? words.propose : words.nameOwner) : words.complete;
  return (
    <PageLink to={isProposed ? `${path}/propose` : `${path}/edit`} className="btn noprint mt-2">
      {text}
    </PageLink>
  );
}

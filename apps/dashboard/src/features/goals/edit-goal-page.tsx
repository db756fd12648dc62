import type { SessionState } from '@tandem/contracts/access';
import type { GoalChoices, GoalPage } from '@tandem/contracts/goals';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { SpeaksForNobody } from '../access/speaks-for-nobody.js';
import { mayPropose } from '../proposal/may-propose.js';
import { draftOfGoal } from './goal-draft.js';
import { GoalForm } from './goal-form.js';
import { words } from './goal-form-words.js';
import { words as shared } from './goal-words.js';
import { RewordGoalForm } from './reword-goal-form.js';

/** A draft is written anew until both sides can sign it; of a published goal everything changes here that needs no signature. */
export default function EditGoalPage({ id }: { readonly id: string }) {
  const path = `/goals/${encodeURIComponent(id)}`;
  const session = useResource<SessionState>('/session');
  const goal = useResource<GoalPage>(path);
  const choices = useResource<GoalChoices>('/goal-choices');
  const crumbs = (
    <PageLink to={path} className="hover:underline">
      {goal.data?.title ?? shared.goal}
    </PageLink>
  );
  const form = (data: GoalPage, all: GoalChoices) =>
    data.published ? (
      <RewordGoalForm goal={data} choices={all} />
    ) : (
      <GoalForm key={data.version} start={draftOfGoal(data)} choices={all} id={data.id} />
    );
  return (
    <>
      <PageHeading title={words.editGoal} crumbs={crumbs} />
      <Loaded resource={goal} heights={[480]}>
        {(data) => (
          <Loaded resource={session} heights={[480]}>
            {(signedIn) =>
              mayPropose(signedIn) ? (
                <Loaded resource={choices} heights={[480]}>
                  {(all) => form(data, all)}
                </Loaded>
              ) : (
                <SpeaksForNobody rule={words.editor} />
              )
            }
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

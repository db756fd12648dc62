import type { GoalChoices, GoalPage } from '@tandem/contracts/goals';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { draftOfTerms, termsOf, type GoalDraft } from './goal-draft.js';
import { GoalForm } from './goal-form.js';
import { words } from './goal-form-words.js';
import { words as shared } from './goal-words.js';

function draftOf(goal: GoalPage, { teams }: GoalChoices): GoalDraft {
  const links = (drivers: GoalPage['drivers'], drives: string | null): GoalDraft['drivers'] =>
    drivers.flatMap(({ metric, drivers: own }) => [
      ...(drives === null ? [] : [{ metric: metric.key, drives }]),
      ...links(own, metric.key),
    ]);
  return {
    ...draftOfTerms(termsOf(goal)),
    id: goal.id,
    title: goal.title,
    outcome: goal.outcome,
    growthProjection: goal.growthProjection,
    marketing: goal.owners.marketing?.id ?? '',
    it: goal.owners.it?.id ?? '',
    department: goal.level === 'department' ? (goal.side ?? '') : '',
    team: teams.find(({ title, side }) => title === goal.team && side === goal.side)?.id ?? '',
    parent: goal.parent ?? '',
    drivers: links(goal.drivers, null),
  };
}

/** A draft, written anew until both sides can sign it. */
export default function EditGoalPage({ id }: { readonly id: string }) {
  const path = `/goals/${encodeURIComponent(id)}`;
  const goal = useResource<GoalPage>(path);
  const choices = useResource<GoalChoices>('/goal-choices');
  const crumbs = (
    <PageLink to={path} className="hover:underline">
      {goal.data?.title ?? shared.goal}
    </PageLink>
  );
  return (
    <>
      <PageHeading title={shared.editDraft} crumbs={crumbs} />
      <Loaded resource={goal} heights={[480]}>
        {(data) =>
          data.published ? (
            <Empty title={words.published}>{words.publishedText}</Empty>
          ) : (
            <Loaded resource={choices} heights={[480]}>
              {(all) => <GoalForm key={data.version} start={draftOf(data, all)} choices={all} id={data.id} />}
            </Loaded>
          )
        }
      </Loaded>
    </>
  );
}

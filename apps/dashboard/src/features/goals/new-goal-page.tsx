import type { SessionState } from '@tandem/contracts/access';
import type { GoalChoices } from '@tandem/contracts/goals';
import type { MetricPage } from '@tandem/contracts/metrics';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { mayPropose } from '../proposal/may-propose.js';
import { templateDraft } from './goal-draft.js';
import { GoalForm } from './goal-form.js';

/** The template starts from where the first metric stands. */
function Template({ choices }: { readonly choices: GoalChoices }) {
  const [first] = choices.metrics;
  const metric = useResource<MetricPage>(first ? `/metrics/${encodeURIComponent(first.key)}` : null);
  if (!first) {
    return <Empty title="No metric yet">A goal moves a metric: adopt a ready-made one from the catalogue first.</Empty>;
  }
  return (
    <Loaded resource={metric} heights={[480]}>
      {(page) => <GoalForm start={templateDraft(choices, page.current.value)} choices={choices} id={null} />}
    </Loaded>
  );
}

/** A joint goal from a template: what both want, how it is measured, and what must not get worse. */
export default function NewGoalPage() {
  const session = useResource<SessionState>('/session');
  const choices = useResource<GoalChoices>('/goal-choices');
  const crumbs = (
    <PageLink to="/goals" className="hover:underline">
      Goals
    </PageLink>
  );
  return (
    <>
      <PageHeading title="Make a joint goal" crumbs={crumbs}>
        <p className="mt-0.5 text-sm text-text-2">
          A template to start from. Beside it stands how the goal would do with the numbers of today.
        </p>
      </PageHeading>
      <Loaded resource={session} heights={[480]}>
        {(signedIn) =>
          mayPropose(signedIn) ? (
            <Loaded resource={choices} heights={[480]}>
              {(data) => <Template choices={data} />}
            </Loaded>
          ) : (
            <Empty title="You speak for nobody yet">
              A goal is signed by a person of marketing or IT: an administrator says which person you are.
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}

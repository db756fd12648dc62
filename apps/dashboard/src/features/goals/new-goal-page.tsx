import type { SessionState } from '@tandem/contracts/access';
import type { GoalChoices } from '@tandem/contracts/goals';
import type { MetricList } from '@tandem/contracts/metrics';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { Choice } from '../../ui/choice.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { SpeaksForNobody } from '../access/speaks-for-nobody.js';
import { mayPropose } from '../proposal/may-propose.js';
import { templateDraft } from './goal-draft.js';
import { GoalForm } from './goal-form.js';
import { words } from './goal-form-words.js';
import { TEMPLATE_WORDS } from './goal-template-words.js';
import { draftOfTemplate, GOAL_TEMPLATES } from './goal-templates.js';
import { words as shared } from './goal-words.js';

/** A template starts from where its metrics stand: the named one (`?template=`), a goal for one metric (`?metric=`), or for the first. */
function Template({ choices }: { readonly choices: GoalChoices }) {
  const { params } = useParams();
  const metrics = useResource<MetricList>('/metrics');
  const named = params.get('metric');
  const wanted = choices.metrics.find(({ key }) => key === named) ?? choices.metrics[0];
  if (!wanted) {
    return (
      <Empty title={words.noMetric}>
        {words.adopt}{' '}
        <PageLink to="/catalogue" className="lnk">
          {words.readyMade}
        </PageLink>{' '}
        {words.or}{' '}
        <PageLink to="/metrics/new" className="lnk">
          {words.makeOwn}
        </PageLink>{' '}
        {words.first}
      </Empty>
    );
  }
  const template = GOAL_TEMPLATES.find(({ id }) => id === params.get('template'));
  return (
    <Loaded resource={metrics} heights={[480]}>
      {(list) => {
        const current = list.metrics.find(({ metric }) => metric.key === wanted.key)?.current.value ?? null;
        const start = template
          ? draftOfTemplate(template, choices, list.metrics)
          : templateDraft(choices, { key: wanted.key, current });
        return <GoalForm key={template?.id ?? ''} start={start} choices={choices} id={null} />;
      }}
    </Loaded>
  );
}

function TemplateChoice() {
  const { params, set } = useParams();
  return (
    <Choice
      label={words.template}
      value={params.get('template') ?? ''}
      options={[
        { value: '', label: words.template },
        ...GOAL_TEMPLATES.map(({ id }) => ({ value: id, label: TEMPLATE_WORDS.templates[id].title })),
      ]}
      onChange={(template) => set({ template: template === '' ? null : template })}
    />
  );
}

/** A joint goal from a template: what both want, how it is measured, and what must not get worse. */
export default function NewGoalPage() {
  const session = useResource<SessionState>('/session');
  const choices = useResource<GoalChoices>('/goal-choices');
  const crumbs = (
    <PageLink to="/goals" className="hover:underline">
      {shared.title}
    </PageLink>
  );
  return (
    <>
      <PageHeading title={shared.make} crumbs={crumbs} controls={<TemplateChoice />}>
        <p className="mt-0.5 text-sm text-text-2">{words.intro}</p>
      </PageHeading>
      <Loaded resource={session} heights={[480]}>
        {(signedIn) =>
          mayPropose(signedIn) ? (
            <Loaded resource={choices} heights={[480]}>
              {(data) => <Template choices={data} />}
            </Loaded>
          ) : (
            <SpeaksForNobody rule={words.speaker} />
          )
        }
      </Loaded>
    </>
  );
}

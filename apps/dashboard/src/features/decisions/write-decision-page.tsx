import type { SessionState } from '@tandem/contracts/access';
import type { Decision } from '@tandem/contracts/decisions';
import type { GoalChoices } from '@tandem/contracts/goals';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { SpeaksForNobody } from '../access/speaks-for-nobody.js';
import { mayPropose } from '../proposal/may-propose.js';
import { draftOf, emptyDraft } from './decision-draft.js';
import { DecisionForm } from './decision-form.js';
import { words } from './decision-form-words.js';
import { WORDS } from './decision-words.js';

function New({ choices, person }: { readonly choices: GoalChoices; readonly person: string }) {
  const { params } = useParams();
  return <DecisionForm start={emptyDraft(person, params)} choices={choices} id={null} />;
}

function Again({ choices, id }: { readonly choices: GoalChoices; readonly id: string }) {
  const decision = useResource<Decision>(`/decisions/${encodeURIComponent(id)}`);
  return (
    <Loaded resource={decision} heights={[480]}>
      {(data) =>
        data.status === 'draft' ? (
          <DecisionForm start={draftOf(data)} choices={choices} id={id} />
        ) : (
          <Empty title={words.wasPutForward}>{words.wasPutForwardText}</Empty>
        )
      }
    </Loaded>
  );
}

/** Drafts a decision, or writes a draft anew. */
export default function WriteDecisionPage({ id }: { readonly id: string | null }) {
  const session = useResource<SessionState>('/session');
  const choices = useResource<GoalChoices>('/goal-choices');
  const crumbs = (
    <PageLink to="/decisions" className="hover:underline">
      {WORDS.title}
    </PageLink>
  );
  const person = session.data?.account?.personId ?? '';
  return (
    <>
      <PageHeading title={id === null ? WORDS.draft : words.again} crumbs={crumbs} />
      <Loaded resource={session} heights={[480]}>
        {(signedIn) =>
          mayPropose(signedIn) ? (
            <Loaded resource={choices} heights={[480]}>
              {(data) => (id === null ? <New choices={data} person={person} /> : <Again choices={data} id={id} />)}
            </Loaded>
          ) : (
            <SpeaksForNobody rule={words.speaker} />
          )
        }
      </Loaded>
    </>
  );
}

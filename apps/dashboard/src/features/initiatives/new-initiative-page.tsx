import type { SessionState } from '@tandem/contracts/access';
import type { InitiativeChoices } from '@tandem/contracts/initiatives';
import { useResource } from '../../api/use-resource.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { emptyDraft } from './initiative-draft.js';
import { InitiativeForm } from './initiative-form.js';
import { InitiativeCrumb } from './initiative-sections.js';
import { words } from './initiative-form-words.js';
import { mayWrite } from './may-write.js';

/** An idea with all that is known of it. */
export default function NewInitiativePage() {
  const session = useResource<SessionState>('/session');
  const choices = useResource<InitiativeChoices>('/initiatives/choices');
  return (
    <>
      <PageHeading title={words.newTitle} crumbs={<InitiativeCrumb />}>
        <p className="mt-0.5 text-sm text-text-2">{words.lead}</p>
      </PageHeading>
      <Loaded resource={session} heights={[480]}>
        {(signedIn) =>
          mayWrite(signedIn) ? (
            <Loaded resource={choices} heights={[480]}>
              {(data) => <InitiativeForm start={emptyDraft()} choices={data} id={null} />}
            </Loaded>
          ) : (
            <Empty title={words.readOnly}>{words.readOnlyText}</Empty>
          )
        }
      </Loaded>
    </>
  );
}

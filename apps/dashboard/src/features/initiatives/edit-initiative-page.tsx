import type { InitiativeChoices, InitiativePage } from '@tandem/contracts/initiatives';
import { useResource } from '../../api/use-resource.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { draftOf } from './initiative-draft.js';
import { InitiativeForm } from './initiative-form.js';
import { InitiativeCrumb } from './initiative-sections.js';
import { words } from './initiative-form-words.js';

/** An initiative as it is now, to be changed. */
export default function EditInitiativePage({ id }: { readonly id: string }) {
  const page = useResource<InitiativePage>(`/initiatives/${encodeURIComponent(id)}`);
  const choices = useResource<InitiativeChoices>('/initiatives/choices');
  return (
    <>
      <PageHeading title={words.editTitle} crumbs={<InitiativeCrumb />}>
        <p className="mt-0.5 text-sm text-text-2">{words.lead}</p>
      </PageHeading>
      <Loaded resource={page} heights={[480]}>
        {(known) => (
          <Loaded resource={choices} heights={[480]}>
            {(data) => <InitiativeForm start={draftOf(known)} choices={data} id={id} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

import type { ThingList } from '@tandem/contracts/settings';
import { useState } from 'react';
import { useResource } from '../../api/use-resource.js';
import { Loaded } from '../../ui/loaded.js';
import { termsDraft, writtenTerms, type TermsDraft } from './initiative-terms-draft.js';
import { Capacity, Mapping, RateAndLimits } from './initiative-terms-fields.js';
import { TERMS } from './initiative-terms-words.js';
import { SettingsPage } from './settings-page.js';
import { ThingForm } from './thing-form.js';
import { TrackedFields } from './tracked-fields.js';
import type { StoredThing } from './use-thing.js';

interface FormProps {
  readonly stored: StoredThing;
  readonly teams: ThingList['things'];
  readonly connections: ThingList['things'];
}

function Form({ stored, teams, connections }: FormProps) {
  const [today] = useState(() => new Date());
  const [draft, setDraft] = useState(() => termsDraft(stored.thing, today));
  const edit = (change: Partial<TermsDraft>): void => setDraft({ ...draft, ...change });
  const initiatives = writtenTerms(draft);
  return (
    <ThingForm
      kind="organisation"
      label={TERMS.title}
      stored={stored}
      id="organisation"
      // The rest of the organisation goes as it was read.
      thing={{ ...stored.thing, initiatives }}
      reset={(other) => setDraft(termsDraft((other ?? stored).thing, today))}
    >
      {(error) => (
        <>
          <RateAndLimits draft={draft} edit={edit} error={error} />
          <Capacity draft={draft} edit={edit} error={error} teams={teams} />
          <div>
            <Mapping draft={draft} edit={edit} error={error} connections={connections} />
            <TrackedFields draft={draft} edit={edit} error={error} />
          </div>
        </>
      )}
    </ThingForm>
  );
}

/** What holds for every initiative: rate, limits of the gate, capacity, budget, and where ideas are taken in from. */
export default function InitiativeTermsPage() {
  const organisation = useResource<ThingList>('/configuration/things/organisation');
  const teams = useResource<ThingList>('/configuration/things/team');
  const connections = useResource<ThingList>('/configuration/things/connection');
  return (
    <SettingsPage title={TERMS.title} intro={TERMS.intro}>
      <Loaded resource={organisation} heights={[640]}>
        {({ things }) => (
          <Loaded resource={teams} heights={[640]}>
            {({ things: known }) => (
              <Loaded resource={connections} heights={[640]}>
                {({ things: sources }) => things[0] && <Form stored={things[0]} teams={known} connections={sources} />}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </SettingsPage>
  );
}

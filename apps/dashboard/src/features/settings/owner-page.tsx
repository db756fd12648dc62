import type { Side } from '@tandem/contracts/common';
import type { ThingList } from '@tandem/contracts/settings';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { FormField } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { departmentName } from '../../ui/owners.js';
import { SelectField } from '../../ui/select-field.js';
import { idOfTitle } from '../goals/goal-draft.js';
import { NotThere } from './not-there.js';
import {
  newPerson,
  newTeam,
  personDraft,
  teamDraft,
  writtenPerson,
  writtenTeam,
  type PersonDraft,
  type TeamDraft,
} from './owner-draft.js';
import { OWNERS } from './owners-words.js';
import { RemoveThing } from './remove-thing.js';
import { SettingsPage } from './settings-page.js';
import { ThingForm } from './thing-form.js';
import type { StoredThing } from './use-thing.js';

const back = '/settings/teams';
function sides() {
  return (['marketing', 'it'] as const).map((side) => ({ value: side, label: departmentName(side) }));
}

interface FormProps {
  readonly stored: StoredThing | null;
  /** Of this kind and of the other one: people and teams have no id in common. */
  readonly taken: readonly string[];
  readonly teams: readonly StoredThing[];
}

/** Whoever has no name yet has no id either. */
function idOfName(name: string, taken: readonly string[]): string {
  return name.trim() === '' ? '' : idOfTitle(name, taken, 'owner');
}

function TeamForm({ stored, taken }: FormProps) {
  const [draft, setDraft] = useState<TeamDraft>(() => (stored ? teamDraft(stored.thing) : newTeam));
  const [, navigate] = useLocation();
  const id = stored?.id ?? idOfName(draft.title, taken);
  return (
    <ThingForm
      kind="team"
      label={OWNERS.newTeam}
      stored={stored}
      id={id}
      thing={writtenTeam({ ...draft, id })}
      reset={(other) => (other ? setDraft(teamDraft(other.thing)) : navigate(back))}
      onMade={(made) => navigate(`${back}/team/${made}`)}
      actions={stored && <RemoveThing kind="team" stored={stored} title={draft.title} back={back} />}
    >
      {(error) => (
        <div className="grid items-start gap-3 sm:grid-cols-2">
          <FormField
            label={OWNERS.teamTitle}
            name="title"
            value={draft.title}
            onChange={(title) => setDraft({ ...draft, title })}
            error={error}
            hint={`${OWNERS.id}: ${id}`}
          />
          <SelectField
            label={OWNERS.side}
            name="side"
            value={draft.side}
            options={sides()}
            onChange={(side) => setDraft({ ...draft, side: side as Side })}
            error={error}
          />
        </div>
      )}
    </ThingForm>
  );
}

function PersonFields({
  draft,
  edit,
  id,
  teams,
  error,
}: {
  readonly draft: PersonDraft;
  readonly edit: (changes: Partial<PersonDraft>) => void;
  readonly id: string;
  readonly teams: FormProps['teams'];
  readonly error: Parameters<typeof FormField>[0]['error'];
}) {
  const ofSide = teams.map(({ thing }) => teamDraft(thing)).filter(({ side }) => side === draft.side);
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <FormField
        label={OWNERS.personName}
        name="name"
        value={draft.name}
        onChange={(name) => edit({ name })}
        error={error}
        hint={`${OWNERS.id}: ${id}`}
      />
      <SelectField
        label={OWNERS.side}
        name="side"
        value={draft.side}
        options={sides()}
        onChange={(side) => edit({ side: side as Side, team: '' })}
        error={error}
      />
      <SelectField
        label={OWNERS.team}
        name="team"
        value={draft.team}
        options={[
          { value: '', label: OWNERS.noOwnTeam },
          ...ofSide.map((team) => ({ value: team.id, label: team.title })),
        ]}
        onChange={(team) => edit({ team })}
        error={error}
      />
      <FormField
        label={OWNERS.email}
        name="email"
        type="email"
        value={draft.email}
        onChange={(email) => edit({ email })}
        error={error}
        required={false}
        hint={OWNERS.emailHint}
      />
    </div>
  );
}

function PersonForm({ stored, taken, teams }: FormProps) {
  const [draft, setDraft] = useState<PersonDraft>(() => (stored ? personDraft(stored.thing) : newPerson));
  const [, navigate] = useLocation();
  const id = stored?.id ?? idOfName(draft.name, taken);
  return (
    <ThingForm
      kind="person"
      label={OWNERS.newPerson}
      stored={stored}
      id={id}
      thing={writtenPerson({ ...draft, id })}
      reset={(other) => (other ? setDraft(personDraft(other.thing)) : navigate(back))}
      onMade={(made) => navigate(`${back}/person/${made}`)}
      actions={stored && <RemoveThing kind="person" stored={stored} title={draft.name} back={back} />}
    >
      {(error) => (
        <PersonFields
          draft={draft}
          edit={(changes) => setDraft({ ...draft, ...changes })}
          id={id}
          teams={teams}
          error={error}
        />
      )}
    </ThingForm>
  );
}

/** One team or person of the configuration; `null` makes a new one. */
export default function OwnerPage({ kind, id }: { readonly kind: 'team' | 'person'; readonly id: string | null }) {
  const teams = useResource<ThingList>('/configuration/things/team');
  const people = useResource<ThingList>('/configuration/things/person');
  const Form = kind === 'team' ? TeamForm : PersonForm;
  const crumbs = (
    <PageLink to={back} className="hover:underline">
      {OWNERS.title}
    </PageLink>
  );
  const own = (kind === 'team' ? teams : people).data?.things.find((one) => one.id === id) ?? null;
  const name = own === null ? null : kind === 'team' ? teamDraft(own.thing).title : personDraft(own.thing).name;
  const title = name ?? (kind === 'team' ? OWNERS.newTeam : OWNERS.newPerson);
  return (
    <SettingsPage title={title} intro={kind === 'team' ? OWNERS.noTeamText : OWNERS.intro} crumbs={crumbs}>
      <Loaded resource={teams} heights={[320]}>
        {(allTeams) => (
          <Loaded resource={people} heights={[320]}>
            {(allPeople) => {
              const taken = [...allTeams.things, ...allPeople.things].map((one) => one.id);
              if (id !== null && own === null) return <NotThere what={id} />;
              return <Form stored={own} taken={taken} teams={allTeams.things} />;
            }}
          </Loaded>
        )}
      </Loaded>
    </SettingsPage>
  );
}

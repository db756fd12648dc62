import type { ThingList } from '@tandem/contracts/settings';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { departmentName } from '../../ui/owners.js';
import { personDraft, teamDraft } from './owner-draft.js';
import { OWNERS } from './owners-words.js';
import { UsedBy } from './remove-thing.js';
import { SettingsPage } from './settings-page.js';
import { SETTINGS } from './settings-words.js';
import type { StoredThing } from './use-thing.js';

function usedBy(): Column<StoredThing> {
  return { title: SETTINGS.usedBy, names: true, cell: (row) => <UsedBy usedBy={row.usedBy} /> };
}

function link(kind: 'team' | 'person', id: string, name: string) {
  return (
    <PageLink to={`/settings/teams/${kind}/${encodeURIComponent(id)}`} className="lnk font-medium">
      {name}
    </PageLink>
  );
}

function teamColumns(): readonly Column<StoredThing>[] {
  return [
    { title: OWNERS.teamTitle, cell: ({ id, thing }) => link('team', id, teamDraft(thing).title) },
    { title: OWNERS.side, cell: ({ thing }) => departmentName(teamDraft(thing).side) },
    usedBy(),
  ];
}

function personColumns(): readonly Column<StoredThing>[] {
  return [
    { title: OWNERS.personName, cell: ({ id, thing }) => link('person', id, personDraft(thing).name) },
    { title: OWNERS.side, cell: ({ thing }) => departmentName(personDraft(thing).side) },
    { title: OWNERS.team, names: true, cell: ({ thing }) => personDraft(thing).team || '–' },
    { title: OWNERS.email, cell: ({ thing }) => personDraft(thing).email || '–' },
    usedBy(),
  ];
}

interface ListProps {
  readonly kind: 'team' | 'person';
  readonly title: string;
  readonly columns: readonly Column<StoredThing>[];
  readonly none: string;
  readonly noneText: string;
}

function Owners({ kind, title, columns, none, noneText }: ListProps) {
  const list = useResource<ThingList>(`/configuration/things/${kind}`);
  return (
    <section className="mt-4" aria-labelledby={`${kind}s`}>
      <h2 id={`${kind}s`} className="text-lg font-semibold">
        {title}
      </h2>
      <Loaded resource={list} heights={[200]}>
        {({ things }) =>
          things.length === 0 ? (
            <Empty title={none}>{noneText}</Empty>
          ) : (
            <div className="mt-2">
              <DataTable caption={title} columns={columns} rows={things} rowKey={({ id }) => id} />
            </div>
          )
        }
      </Loaded>
    </section>
  );
}

/** Who can own something: people and teams of each department. */
export default function TeamsPage() {
  const controls = (
    <>
      <PageLink to="/settings/teams/team/new" className="btn">
        {OWNERS.addTeam}
      </PageLink>
      <PageLink to="/settings/teams/person/new" className="btn btn-primary">
        {OWNERS.addPerson}
      </PageLink>
    </>
  );
  return (
    <SettingsPage title={OWNERS.title} intro={OWNERS.intro} controls={controls}>
      <Owners
        kind="person"
        title={OWNERS.people}
        columns={personColumns()}
        none={OWNERS.noPerson}
        noneText={OWNERS.noPersonText}
      />
      <Owners
        kind="team"
        title={OWNERS.teams}
        columns={teamColumns()}
        none={OWNERS.noTeam}
        noneText={OWNERS.noTeamText}
      />
    </SettingsPage>
  );
}

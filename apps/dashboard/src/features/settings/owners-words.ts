import { catalogue } from '../../text/catalogue.js';

export const OWNERS = catalogue('owners', {
  title: 'Teams and owners',
  intro:
    'Who can own a metric, a goal or a guardrail: people and teams of each department. Accounts that sign in speak as one of them: see People.',
  teams: 'Teams',
  people: 'People who own',
  addTeam: 'Add a team',
  addPerson: 'Add a person',
  noTeam: 'No team yet',
  noTeamText: 'A team owns together: any of its members signs for what it owns.',
  noPerson: 'Nobody yet',
  noPersonText: 'A joint goal needs an owner of Marketing and one of IT. Add one of each.',
  newTeam: 'New team',
  newPerson: 'New person',
  id: 'Id',
  idHint: 'Small letters, digits and dashes; it stays when the name changes.',
  teamTitle: 'Name of the team',
  personName: 'Name',
  side: 'Department',
  team: 'Team',
  noOwnTeam: 'No team',
  email: 'E-mail',
  emailHint: 'For digests and escalations; left empty, nothing is sent.',
});

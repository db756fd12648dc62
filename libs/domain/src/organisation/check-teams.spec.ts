import { checkConfiguration } from './check-configuration.js';
import type { ConfigurationPart } from './configuration-part.js';
import type { Configuration } from './organisation.js';

const current: Configuration = {
  organisation: { name: 'Northern Ferries', timeZone: 'UTC', weekStartsOn: 1 },
  teams: [
    { id: 'desk', title: 'Service Desk', side: 'it' },
    { id: 'search', title: 'Search', side: 'marketing' },
  ],
  people: [{ id: 'ada', name: 'Lead of the desk', side: 'it', team: 'desk' }],
  connections: [],
  calendars: [],
  alertPolicies: [],
  initiatives: [],
  metrics: [],
  goals: [],
  guardrails: [],
  routes: [],
};
const found = (part: ConfigurationPart, unreadable = {}) =>
  checkConfiguration(current, part, unreadable).map(
    ({ kind, id, index, path, reason }) => `${kind} ${id} ${index ?? '-'} ${path.join('.')} ${reason.code}`,
  );

describe('teams of a configuration', () => {
  it('take their people from their own side', () => {
    expect(found({ people: [{ id: 'ben', name: 'Ben', side: 'it', team: 'desk' }] })).toEqual([]);
    expect(found({ people: [{ id: 'ben', name: 'Ben', side: 'it', team: 'search' }] })).toEqual([
      'person ben 0 team teamOnOtherSide',
    ]);
    expect(found({ people: [{ id: 'ben', name: 'Ben', side: 'it', team: 'desks' }] })).toEqual([
      'person ben 0 team referenceUnknown',
    ]);
  });

  it('do not leave people behind when they change sides', () => {
    expect(found({ teams: [{ id: 'desk', title: 'Desk', side: 'marketing' }] })).toEqual([
      'person ada - team teamOnOtherSide',
    ]);
  });

  it('share their ids with people', () => {
    expect(found({ teams: [{ id: 'ada', title: 'Ada', side: 'it' }] })).toEqual(['team ada 0 id idOfPersonAndTeam']);
    expect(found({ people: [{ id: 'desk', name: 'Desk', side: 'it' }] })).toEqual([
      'person desk 0 id idOfPersonAndTeam',
    ]);
    expect(
      found({ teams: [{ id: 'new', title: 'New', side: 'it' }], people: [{ id: 'new', name: 'New', side: 'it' }] }),
    ).toEqual(['team new 0 id idOfPersonAndTeam']);
  });

  it('are no fault twice where the team itself could not be read', () => {
    const ben = { id: 'ben', name: 'Ben', side: 'it', team: 'broken' } as const;
    expect(found({ people: [ben] }, { team: ['broken'] })).toEqual([]);
  });
});

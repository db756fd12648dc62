import type { Team } from '../organisation/organisation.js';
import { decideProposal, signsWhatTheyPropose, type DefinitionProposal } from './definition-proposal.js';
import type { GovernedDefinition } from './governed-definition.js';
import { signingTeam, signingTeams } from './signing-team.js';

const desk: Team = { id: 'desk', title: 'Service Desk', side: 'it' };
const platform: Team = { id: 'platform', title: 'Platform', side: 'it' };
const teams = [platform, desk];
const ownedBy = (...ids: string[]) => ids.map((id) => ({ side: 'it' as const, id }));

describe('the team that signs for a side', () => {
  it('is its owner; with a person or nobody as the owner everybody of the side signs', () => {
    expect(signingTeam('it', ownedBy('desk'), teams)).toBe(desk);
    expect(signingTeam('marketing', ownedBy('desk'), teams)).toBeNull();
    expect(signingTeam('it', ownedBy('somebody'), teams)).toBeNull();
    expect(signingTeam('it', [], teams)).toBeNull();
  });

  it('stays the same for the next change when the owner was replaced or taken away', () => {
    expect(signingTeam('it', ownedBy('desk', 'platform', 'somebody'), teams)).toBe(desk);
    expect(signingTeam('it', ownedBy('somebody', 'platform'), teams)).toBe(platform);
  });

  it('leaves a signature with whoever proposes only if they may sign, and are in it', () => {
    const ada = { id: 'ada', side: 'it' as const };
    expect([true, false].map((maySign) => signsWhatTheyPropose(ada, null, maySign))).toEqual([true, false]);
    const member = { ...ada, team: 'desk' };
    expect([true, false].map((maySign) => signsWhatTheyPropose(member, desk, maySign))).toEqual([true, false]);
    expect([true, false].map((maySign) => signsWhatTheyPropose(ada, desk, maySign))).toEqual([false, false]);
    expect(signingTeams(ownedBy('desk'), teams)).toEqual({ marketing: null, it: { id: 'desk', name: 'Service Desk' } });
  });

  it('decides by its members alone', () => {
    const proposal: DefinitionProposal = {
      metric: 'attainment',
      baseVersion: 1,
      definition: { precision: 2 } as GovernedDefinition,
      reason: 'Tenths hide what moves',
      side: 'marketing',
      effectiveFrom: null,
      state: 'open',
      signatures: [],
    };
    const latest = { version: 1, validFrom: new Date(0) };
    const by = (team: string | undefined, kind: 'sign' | 'refuse') =>
      decideProposal(proposal, kind === 'sign' ? { kind } : { kind, reason: 'No' }, {
        person: { id: 'ada', side: 'it', ...(team === undefined ? {} : { team }) },
        signingTeam: desk,
        latest,
        now: new Date('2026-11-10T09:00:00Z'),
      });
    const refused = { possible: false, obstacle: { code: 'teamDecides', side: 'it', team: 'Service Desk', by: 'ada' } };
    for (const kind of ['sign', 'refuse'] as const) {
      expect(by('desk', kind)).toMatchObject({ possible: true });
      expect(by('platform', kind)).toEqual(refused);
      expect(by(undefined, kind)).toEqual(refused);
    }
  });
});

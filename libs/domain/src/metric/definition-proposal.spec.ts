import type { Side } from './definition.js';
import {
  decideProposal,
  missingSignatures,
  needsSignatures,
  type DefinitionProposal,
  type ProposalAct,
} from './definition-proposal.js';
import type { GovernedDefinition } from './governed-definition.js';

const now = new Date('2026-11-10T09:00:00Z');
const later = new Date('2026-12-01T00:00:00Z');
const proposal: DefinitionProposal = {
  metric: 'attainment',
  baseVersion: 1,
  definition: { precision: 2 } as GovernedDefinition,
  reason: 'Tenths hide what moves',
  side: 'marketing',
  effectiveFrom: null,
  state: 'open',
  signatures: [{ side: 'marketing', by: 'campaigns', at: new Date('2026-11-09T09:00:00Z') }],
};

function act(given: Partial<DefinitionProposal>, what: ProposalAct, side: Side, latest = 1, latestFrom = new Date(0)) {
  return decideProposal({ ...proposal, ...given }, what, {
    person: { id: `somebody-of-${side}`, side },
    signingTeam: null,
    latest: { version: latest, validFrom: latestFrom },
    now,
  });
}

describe('a proposal to change a definition', () => {
  it('takes effect with the signature of the side that was missing, and not before', () => {
    expect(missingSignatures(proposal)).toEqual(['it']);
    expect(act({}, { kind: 'sign' }, 'it')).toMatchObject({
      possible: true,
      proposal: {
        state: 'accepted',
        signatures: [{ side: 'marketing' }, { side: 'it', by: 'somebody-of-it', at: now }],
      },
      validFrom: now,
    });
    expect(act({ signatures: [] }, { kind: 'sign' }, 'it')).toMatchObject({
      proposal: { state: 'open' },
      validFrom: null,
    });
  });

  it('takes effect at the later time that it names, never at an earlier one', () => {
    expect(act({ effectiveFrom: later }, { kind: 'sign' }, 'it')).toMatchObject({ validFrom: later });
    expect(act({ effectiveFrom: new Date(0) }, { kind: 'sign' }, 'it')).toMatchObject({ validFrom: now });
  });

  it('cannot take effect before the version that it follows', () => {
    expect(act({}, { kind: 'sign' }, 'it', 1, later)).toEqual({
      possible: false,
      obstacle: { code: 'beforeLatest', latestVersion: 1, validFrom: later },
    });
  });

  it('is signed once by each side', () => {
    expect(act({}, { kind: 'sign' }, 'marketing')).toEqual({
      possible: false,
      obstacle: { code: 'signedAlready', side: 'marketing', by: 'campaigns' },
    });
  });

  it('is not signed for both sides by one person who changed sides', () => {
    const signatures = [{ side: 'marketing', by: 'somebody-of-it', at: now }] as const;
    expect(act({ signatures }, { kind: 'sign' }, 'it')).toEqual({
      possible: false,
      obstacle: { code: 'signedForOtherSide', side: 'marketing', by: 'somebody-of-it' },
    });
  });

  it('needs two signatures where both sides have owned the metric since its latest version', () => {
    expect(needsSignatures([{ side: 'it' }, { side: 'marketing' }])).toBe(true);
    expect([needsSignatures([{ side: 'it' }]), needsSignatures([])]).toEqual([false, false]);
  });

  it('is not signed any more once another change became a version', () => {
    expect(act({}, { kind: 'sign' }, 'it', 2)).toEqual({
      possible: false,
      obstacle: { code: 'outdated', baseVersion: 1, latestVersion: 2 },
    });
    expect(act({}, { kind: 'withdraw' }, 'marketing', 2)).toMatchObject({ proposal: { state: 'withdrawn' } });
  });

  it('is refused by either side and withdrawn by its own only', () => {
    expect(act({}, { kind: 'refuse', reason: 'No' }, 'it')).toMatchObject({ proposal: { state: 'refused' } });
    expect(act({}, { kind: 'refuse', reason: 'No' }, 'marketing')).toMatchObject({ proposal: { state: 'refused' } });
    expect(act({}, { kind: 'withdraw' }, 'it')).toMatchObject({ obstacle: { code: 'otherSideProposed' } });
    expect(act({ side: null }, { kind: 'withdraw' }, 'it')).toMatchObject({ proposal: { state: 'withdrawn' } });
  });

  it.each(['accepted', 'refused', 'withdrawn'] as const)('stays as it is once it is %s', (state) => {
    for (const what of [{ kind: 'sign' }, { kind: 'refuse', reason: 'No' }, { kind: 'withdraw' }] as const) {
      expect(act({ state }, what, 'it')).toEqual({ possible: false, obstacle: { code: 'closed', state } });
    }
  });
});

import type { Team } from '../organisation/organisation.js';
import { decideDecision } from './decide-decision.js';
import { decisionInForce, decisionStatus, type Decision, type DecisionContent } from './decision.js';

const content: DecisionContent = {
  kind: 'waiver',
  title: 'The relaunch goes ahead',
  text: '',
  reason: 'It opens a market.',
  about: { kind: 'initiative', id: 'relaunch' },
  driver: 'campaigns',
  approvers: {},
  contributors: [],
  informed: [],
  effect: null,
  expiresOn: '2026-12-31',
};
const open: Decision = { state: 'open', side: 'marketing', content, signatures: [], acceptedAt: null };
const campaigns = { id: 'campaigns', side: 'marketing' } as const;
const service = { id: 'service', side: 'it' } as const;
const now = new Date('2026-11-10T08:00:00Z');
const teams: readonly Team[] = [{ id: 'platform', title: 'Platform', side: 'it' }];

function act(
  decision: Decision,
  person: { id: string; side: 'marketing' | 'it'; team?: string },
  kind: 'sign' | 'withdraw' = 'sign',
) {
  return decideDecision(decision, { kind }, { person, teams, now });
}
function signed(decision: Decision, person: typeof campaigns | typeof service): Decision {
  const outcome = act(decision, person);
  if (!outcome.possible) throw new Error(outcome.obstacle.code);
  return outcome.decision;
}

describe('signing a decision', () => {
  it('is in force when a person of each side has signed, and two people they are', () => {
    const one = signed(open, campaigns);
    expect(one).toMatchObject({ state: 'open', acceptedAt: null });
    expect(act(one, campaigns)).toMatchObject({ possible: false, obstacle: { code: 'signedAlready' } });
    expect(act(one, { id: 'campaigns', side: 'it' })).toMatchObject({ obstacle: { code: 'signedForOtherSide' } });
    const outcome = act(one, service);
    expect(outcome).toMatchObject({ possible: true, accepted: true, decision: { state: 'accepted', acceptedAt: now } });
  });

  it('waits for the approver of a side where one is named', () => {
    const named = { ...open, content: { ...content, approvers: { it: 'chief', marketing: 'campaigns' } } };
    expect(act(named, service)).toMatchObject({
      possible: false,
      obstacle: { code: 'approverDecides', approver: 'chief' },
    });
    expect(act(named, { id: 'chief', side: 'it' })).toMatchObject({ possible: true });
    expect(act(named, campaigns)).toMatchObject({ possible: true });
  });

  it('lets members of the team that approves sign, and nobody else of the side', () => {
    const named = { ...open, content: { ...content, approvers: { it: 'platform' } } };
    expect(act(named, service)).toMatchObject({ obstacle: { code: 'teamDecides', team: 'Platform' } });
    expect(act(named, { ...service, team: 'platform' })).toMatchObject({ possible: true });
  });

  it('is not possible for a draft, which its own side takes back', () => {
    const draft: Decision = { ...open, state: 'draft' };
    expect(act(draft, campaigns)).toMatchObject({ possible: false, obstacle: { code: 'stillDraft' } });
    expect(act(draft, service, 'withdraw')).toMatchObject({ obstacle: { code: 'otherSideProposed' } });
    expect(act(draft, campaigns, 'withdraw')).toMatchObject({ possible: true, decision: { state: 'withdrawn' } });
  });
});

describe('how a decision stands', () => {
  const accepted: Decision = { ...open, state: 'accepted', acceptedAt: now };
  const about = { kind: 'initiative', id: 'relaunch' } as const;

  it('expires when its last local day is over', () => {
    const zone = 'Europe/Berlin';
    expect(decisionStatus(accepted, new Date('2026-12-31T22:59:59Z'), zone)).toBe('inForce');
    expect(decisionStatus(accepted, new Date('2026-12-31T23:00:00Z'), zone)).toBe('expired');
    expect(
      decisionStatus({ ...accepted, content: { ...content, expiresOn: null } }, new Date('2036-01-01'), zone),
    ).toBe('inForce');
  });

  it('finds the waiver that holds for one thing, the one signed last', () => {
    const later = { ...accepted, acceptedAt: new Date('2026-11-12T08:00:00Z') };
    const wanted = { kind: 'waiver', about } as const;
    expect(decisionInForce([accepted, later, open], wanted, now, 'UTC')).toBe(accepted);
    const ended = { ...later, content: { ...content, expiresOn: '2026-11-13' } };
    expect(decisionInForce([accepted, later, open], wanted, new Date('2026-11-14'), 'UTC')).toBe(later);
    expect(decisionInForce([accepted, ended], wanted, new Date('2026-11-14'), 'UTC')).toBeNull();
    expect(decisionInForce([accepted], wanted, new Date('2027-01-01T00:00:00Z'), 'UTC')).toBeNull();
    expect(decisionInForce([accepted], { kind: 'waiver', about: { ...about, id: 'other' } }, now, 'UTC')).toBeNull();
    expect(decisionInForce([open], wanted, now, 'UTC')).toBeNull();
  });
});

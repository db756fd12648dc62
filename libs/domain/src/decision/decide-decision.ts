import {
  decideProposal,
  teamObstacle,
  type ProposalAct,
  type ProposalObstacle,
  type SignedProposal,
  type Signer,
} from '../metric/definition-proposal.js';
import type { Side } from '../metric/definition.js';
import type { Team } from '../organisation/organisation.js';
import type { Decision } from './decision.js';

export type DecisionObstacle =
  | ProposalObstacle
  /** It is a draft: it is put forward before anybody signs it. */
  | { readonly code: 'stillDraft' }
  /** It is no draft any more, so what it says stays. */
  | { readonly code: 'noDraft' }
  /** The approver of the side, by id, signs for it and nobody else. */
  | { readonly code: 'approverDecides'; readonly side: Side; readonly approver: string; readonly by: string };

export type DecisionOutcome =
  | { readonly possible: false; readonly obstacle: DecisionObstacle }
  | {
      readonly possible: true;
      readonly decision: Decision;
      /** Whether this act was the last signature. */
      readonly accepted: boolean;
    };

/** A decision changes nothing that has versions: what it is signed against is always the same. */
const unversioned = { version: 0, validFrom: new Date(0) };

/**
 * What an act of a person makes of a decision; the rules of signing are those of `decideProposal`. Beside them, where an approver is named for a side, that
 * person (or a member of that team) alone signs and refuses for it.
 */
export function decideDecision(
  decision: Decision,
  act: ProposalAct,
  { person, teams, now }: { readonly person: Signer; readonly teams: readonly Team[]; readonly now: Date },
): DecisionOutcome {
  if (decision.state === 'draft' && act.kind !== 'withdraw') return impossible({ code: 'stillDraft' });
  const obstacle = act.kind === 'withdraw' ? null : approverObstacle(decision, person, teams);
  if (obstacle) return impossible(obstacle);
  const { reason } = decision.content;
  const proposal: SignedProposal = {
    baseVersion: unversioned.version,
    reason,
    side: decision.side,
    effectiveFrom: null,
    state: decision.state === 'draft' ? 'open' : decision.state,
    signatures: decision.signatures,
  };
  const context = { person, signingTeam: approvingTeam(decision, person.side, teams), latest: unversioned, now };
  const decided = decideProposal(proposal, act, context);
  if (!decided.possible) return decided;
  const { state, signatures } = decided.proposal;
  const accepted = decided.validFrom !== null;
  return { possible: true, accepted, decision: { ...decision, state, signatures, acceptedAt: decided.validFrom } };
}

/** Why a person does not sign for their side; null when nothing is in the way. */
export function approverObstacle(
  { content }: Pick<Decision, 'content'>,
  person: Signer,
  teams: readonly Team[],
): DecisionObstacle | null {
  const approver = content.approvers[person.side];
  if (approver === undefined || approver === person.id) return null;
  const team = teams.find(({ id }) => id === approver);
  if (team) return teamObstacle(person, team);
  return { code: 'approverDecides', side: person.side, approver, by: person.id };
}

function approvingTeam({ content }: Decision, side: Side, teams: readonly Team[]): Team | null {
  return teams.find(({ id }) => id === content.approvers[side]) ?? null;
}

function impossible(obstacle: DecisionObstacle): Extract<DecisionOutcome, { possible: false }> {
  return { possible: false, obstacle };
}

import type { Person, Team } from '../organisation/organisation.js';
import type { Side } from './definition.js';
import type { GovernedDefinition } from './governed-definition.js';
import type { MetricVersion } from './metric-version.js';
import type { OwnerOfSide } from './signing-team.js';

export interface Signature {
  readonly side: Side;
  /** Id of the person who signed. */
  readonly by: string;
  readonly at: Date;
}

/** `accepted`: both sides have signed and it became a version, in force now or from a later time. */
export type ProposalState = 'open' | 'accepted' | 'refused' | 'withdrawn';

/** A change that waits for, or once waited for, the signatures of both sides. */
export interface SignedProposal {
  /** The version that it was made against. */
  readonly baseVersion: number;
  readonly reason: string;
  /** The side that proposes; null for a proposal that a file brought. */
  readonly side: Side | null;
  /** The earliest time from which it may answer; null for the moment of the last signature. */
  readonly effectiveFrom: Date | null;
  readonly state: ProposalState;
  readonly signatures: readonly Signature[];
}

/** A change of a definition that is to be signed. */
export interface DefinitionProposal extends SignedProposal {
  readonly metric: string;
  readonly definition: GovernedDefinition;
}

/** Somebody who speaks for their side. */
export type Signer = Pick<Person, 'id' | 'side' | 'team'>;

export type ProposalAct =
  { readonly kind: 'sign' } | { readonly kind: 'refuse'; readonly reason: string } | { readonly kind: 'withdraw' };

/** Why an act on a proposal is not possible; the sentence is written where it is read. */
export type ProposalObstacle =
  | { readonly code: 'closed'; readonly state: ProposalState }
  | { readonly code: 'outdated'; readonly baseVersion: number; readonly latestVersion: number }
  | { readonly code: 'signedAlready'; readonly side: Side; readonly by: string }
  | { readonly code: 'signedForOtherSide'; readonly side: Side; readonly by: string }
  | { readonly code: 'otherSideProposed'; readonly side: Side }
  /** `team` is its title. */
  | { readonly code: 'teamDecides'; readonly side: Side; readonly team: string; readonly by: string }
  | { readonly code: 'beforeLatest'; readonly latestVersion: number; readonly validFrom: Date };

export type ProposalDecision<Proposal extends SignedProposal = DefinitionProposal> =
  | { readonly possible: false; readonly obstacle: ProposalObstacle }
  | {
      readonly possible: true;
      readonly proposal: Proposal;
      /** From when the new version answers, once the last signature is there. */
      readonly validFrom: Date | null;
    };

const bothSides: readonly Side[] = ['marketing', 'it'];

/** The sides whose signatures are still missing. */
export function missingSignatures({ signatures }: Pick<SignedProposal, 'signatures'>): Side[] {
  return bothSides.filter((side) => !signatures.some((signature) => signature.side === side));
}

/**
 * Whether a change needs both signatures. `owning` are those who have owned the metric at any time since its latest version was made:
 * a side whose owner is taken away keeps its say in the next change, so that nobody is talked around, and gives it up with that signature.
 * With a side that never was there, there is nobody to wait for.
 */
export function needsSignatures(owning: readonly Pick<OwnerOfSide, 'side'>[]): boolean {
  return bothSides.every((side) => owning.some((owner) => owner.side === side));
}

/**
 * What an act of a person makes of a proposal. One person of each side signs, and they are two; the last signature makes it a version from then on or from
 * the later time that the proposal names, never from an earlier one. Either side may refuse. Where a team signs, its members
 * alone sign and refuse for the side. Only the side that proposed may withdraw,
 * and anybody what a file proposed. `latest` is the latest version of what it changes, be it in force already or not.
 */
export function decideProposal<Proposal extends SignedProposal>(
  proposal: Proposal,
  act: ProposalAct,
  context: {
    readonly person: Signer;
    /** The team that signs for the side of the person, if one does. */
    readonly signingTeam: Team | null;
    readonly latest: Pick<MetricVersion, 'version' | 'validFrom'>;
    readonly now: Date;
  },
): ProposalDecision<Proposal> {
  const { person, signingTeam, latest, now } = context;
  const notInTeam = teamObstacle(person, signingTeam);
  if (proposal.state !== 'open') return impossible({ code: 'closed', state: proposal.state });
  switch (act.kind) {
    case 'refuse':
      if (notInTeam) return impossible(notInTeam);
      return { possible: true, proposal: { ...proposal, state: 'refused' }, validFrom: null };
    case 'withdraw':
      if (proposal.side !== null && proposal.side !== person.side) {
        return impossible({ code: 'otherSideProposed', side: proposal.side });
      }
      return { possible: true, proposal: { ...proposal, state: 'withdrawn' }, validFrom: null };
    case 'sign': {
      if (isOutdated(proposal, latest)) return impossible(outdated(proposal, latest));
      const own = proposal.signatures.find(({ side }) => side === person.side);
      if (own) return impossible({ code: 'signedAlready', side: own.side, by: own.by });
      // Somebody who changes sides is still one person, and a change needs two.
      const other = proposal.signatures.find(({ by }) => by === person.id);
      if (other) return impossible({ code: 'signedForOtherSide', side: other.side, by: other.by });
      if (notInTeam) return impossible(notInTeam);
      return signed(proposal, { side: person.side, by: person.id, at: now }, latest);
    }
  }
}

/** Why a person cannot speak for their side; null when nothing is in the way. */
export function teamObstacle(
  { id, side, team }: Signer,
  signingTeam: Team | null,
): Extract<ProposalObstacle, { code: 'teamDecides' }> | null {
  if (signingTeam === null || signingTeam.id === team) return null;
  return { code: 'teamDecides', side, team: signingTeam.title, by: id };
}

/**
 * Whether whoever proposes signs with it. `maySign` is the right of their account: without it, and for a side that a team signs for which they are
 * not in, the proposal carries no signature and waits for both sides, whoever owns the metric.
 */
export function signsWhatTheyPropose(person: Signer, signingTeam: Team | null, maySign: boolean): boolean {
  return maySign && teamObstacle(person, signingTeam) === null;
}

/** Whether another change has become a version since the proposal was made: then it no longer says what it would change. */
export function isOutdated(
  proposal: Pick<SignedProposal, 'baseVersion'>,
  latest: Pick<MetricVersion, 'version'>,
): boolean {
  return proposal.baseVersion !== latest.version;
}

function signed<Proposal extends SignedProposal>(
  proposal: Proposal,
  signature: Signature,
  latest: Pick<MetricVersion, 'version' | 'validFrom'>,
): ProposalDecision<Proposal> {
  const next: Proposal = { ...proposal, signatures: [...proposal.signatures, signature] };
  if (missingSignatures(next).length) return { possible: true, proposal: next, validFrom: null };
  const validFrom = laterOf(signature.at, proposal.effectiveFrom);
  if (validFrom < latest.validFrom) {
    return impossible({ code: 'beforeLatest', latestVersion: latest.version, validFrom: latest.validFrom });
  }
  return { possible: true, proposal: { ...next, state: 'accepted' }, validFrom };
}

/** History is not rewritten: what was to begin in the past begins now. */
function laterOf(now: Date, effectiveFrom: Date | null): Date {
  return effectiveFrom !== null && effectiveFrom > now ? effectiveFrom : now;
}

function outdated(proposal: SignedProposal, latest: Pick<MetricVersion, 'version'>): ProposalObstacle {
  return { code: 'outdated', baseVersion: proposal.baseVersion, latestVersion: latest.version };
}

function impossible(obstacle: ProposalObstacle): Extract<ProposalDecision, { possible: false }> {
  return { possible: false, obstacle };
}

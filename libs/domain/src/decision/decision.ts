import type { Direction, Side } from '../metric/definition.js';
import type { ProposalState, SignedProposal } from '../metric/definition-proposal.js';
import type { ObservationState } from '../metric/observation.js';
import { endOfDate } from '../metric/periods.js';

/**
 * `waiver`: what a rule would refuse goes ahead, until a day. `targetChange`: why a target is proposed anew. `agreement`: how long before the
 * other side is told. `budgetRelease`: releases and campaigns go on although the change budget of a goal is spent.
 */
export const decisionKinds = ['ordinary', 'waiver', 'targetChange', 'agreement', 'budgetRelease'] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export const decisionSubjects = ['goal', 'goalProposal', 'metric', 'guardrail', 'initiative', 'agreement'] as const;
/** What a decision is about, by its id. */
export interface DecisionSubject {
  readonly kind: (typeof decisionSubjects)[number];
  readonly id: string;
}

/** The value that the metric had when the effect was promised, as it was known then. */
export interface EffectBaseline {
  /** In the unit of the metric, as shown; null when it had none. */
  readonly value: string | null;
  /** The version of the definition that answered. */
  readonly version: number;
  /** ISO instants, half-open. */
  readonly start: string;
  readonly end: string;
  readonly state: ObservationState;
  readonly knownAt: string;
}

/** What a decision promises: the metric moves by so much, that way, by the end of a day. */
export interface ExpectedEffect {
  readonly metric: string;
  readonly direction: Direction;
  /** Above zero, in the unit of the metric. */
  readonly amount: string;
  /** Local date of the organisation, the day included. */
  readonly by: string;
  /** null until both have signed: it is read at that moment. */
  readonly baseline: EffectBaseline | null;
}

export interface DecisionContent {
  readonly kind: DecisionKind;
  readonly title: string;
  readonly text: string;
  readonly reason: string;
  readonly about: DecisionSubject | null;
  /** Id of the person or team that carries it out. */
  readonly driver: string;
  /** Who signs for a side: a person, or a team through its members; anybody of the side who may sign where left out. */
  readonly approvers: Partial<Record<Side, string>>;
  readonly contributors: readonly string[];
  readonly informed: readonly string[];
  readonly effect: ExpectedEffect | null;
  /** Local date up to which it holds, the day included; null for without end. */
  readonly expiresOn: string | null;
  /** Terms of an agreement of notice; left out for every other kind. */
  readonly agreement?: Readonly<Record<string, unknown>>;
}

/** Something that both sides decide. A draft is signed by nobody yet. */
export interface Decision extends Omit<SignedProposal, 'state' | 'reason' | 'baseVersion' | 'effectiveFrom'> {
  readonly state: ProposalState | 'draft';
  readonly content: DecisionContent;
  /** When the last signature came; null before. */
  readonly acceptedAt: Date | null;
}

export type DecisionStatus = 'draft' | 'waiting' | 'inForce' | 'expired' | 'refused' | 'withdrawn';

/** How a decision stands at an instant. It expires when its last day, in the zone of the organisation, is over. */
export function decisionStatus(
  { state, content }: Pick<Decision, 'state'> & { readonly content: Pick<DecisionContent, 'expiresOn'> },
  now: Date,
  timeZone: string,
): DecisionStatus {
  switch (state) {
    case 'draft':
      return 'draft';
    case 'open':
      return 'waiting';
    case 'refused':
    case 'withdrawn':
      return state;
    case 'accepted':
      return content.expiresOn !== null && now >= endOfDate(content.expiresOn, timeZone) ? 'expired' : 'inForce';
  }
}

/**
 * The decision of a kind about one thing that is in force at an instant; null for none. The one that was signed last speaks for the thing: one that it took
 * the place of does not come back when it ends.
 */
export function decisionInForce<Known extends Decision>(
  decisions: readonly Known[],
  wanted: { readonly kind: DecisionKind; readonly about: DecisionSubject },
  now: Date,
  timeZone: string,
): Known | null {
  const { kind, about } = wanted;
  const signed = decisions
    .filter(
      ({ content }) => content.kind === kind && content.about?.kind === about.kind && content.about.id === about.id,
    )
    .filter(({ acceptedAt }) => acceptedAt !== null && acceptedAt <= now)
    .sort((one, other) => (one.acceptedAt?.getTime() ?? 0) - (other.acceptedAt?.getTime() ?? 0));
  const last = signed.at(-1);
  return last !== undefined && decisionStatus(last, now, timeZone) === 'inForce' ? last : null;
}

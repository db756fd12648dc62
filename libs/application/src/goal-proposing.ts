import type { Goal } from '@tandem/domain/goal/goal';
import { goalGaps } from '@tandem/domain/goal/goal-gaps';
import type { GoalProposal } from '@tandem/domain/goal/goal-proposal';
import { decideProposal, signsWhatTheyPropose } from '@tandem/domain/metric/definition-proposal';
import { signingTeam, type OwnerOfSide } from '@tandem/domain/metric/signing-team';
import { checkConfiguration } from '@tandem/domain/organisation/check-configuration';
import { mergeConfiguration } from '@tandem/domain/organisation/merge-configuration';
import type { Configuration, Person } from '@tandem/domain/organisation/organisation';
import { ConfigurationRejected } from './apply-configuration.js';
import type { GoalProposalRecord, GoalReader } from './goal-ports.js';
import type { Clock, ConfigurationStore, ObservationReader } from './ports.js';
import { ProposalNotPossible } from './proposing.js';

export interface GoalDependencies {
  readonly configuration: ConfigurationStore;
  readonly observations: Pick<ObservationReader, 'seriesOfEach'>;
  readonly goals: GoalReader;
  readonly clock: Clock;
}

/** The configuration with a goal in it. Throws `ConfigurationRejected` with all that is wrong with the goal. */
export function withGoal(current: Configuration, goal: Goal): Configuration {
  const issues = checkConfiguration(current, { goals: [goal] });
  if (issues.length) throw new ConfigurationRejected(issues);
  return mergeConfiguration(current, { goals: [goal] });
}

/** Other terms may not take away what a goal needs to be published. One that lacked it before may go on lacking it. */
export function requireComplete(present: Goal, goal: Goal, configuration: Configuration): void {
  const before = goalGaps(present, configuration);
  const gaps = goalGaps(goal, configuration).filter(
    ({ code, side }) => !before.some((gap) => gap.code === code && gap.side === side),
  );
  if (gaps.length) throw new ProposalNotPossible({ code: 'goalIncomplete', gaps });
}

/** A proposal with the signature of whoever makes it, if they may sign for their side. */
export function signedByProposer(
  person: Person,
  proposal: GoalProposal,
  context: {
    readonly latest: { readonly version: number; readonly validFrom: Date };
    readonly owning: readonly OwnerOfSide[];
    readonly teams: Configuration['teams'];
    /** Whether the account that asks has the right to sign. */
    readonly maySign: boolean;
    readonly now: Date;
  },
): GoalProposalRecord {
  const { latest, owning, teams, maySign, now } = context;
  const { id: by, side } = person;
  const propose = { step: 'propose' as const, at: now, by, side, reason: proposal.reason };
  const team = signingTeam(side, owning, teams);
  if (!signsWhatTheyPropose(person, team, maySign)) return { id: null, proposal, steps: [propose], acceptedAs: null };
  const decision = decideProposal(proposal, { kind: 'sign' }, { person, signingTeam: team, latest, now });
  if (!decision.possible) throw new ProposalNotPossible(decision.obstacle);
  const sign = { step: 'sign' as const, at: now, by, side, reason: null };
  return { id: null, proposal: decision.proposal, steps: [propose, sign], acceptedAs: null };
}

export function ownersAsList(owners: Goal['owners']): OwnerOfSide[] {
  return (['marketing', 'it'] as const).flatMap((side) => {
    const id = owners[side];
    return id === undefined ? [] : [{ side, id }];
  });
}

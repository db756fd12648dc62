import type { Goal } from '@tandem/domain/goal/goal';
import type { GoalProposal } from '@tandem/domain/goal/goal-proposal';
import { goalTerms, isSameTerms, withTerms, type GoalTerms } from '@tandem/domain/goal/goal-terms';
import { movedAims } from '@tandem/domain/goal/moved-after-miss';
import { needsSignatures } from '@tandem/domain/metric/definition-proposal';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import type { GoalGovernance, GoalProposalRecord, StoredGoalProposal } from './goal-ports.js';
import { requireComplete, signedByProposer, withGoal, type GoalDependencies } from './goal-proposing.js';
import { readStandings } from './goal-standings.js';
import type { Standings } from './govern-goals.js';
import { InvalidInput, NotFound } from './input-errors.js';
import type { Governance } from './proposal-ports.js';
import { ProposalNotPossible, requirePerson } from './proposing.js';
import { futureTime } from './read-time.js';

export interface ProposeGoalTermsRequest {
  readonly id: string;
  readonly terms: GoalTerms;
  readonly reason: string;
  /** A local date or an instant; as soon as both have signed when left out. */
  readonly effectiveFrom?: string | undefined;
  /** Id of the person who proposes; this signs for the side of that person, if they may sign. */
  readonly by: string;
  /** Whether the account that asks has the right to sign. */
  readonly maySign: boolean;
}

/**
 * Proposes other terms for a published goal, signed by the side that proposes them if the person may sign for it. Of a goal that only one side
 * owns the change takes effect with that signature, or at the time that it names; without it, it waits for both.
 */
export function proposeGoalTerms(dependencies: GoalDependencies) {
  const { configuration, goals, clock } = dependencies;
  return async (request: ProposeGoalTermsRequest): Promise<StoredGoalProposal> => {
    const now = clock();
    const standings = await readStandings(dependencies)([request.id]);
    await configuration.change(
      (current, governance) => {
        const record = recordOf(request, current, governance, { standings, now });
        return { next: current, changes: [], goals: { proposals: [record], moved: new Map() } };
      },
      { now, dryRun: false, actor: request.by },
    );
    const [written] = await goals.proposals({ goal: request.id });
    if (!written) throw new Error('The proposal that was written cannot be read.');
    return written;
  };
}

function recordOf(
  request: ProposeGoalTermsRequest,
  current: Configuration,
  governance: Governance,
  { standings, now }: { readonly standings: Standings; readonly now: Date },
): GoalProposalRecord {
  const person = requirePerson(current, request.by);
  const present = current.goals.find(({ id }) => id === request.id);
  const state = governance.goals.get(request.id);
  if (!present || !state) throw new NotFound('goal', request.id);
  if (!state.published) throw new ProposalNotPossible({ code: 'goalIsDraft' });
  const goal = checkedTerms(current, present, request.terms, state);
  if (state.open) throw new ProposalNotPossible({ code: 'openAlready', id: state.open.id });
  const effectiveFrom = futureTime(request.effectiveFrom, current, now);
  const proposal: GoalProposal = {
    goal: request.id,
    kind: 'change',
    baseVersion: state.version,
    terms: goalTerms(goal),
    reason: request.reason,
    side: person.side,
    effectiveFrom,
    state: 'open',
    signatures: [],
  };
  const signing = { latest: state, owning: state.owning, teams: current.teams, maySign: request.maySign, now };
  const record = signedByProposer(person, proposal, signing);
  if (record.proposal.signatures.length === 0 || needsSignatures(state.owning)) return record;
  const validFrom = effectiveFrom !== null && effectiveFrom > now ? effectiveFrom : now;
  if (validFrom < state.validFrom) {
    throw new ProposalNotPossible({ code: 'beforeLatest', latestVersion: state.version, validFrom: state.validFrom });
  }
  return {
    ...record,
    proposal: { ...record.proposal, state: 'accepted' },
    steps: [...record.steps, { step: 'accept', at: now, by: null, side: null, reason: null }],
    acceptedAs: { validFrom, moved: movedAims(present, goal, standings.get(goal.id) ?? []) },
  };
}

/** The goal as it would be. Throws for terms that cannot hold, or that change nothing. */
export function checkedTerms(
  current: Configuration,
  present: Goal,
  terms: GoalTerms,
  state: Pick<GoalGovernance, 'version' | 'terms'>,
): Goal {
  const goal = withTerms(present, terms);
  const next = withGoal(current, goal);
  if (isSameTerms(state.terms, goal)) {
    const reason = `This is what version ${state.version} says already: nothing would change.`;
    throw new InvalidInput([{ field: 'terms', reason }]);
  }
  requireComplete(present, goal, next);
  return goal;
}

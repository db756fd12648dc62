import { goalGaps } from '@tandem/domain/goal/goal-gaps';
import type { GoalProposal } from '@tandem/domain/goal/goal-proposal';
import { withTerms } from '@tandem/domain/goal/goal-terms';
import { movedAims } from '@tandem/domain/goal/moved-after-miss';
import { decideProposal, type ProposalAct } from '@tandem/domain/metric/definition-proposal';
import { signingTeam } from '@tandem/domain/metric/signing-team';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import type { GoalProposalRecord, StoredGoalProposal } from './goal-ports.js';
import { requireComplete, withGoal, type GoalDependencies } from './goal-proposing.js';
import { readStandings } from './goal-standings.js';
import type { Standings } from './govern-goals.js';
import { NotFound } from './input-errors.js';
import type { Governance, ProposalStep } from './proposal-ports.js';
import { ProposalNotPossible, requirePerson } from './proposing.js';

export interface DecideOnGoalProposalRequest {
  readonly goal: string;
  readonly id: string;
  readonly act: ProposalAct;
  /** Id of the person who acts, for their side. */
  readonly by: string;
}

/** Signs, refuses or withdraws; with the last signature a change holds from then on, and a new goal is published. */
export function decideOnGoalProposal(dependencies: GoalDependencies) {
  const { configuration, goals, clock } = dependencies;
  return async (request: DecideOnGoalProposalRequest): Promise<StoredGoalProposal> => {
    const now = clock();
    const found = await goals.findProposal(request.id);
    if (found?.goal !== request.goal) throw new NotFound('proposal', request.id);
    const standings = await readStandings(dependencies)([request.goal]);
    await configuration.change(
      (current, governance) => {
        const open = governance.goals.get(request.goal)?.open;
        // Between the reading and the lock somebody else may have closed it.
        const closed = { ...found, state: found.state === 'open' ? ('withdrawn' as const) : found.state };
        const proposal = open?.id === request.id ? open : closed;
        const record = decided(request, proposal, { current, governance, standings, now });
        return { next: current, changes: [], goals: { proposals: [record], moved: new Map() } };
      },
      { now, dryRun: false, actor: request.by },
    );
    const after = await goals.findProposal(request.id);
    if (!after) throw new NotFound('proposal', request.id);
    return after;
  };
}

function decided(
  { goal: id, act, by, id: proposalId }: DecideOnGoalProposalRequest,
  proposal: GoalProposal,
  context: {
    readonly current: Configuration;
    readonly governance: Governance;
    readonly standings: Standings;
    readonly now: Date;
  },
): GoalProposalRecord {
  const { current, governance, standings, now } = context;
  const person = requirePerson(current, by);
  const state = governance.goals.get(id);
  const present = current.goals.find((goal) => goal.id === id);
  if (!state || !present) throw new NotFound('goal', id);
  const team = signingTeam(person.side, state.owning, current.teams);
  const decision = decideProposal(proposal, act, { person, signingTeam: team, latest: state, now });
  if (!decision.possible) throw new ProposalNotPossible(decision.obstacle);
  const reason = act.kind === 'refuse' ? act.reason : null;
  const steps: ProposalStep[] = [{ step: act.kind, at: now, by, side: person.side, reason }];
  const { validFrom } = decision;
  if (validFrom === null) return { id: proposalId, proposal: decision.proposal, steps, acceptedAs: null };
  const goal = withTerms(present, proposal.terms);
  // What it names may have gone, or changed, since it was proposed.
  const next = withGoal(current, goal);
  if (proposal.kind === 'change') requireComplete(present, goal, next);
  const gaps = proposal.kind === 'adopt' ? goalGaps(goal, next) : [];
  if (gaps.length) throw new ProposalNotPossible({ code: 'goalIncomplete', gaps });
  return {
    id: proposalId,
    proposal: decision.proposal,
    steps: [...steps, { step: 'accept', at: now, by: null, side: null, reason: null }],
    acceptedAs:
      proposal.kind === 'adopt' ? null : { validFrom, moved: movedAims(present, goal, standings.get(id) ?? []) },
  };
}

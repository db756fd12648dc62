import type { Goal } from '@tandem/domain/goal/goal';
import { goalLevel, sideOfGoal } from '@tandem/domain/goal/goal-level';
import { goalTerms, isSameTerms } from '@tandem/domain/goal/goal-terms';
import type { Configuration, Person } from '@tandem/domain/organisation/organisation';
import { configurationDifference } from './configuration-difference.js';
import type { GoalGovernance, GoalProposalRecord } from './goal-ports.js';
import { ownersAsList, signedByProposer, withGoal, type GoalDependencies } from './goal-proposing.js';
import { replaced } from './govern-goals.js';
import { InvalidInput, NotFound } from './input-errors.js';
import { ProposalNotPossible, requirePerson } from './proposing.js';

export interface WriteGoalRequest {
  readonly goal: Goal;
  /** Id of the person who writes it; this signs a joint goal for their side, if they may sign. */
  readonly by: string;
  /** Whether the account that asks has the right to sign. */
  readonly maySign: boolean;
  /** `make`: a new goal. `rewrite`: one that is not published yet. */
  readonly act: 'make' | 'rewrite';
}

/**
 * Writes a goal that is not published yet. A joint one waits as a draft for a signature of the other side, however complete it is, since
 * nobody agrees for both. A goal of a department or team is written by its own side and published when nothing is missing; by
 * somebody who may not sign it waits as well.
 */
export function writeGoal({ configuration, clock }: Pick<GoalDependencies, 'configuration' | 'clock'>) {
  return async ({ goal, by, act, maySign }: WriteGoalRequest): Promise<void> => {
    const now = clock();
    await configuration.change(
      (current, governance) => {
        const person = requirePerson(current, by);
        const state = governance.goals.get(goal.id) ?? null;
        requireWritable(act, goal, state);
        requireOwnSide(person, goal, current);
        const next = withGoal(current, goal);
        const changes = configurationDifference(current, next, { goals: [goal] });
        const isAgreed = goalLevel(goal) !== 'joint' && maySign;
        const proposals = isAgreed ? [] : agreements(goal, person, state, { next, maySign, now });
        return { next, changes, goals: { proposals, moved: new Map() } };
      },
      { now, dryRun: false, actor: by },
    );
  };
}

function requireWritable(act: WriteGoalRequest['act'], { id }: Goal, state: GoalGovernance | null): void {
  if (act === 'make') {
    if (state !== null) throw new ProposalNotPossible({ code: 'goalThere', id });
    return;
  }
  if (state === null) throw new NotFound('goal', id);
  if (state.published) throw new ProposalNotPossible({ code: 'goalIsPublished' });
}

/** A goal of a department or team is written by its own side. */
export function requireOwnSide({ side }: Person, goal: Goal, { teams }: Configuration): void {
  const own = sideOfGoal(goal, teams);
  if (own === null || own === side) return;
  const field = goal.team === undefined ? 'department' : 'team';
  throw new InvalidInput([{ field, reason: 'A goal of one department is written by a person of that department.' }]);
}

function agreements(
  goal: Goal,
  person: Person,
  state: GoalGovernance | null,
  { next, maySign, now }: { readonly next: Configuration; readonly maySign: boolean; readonly now: Date },
): GoalProposalRecord[] {
  const isSame = state !== null && isSameTerms(state.terms, goal);
  const version = (state?.version ?? 0) + (isSame ? 0 : 1);
  const reason = `Agreement on the goal "${goal.title}".`;
  const proposal = {
    goal: goal.id,
    kind: 'adopt' as const,
    baseVersion: version,
    terms: goalTerms(goal),
    reason,
    side: person.side,
    effectiveFrom: null,
    state: 'open' as const,
    signatures: [],
  };
  const latest = { version, validFrom: now };
  const record = signedByProposer(person, proposal, {
    latest,
    owning: ownersAsList(goal.owners),
    teams: next.teams,
    maySign,
    now,
  });
  const { id: by, side } = person;
  const newer = { by, side, reason: 'Replaced by a newer draft.' };
  return state?.open ? [replaced(state.open, now, newer), record] : [record];
}

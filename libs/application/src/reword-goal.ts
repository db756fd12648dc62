import type { Goal } from '@tandem/domain/goal/goal';
import { goalLosses, type GoalLoss } from '@tandem/domain/goal/goal-gaps';
import { goalLevel } from '@tandem/domain/goal/goal-level';
import { goalWording, withWording, type GoalWording } from '@tandem/domain/goal/goal-terms';
import { configurationDifference } from './configuration-difference.js';
import { withGoal, type GoalDependencies } from './goal-proposing.js';
import { InvalidInput, NotFound } from './input-errors.js';
import { ProposalNotPossible, requirePerson } from './proposing.js';
import { ChangedMeanwhile, editionOf } from './settings/thing-edition.js';
import { requireOwnSide } from './write-goal.js';

export interface RewordGoalRequest {
  readonly id: string;
  readonly wording: GoalWording;
  /** The edition of the wording that the change starts from. */
  readonly edition: string;
  /** Id of the person who changes it. */
  readonly by: string;
}

/**
 * Changes what a published goal is called, whose it is, where it stands and what drives it: at once, since nothing of it is agreed by signature. A
 * goal does not lose an owner or a counter-metric that way, and what both sides have signed stays as it is.
 */
export function rewordGoal({ configuration, clock }: Pick<GoalDependencies, 'configuration' | 'clock'>) {
  return async ({ id, wording, edition, by }: RewordGoalRequest): Promise<void> => {
    await configuration.change(
      (current, governance) => {
        const person = requirePerson(current, by);
        const present = current.goals.find((goal) => goal.id === id);
        if (!present) throw new NotFound('goal', id);
        const isPublished = (goal: string) => governance.goals.get(goal)?.published ?? false;
        if (!isPublished(id)) throw new ProposalNotPossible({ code: 'goalIsDraft' });
        if (wordingEdition(present) !== edition) throw new ChangedMeanwhile('goal', id);
        const goal = withWording(present, wording);
        requireOwnSide(person, present, current);
        requireOwnSide(person, goal, current);
        const next = withGoal(current, goal);
        const lost = goalLosses(id, current, next, isPublished);
        if (lost.length) throw new InvalidInput(lost.map((loss) => issueOf(loss, goal)));
        return { next, changes: configurationDifference(current, next, { goals: [goal] }) };
      },
      { now: clock(), dryRun: false, actor: by },
    );
  };
}

/** Another one as soon as anything of the wording is; terms that come into force leave it as it is. */
export function wordingEdition(goal: Goal): string {
  return editionOf(goalWording(goal));
}

const sideNames = { marketing: 'marketing', it: 'IT' } as const;

/** What is lost is told at the field that takes it away: of goals below it is always the place. */
function issueOf({ goal, gap: { code, side } }: GoalLoss, changed: Goal) {
  const place = goalLevel(changed) === 'joint' ? 'department' : 'parent';
  const which = goal.id === changed.id ? 'The goal' : `The goal "${goal.title}" below it`;
  return code === 'ownerMissing'
    ? { field: `owners.${side}`, reason: `${which} is published: it keeps an owner of ${sideNames[side]}. Name one.` }
    : {
        field: place,
        reason: `${which} is published: here it would have no counter-metric that ${sideNames[side]} owns.`,
      };
}

import type { Side } from '@tandem/contracts/common';
import type { GoalChoices } from '@tandem/contracts/goals';
import type { GoalDraft } from './goal-draft.js';

/** The goals that one of this department or team can stand below: joint ones, and for a team those of its own department. */
export function goalsAbove({ department, team, id }: GoalDraft, { goals, teams }: GoalChoices): GoalChoices['goals'] {
  const side = teams.find((one) => one.id === team)?.side ?? null;
  return goals.filter(
    (goal) =>
      goal.id !== id &&
      (department !== '' || team !== '') &&
      (goal.level === 'joint' || (team !== '' && goal.level === 'department' && goal.side === side)),
  );
}

/** The draft as a goal of another level, below the first goal that fits where the present one does not. */
export function placed(draft: GoalDraft, place: string, choices: GoalChoices): GoalDraft {
  const [kind = '', id = ''] = place.split(':');
  const next = {
    ...draft,
    department: kind === 'department' ? (id as Side) : '',
    team: kind === 'team' ? id : '',
  } as const;
  const fitting = goalsAbove(next, choices);
  const stays = fitting.some((goal) => goal.id === draft.parent);
  return { ...next, parent: stays ? draft.parent : (fitting[0]?.id ?? '') };
}

/** The level of a goal as the form's choice names it: `joint`, `department:it`, `team:<id>`. */
export function placeOf({ department, team }: GoalDraft): string {
  if (team !== '') return `team:${team}`;
  return department === '' ? 'joint' : `department:${department}`;
}

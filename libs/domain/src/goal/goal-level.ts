import type { Side } from '../metric/definition.js';
import type { Team } from '../organisation/organisation.js';
import type { Goal } from './goal.js';

export type GoalLevel = 'joint' | 'department' | 'team';

/** Joint goals belong to both sides; the others stand below one. */
export function goalLevel({ department, team }: Pick<Goal, 'department' | 'team'>): GoalLevel {
  if (team !== undefined) return 'team';
  return department === undefined ? 'joint' : 'department';
}

/** The one side whose goal it is; null for a joint goal, and for a team that is not known. */
export function sideOfGoal(goal: Pick<Goal, 'department' | 'team'>, teams: readonly Team[]): Side | null {
  if (goal.team !== undefined) return teams.find(({ id }) => id === goal.team)?.side ?? null;
  return goal.department ?? null;
}

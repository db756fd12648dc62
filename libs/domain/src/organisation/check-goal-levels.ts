import { goalLevel, sideOfGoal } from '../goal/goal-level.js';
import type { Goal } from '../goal/goal.js';
import type { Side } from '../metric/definition.js';
import type { ConfigurationPart } from './configuration-part.js';
import type { Configuration } from './organisation.js';

export type GoalLevelReason =
  | { readonly code: 'parentMissing'; readonly level: 'department' | 'team' }
  | { readonly code: 'jointGoalBelow'; readonly parent: string }
  | { readonly code: 'parentUnfit'; readonly parent: string; readonly level: 'department' | 'team' }
  | { readonly code: 'parentOnOtherSide'; readonly parent: string; readonly side: Side }
  | { readonly code: 'counterMetricMoved'; readonly guardrail: string; readonly metric: string };

export interface GoalLevelFault {
  readonly id: string;
  /** Place in the file; null for a stored goal. */
  readonly index: number | null;
  readonly path: readonly (string | number)[];
  readonly reason: GoalLevelReason;
}

/**
 * Goals stand in three levels: joint ones on top, goals of a department below a joint goal, goals of a team below a joint goal or one of its
 * own department; so no chain of them can lead back to itself. And a counter-metric watches another metric than the goal moves. Whether what is
 * named is there at all is a question of references.
 *
 * @param merged the configuration as the file would leave it
 */
export function checkGoalLevels(merged: Configuration, part: ConfigurationPart): readonly GoalLevelFault[] {
  return merged.goals.flatMap((goal) => {
    const place = part.goals?.findIndex(({ id }) => id === goal.id) ?? -1;
    const located = { id: goal.id, index: place === -1 ? null : place };
    return [...levelFaults(goal, merged), ...counterFaults(goal, merged)].map((fault) => ({ ...located, ...fault }));
  });
}

type Fault = Pick<GoalLevelFault, 'path' | 'reason'>;

function levelFaults(goal: Goal, { goals, teams }: Configuration): Fault[] {
  const level = goalLevel(goal);
  const { parent } = goal;
  if (level === 'joint') {
    return parent === undefined ? [] : [{ path: ['parent'], reason: { code: 'jointGoalBelow', parent } }];
  }
  if (parent === undefined) return [{ path: [], reason: { code: 'parentMissing', level } }];
  const above = goals.find(({ id }) => id === parent);
  if (above === undefined) return [];
  const levelAbove = goalLevel(above);
  if (levelAbove === 'team' || (level === 'department' && levelAbove !== 'joint')) {
    return [{ path: ['parent'], reason: { code: 'parentUnfit', parent, level } }];
  }
  const [own, side] = [sideOfGoal(goal, teams), sideOfGoal(above, teams)];
  if (own === null || side === null || own === side) return [];
  return [{ path: ['parent'], reason: { code: 'parentOnOtherSide', parent, side } }];
}

function counterFaults({ counterMetrics = [], keyResults }: Goal, { guardrails }: Configuration): Fault[] {
  const moved = new Set(keyResults.map(({ metric }) => metric));
  return counterMetrics.flatMap((id, index): Fault[] => {
    const guardrail = guardrails.find((one) => one.id === id);
    if (guardrail === undefined || !moved.has(guardrail.metric)) return [];
    const { metric } = guardrail;
    return [{ path: ['counterMetrics', index], reason: { code: 'counterMetricMoved', guardrail: id, metric } }];
  });
}

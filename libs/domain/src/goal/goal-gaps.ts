import type { Side } from '../metric/definition.js';
import type { Team } from '../organisation/organisation.js';
import type { Goal } from './goal.js';
import { sideOfGoal } from './goal-level.js';

/** What a goal lacks before it can be published; the sentence is written where it is read. */
export type GoalGap =
  | { readonly code: 'ownerMissing'; readonly side: Side }
  /** No counter-metric whose guardrail this side owns. */
  | { readonly code: 'counterMetricMissing'; readonly side: Side };

/** What is known of a guardrail here: what it watches, and who owns it. */
export interface CounterGuardrail {
  readonly id: string;
  readonly metric: string;
  readonly owners: Partial<Record<Side, string>>;
}

export interface GoalSurroundings {
  readonly goals: readonly Goal[];
  readonly guardrails: readonly CounterGuardrail[];
  readonly teams: readonly Team[];
}

const bothSides: readonly Side[] = ['marketing', 'it'];
const otherSide = { marketing: 'it', it: 'marketing' } as const satisfies Record<Side, Side>;

/**
 * What keeps a goal a draft; empty when it can be published.
 * - A joint goal needs an owner on each side, a goal of a department or team one on its own.
 * - What must not get worse is watched by the other side: a goal that one side pushes (`ledBy`, or the side of a department or team) needs a
 *   counter-metric that the other side owns; one that both push alike needs each side among the owners of its counter-metrics.
 *
 * A guardrail on a metric that the goal itself moves is no counter-metric. A goal of a department or team also has those of the goals above.
 */
export function goalGaps(goal: Goal, surroundings: GoalSurroundings): readonly GoalGap[] {
  const own = sideOfGoal(goal, surroundings.teams);
  const owning = own === null ? bothSides : [own];
  const pushing = own ?? goal.ledBy;
  const watching = pushing === undefined ? bothSides : [otherSide[pushing]];
  const counters = counterGuardrails(goal, surroundings);
  return [
    ...owning
      .filter((side) => goal.owners[side] === undefined)
      .map((side) => ({ code: 'ownerMissing' as const, side })),
    ...watching
      .filter((side) => !counters.some(({ owners }) => owners[side] !== undefined))
      .map((side) => ({ code: 'counterMetricMissing' as const, side })),
  ];
}

/** The guardrails that count as counter-metrics of a goal: its own ones, then those of the goals above it. */
export function counterGuardrails(goal: Goal, { goals, guardrails }: GoalSurroundings): readonly CounterGuardrail[] {
  const moved = new Set(goal.keyResults.map(({ metric }) => metric));
  const named = new Set([goal, ...goalsAbove(goal, goals)].flatMap(({ counterMetrics = [] }) => counterMetrics));
  return [...named].flatMap((id) => guardrails.filter((one) => one.id === id && !moved.has(one.metric)));
}

/** The goals above one, the nearest first; each once, also where links lead back to themselves. */
export function goalsAbove(goal: Goal, goals: readonly Goal[]): readonly Goal[] {
  const above: Goal[] = [];
  let next = goals.find(({ id }) => id === goal.parent);
  while (next !== undefined && next.id !== goal.id && !above.includes(next)) {
    above.push(next);
    const { parent } = next;
    next = goals.find(({ id }) => id === parent);
  }
  return above;
}

/** Something that a goal had and would have no more; `goal` is the one itself or one below it. */
export interface GoalLoss {
  readonly goal: Goal;
  readonly gap: GoalGap;
}

/**
 * What another title, other owners or another place of a goal would take away from it and from the published goals below it: what it lacks already it may go on
 * lacking. A joint goal that becomes one of a department or team keeps an owner on each side, so that nobody takes it over in passing.
 */
export function goalLosses(
  id: string,
  before: GoalSurroundings,
  after: GoalSurroundings,
  isPublished: (id: string) => boolean,
): readonly GoalLoss[] {
  return after.goals.flatMap((goal) => {
    const present = before.goals.find((one) => one.id === goal.id);
    const isConcerned = goal.id === id || goalsAbove(goal, after.goals).some((above) => above.id === id);
    if (!present || !isConcerned || !isPublished(goal.id)) return [];
    const lacked = goalGaps(present, before);
    const gaps = [...goalGaps(goal, after), ...ownersLost(present, goal, before)];
    const isNew = (gap: GoalGap, place: number) =>
      !lacked.some((one) => isSameGap(one, gap)) && gaps.findIndex((one) => isSameGap(one, gap)) === place;
    return gaps.filter(isNew).map((gap) => ({ goal, gap }));
  });
}

/** The sides that had to own the goal where it stood, and would not any more. */
function ownersLost(present: Goal, goal: Goal, { teams }: GoalSurroundings): readonly GoalGap[] {
  const own = sideOfGoal(present, teams);
  const owning = own === null ? bothSides : [own];
  return owning.filter((side) => goal.owners[side] === undefined).map((side) => ({ code: 'ownerMissing', side }));
}

function isSameGap(one: GoalGap, other: GoalGap): boolean {
  return one.code === other.code && one.side === other.side;
}

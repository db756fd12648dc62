import { goalLevel, sideOfGoal } from '@tandem/domain/goal/goal-level';
import { localDateOf } from '@tandem/domain/metric/periods';
import type { Clock, ConfigurationStore } from './ports.js';

/** What a goal can be made of: who can own it, what it can move, which guardrails can watch over it, and where it can stand. */
export function readGoalChoices({
  configuration,
  clock,
}: {
  readonly configuration: ConfigurationStore;
  readonly clock: Clock;
}) {
  return async () => {
    const now = clock();
    const { people, teams, metrics, guardrails, goals, organisation } = await configuration.known({
      now,
      asKnownAt: null,
    });
    return {
      owners: [
        ...people.map(({ id, name, side }) => ({ id, name, side })),
        ...teams.map(({ id, title, side }) => ({ id, name: title, side })),
      ],
      metrics: metrics
        .filter(inUse)
        .map(({ key, title, unit, direction, standard = null }) => ({ key, title, unit, direction, standard })),
      guardrails: guardrails.map(({ id, title, metric, owners }) => ({
        id,
        title,
        metric,
        sides: (['marketing', 'it'] as const).filter((side) => owners[side] !== undefined),
      })),
      teams: teams.map(({ id, title, side }) => ({ id, title, side })),
      goals: goals.map((goal) => ({
        id: goal.id,
        title: goal.title,
        level: goalLevel(goal),
        side: sideOfGoal(goal, teams),
      })),
      today: localDateOf(now, organisation.timeZone),
    };
  };
}

function inUse({ retired }: { readonly retired?: true }): boolean {
  return retired !== true;
}

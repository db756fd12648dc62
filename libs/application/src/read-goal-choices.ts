import { localDateOf } from '@tandem/domain/metric/periods';
import type { Clock, ConfigurationStore } from './ports.js';

/** What a goal can be made of: who can own it, what it can move, and which guardrails can watch over it. */
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
      metrics: metrics.map(({ key, title, unit, direction }) => ({ key, title, unit, direction })),
      guardrails: guardrails.map(({ id, title, metric, owners }) => ({
        id,
        title,
        metric,
        sides: (['marketing', 'it'] as const).filter((side) => owners[side] !== undefined),
      })),
      goals: goals.map(({ id }) => id),
      today: localDateOf(now, organisation.timeZone),
    };
  };
}

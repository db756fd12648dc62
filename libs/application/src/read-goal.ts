import { NotFound } from './input-errors.js';
import type { ReadingDependencies } from './metric-reading.js';
import type { AlertReader } from './ports.js';
import { readAsKnownAt } from './read-as-known-at.js';
import { trackGoals, type GoalReading } from './track-goals.js';

/** Goals by themselves, with the same numbers as on the board. */
export function readGoal(dependencies: ReadingDependencies & { readonly alerts: AlertReader }) {
  const reading = async (asked: string | undefined): Promise<GoalReading> => {
    const now = dependencies.clock();
    const asKnownAt = readAsKnownAt(asked, now);
    const [configuration, alerts] = await Promise.all([
      dependencies.configuration.known({ now, asKnownAt }),
      dependencies.alerts.states(asKnownAt),
    ]);
    return {
      configuration,
      alerts,
      observations: dependencies.observations,
      now,
      asKnownAt,
    };
  };
  return {
    all: async (request: { readonly asKnownAt?: string | undefined }) => {
      const context = await reading(request.asKnownAt);
      return { goals: await trackGoals(context.configuration.goals, context) };
    },
    one: async (request: { readonly id: string; readonly asKnownAt?: string | undefined }) => {
      const context = await reading(request.asKnownAt);
      const goal = context.configuration.goals.find(({ id }) => id === request.id);
      const [tracked] = goal ? await trackGoals([goal], context) : [];
      if (!tracked) throw new NotFound('goal', request.id, context.asKnownAt);
      return {
        ...tracked,
        asKnownAt: context.asKnownAt?.toISOString() ?? null,
        timeZone: context.configuration.organisation.timeZone,
      };
    },
  };
}

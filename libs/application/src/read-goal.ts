import { expectedValue } from '@tandem/domain/goal/expected-path';
import type { Goal } from '@tandem/domain/goal/goal';
import { goalSpan } from '@tandem/domain/goal/goal-span';
import { goalTerms } from '@tandem/domain/goal/goal-terms';
import { addDays } from '@tandem/domain/metric/periods';
import type { CheckIn, GoalReader } from './goal-ports.js';
import { goalSurroundings } from './goal-surroundings.js';
import { NotFound } from './input-errors.js';
import type { ReadingDependencies } from './metric-reading.js';
import type { AlertReader } from './ports.js';
import { readAsKnownAt } from './read-as-known-at.js';
import { personOf } from './read-proposals.js';
import { trackGoals, type GoalReading } from './track-goals.js';

const mostCheckIns = 100;

/** Goals by themselves, with the same numbers as on the board. */
export function readGoal(
  dependencies: ReadingDependencies & { readonly alerts: AlertReader; readonly goals: GoalReader },
) {
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
      if (!goal || !tracked) throw new NotFound('goal', request.id, context.asKnownAt);
      const { asKnownAt } = context;
      const [surroundings, checkIns] = await Promise.all([
        goalSurroundings(goal, context),
        dependencies.goals.checkIns(goal.id, { asKnownAt, limit: mostCheckIns }),
      ]);
      return {
        ...tracked,
        ...surroundings,
        terms: goalTerms(goal),
        paths: pathsOf(goal, context.configuration.organisation.timeZone),
        checkIns: checkIns.map((said) => shownCheckIn(said, context)),
        asKnownAt: asKnownAt?.toISOString() ?? null,
        timeZone: context.configuration.organisation.timeZone,
      };
    },
  };
}

/** The agreed paths from the start to the due date, a point each week and at both ends; of what is reached, not held. */
function pathsOf(goal: Goal, timeZone: string) {
  const span = goalSpan(goal, timeZone);
  const instants = [span.startAt];
  for (let at = addDays(span.startAt, 7, timeZone); at < span.dueAt; at = addDays(at, 7, timeZone)) instants.push(at);
  const shown = [...instants, span.dueAt];
  return goal.keyResults.flatMap((keyResult) => {
    if (keyResult.kind === 'stay') return [];
    const points = shown.map((at) => ({
      at: at.toISOString(),
      value: expectedValue(keyResult, span, at, timeZone) ?? Number(keyResult.baseline),
    }));
    return [{ keyResult: keyResult.id, points }];
  });
}

function shownCheckIn({ confidence, note, by, side, at }: CheckIn, { configuration }: GoalReading) {
  const person = personOf(by, configuration.people) ?? { id: by, name: by };
  return { confidence, note, by: person, side, at: at.toISOString() };
}

import type { Goal } from '@tandem/domain/goal/goal';
import { goalTerms, goalWording } from '@tandem/domain/goal/goal-terms';
import { goalPaths } from './goal-paths.js';
import type { CheckIn, GoalReader } from './goal-ports.js';
import { goalSurroundings } from './goal-surroundings.js';
import { NotFound } from './input-errors.js';
import type { ReadingDependencies } from './metric-reading.js';
import type { AlertReader } from './ports.js';
import { readAsKnownAt } from './read-as-known-at.js';
import { personOf } from './read-proposals.js';
import { wordingEdition } from './reword-goal.js';
import { noticesAbout } from './source-notices.js';
import type { SourceReader } from './sources/source-ports.js';
import { trackGoals, type GoalReading } from './track-goals.js';

const mostCheckIns = 100;

/** Goals by themselves, with the same numbers as on the board. */
export function readGoal(
  dependencies: ReadingDependencies & {
    readonly alerts: AlertReader;
    readonly goals: GoalReader;
    readonly sources: SourceReader;
  },
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
      const [surroundings, checkIns, sources] = await Promise.all([
        goalSurroundings(goal, context),
        dependencies.goals.checkIns(goal.id, { asKnownAt, limit: mostCheckIns }),
        // What sources do is told of the present alone.
        asKnownAt === null ? dependencies.sources.list() : [],
      ]);
      return {
        ...tracked,
        ...surroundings,
        terms: goalTerms(goal),
        wording: shownWording(goal),
        paths: goalPaths(goal, context.configuration.organisation.timeZone),
        notices: noticesAbout(
          tracked.keyResults.flatMap(({ metric }) => metric.sources.map(({ id }) => id)),
          sources,
        ),
        checkIns: checkIns.map((said) => shownCheckIn(said, context)),
        asKnownAt: asKnownAt?.toISOString() ?? null,
        timeZone: context.configuration.organisation.timeZone,
      };
    },
  };
}

function shownWording(goal: Goal) {
  const { drivers, ...wording } = goalWording(goal);
  return { edition: wordingEdition(goal), ...wording, ...(drivers ? { drivers: [...drivers] } : {}) };
}

function shownCheckIn({ confidence, note, by, side, at }: CheckIn, { configuration }: GoalReading) {
  const person = personOf(by, configuration.people) ?? { id: by, name: by };
  return { confidence, note, by: person, side, at: at.toISOString() };
}

import type { Goal } from '@tandem/domain/goal/goal';
import { withTerms, type GoalTerms } from '@tandem/domain/goal/goal-terms';
import { movedAims } from '@tandem/domain/goal/moved-after-miss';
import { goalDifference } from './configuration-difference.js';
import { goalPaths } from './goal-paths.js';
import { withGoal } from './goal-proposing.js';
import { readStandings, type StandingDependencies } from './goal-standings.js';
import { NotFound } from './input-errors.js';
import { trackGoals } from './track-goals.js';

/** What a goal would look like now, with all that is known of its metrics; nothing is stored for it. */
export function previewGoal(dependencies: StandingDependencies) {
  const { configuration, observations, clock } = dependencies;
  const tracked = async (goal: Goal) => {
    const now = clock();
    const known = await configuration.known({ now, asKnownAt: null });
    const merged = { ...known, ...withGoal(known, goal) };
    const [one] = await trackGoals([goal], {
      configuration: merged,
      observations,
      alerts: new Map(),
      now,
      asKnownAt: null,
    });
    if (!one) throw new Error('One goal in, one out.');
    return { now, known, goal: one };
  };
  return {
    ofGoal: async (goal: Goal) => {
      const { goal: after, known } = await tracked(goal);
      const { timeZone } = known.organisation;
      return { goal: after, paths: goalPaths(goal, timeZone), timeZone };
    },
    /** The goal on its present terms beside itself on other ones, and which aims that moves. */
    ofTerms: async ({ id, terms }: { readonly id: string; readonly terms: GoalTerms }) => {
      const { goals, organisation } = await configuration.known({ now: clock(), asKnownAt: null });
      const present = goals.find((goal) => goal.id === id);
      if (!present) throw new NotFound('goal', id);
      const next = withTerms(present, terms);
      const [before, after, standings] = [
        await tracked(present),
        await tracked(next),
        await readStandings(dependencies)([id]),
      ];
      return {
        before: before.goal,
        after: after.goal,
        fields: [...goalDifference(present, next)],
        moved: [...movedAims(present, next, standings.get(id) ?? [])],
        timeZone: organisation.timeZone,
      };
    },
  };
}

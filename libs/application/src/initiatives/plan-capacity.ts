import { setImmediate } from 'node:timers/promises';
import { planInSteps, type InitiativePlan, type PlannedIdea } from '@tandem/domain/initiative/plan-initiatives';
import { planTerms, type ScenarioTerms } from '@tandem/domain/initiative/scenario';
import type { Scoring } from '@tandem/domain/initiative/score';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { InvalidInput, NotFound } from '../input-errors.js';
import type { StoredScenario } from './initiative-ports.js';
import { readContext, standingOf, type InitiativeContext } from './judge-initiative.js';
import { settingsOf } from './read-initiatives.js';
import type { InitiativeDependencies } from './record-verdicts.js';

/** Scenarios that are kept at once: enough to compare, few enough to see side by side. */
const mostScenarios = 12;

export interface PlanQuestion {
  readonly scoring?: Scoring | undefined;
  readonly capacityPercent?: number | undefined;
  readonly budget?: string | undefined;
}

/** The plan under the organisation's own terms or others, and scenarios that were kept. */
export function planCapacity(dependencies: InitiativeDependencies) {
  const load = async () => {
    const now = dependencies.clock();
    const configuration = await dependencies.configuration.known({ now, asKnownAt: null, withGuardrails: false });
    const [context, scenarios] = await Promise.all([
      readContext(dependencies, configuration, now),
      dependencies.journal.scenarios(),
    ]);
    return { configuration, context, scenarios };
  };
  return {
    read: async (question: PlanQuestion) => {
      const { configuration, context, scenarios } = await load();
      const terms = termsOf(question);
      const planning = planningOf(configuration, context, scenarios);
      return {
        terms,
        plan: await planFor(terms, planning),
        titles: configuration.initiatives.map(({ id, title }) => ({ id, title })),
        teams: configuration.teams.map(({ id, title, side }) => ({ id, title, side })),
        scenarios: await toldScenarios(planning),
        settings: settingsOf(context),
      };
    },

    keep: async ({ title, by, ...question }: PlanQuestion & { readonly title: string; readonly by: string }) => {
      const { configuration, context, scenarios } = await load();
      if (scenarios.length >= mostScenarios)
        throw new InvalidInput([
          {
            field: 'title',
            reason: `There are ${mostScenarios} scenarios already. Remove one that is not compared any more.`,
          },
        ]);
      const terms = termsOf(question);
      const { chosen } = await planFor(terms, planningOf(configuration, context, scenarios));
      const savedAt = dependencies.clock();
      return dependencies.journal.saveScenario({
        title,
        terms,
        chosen: chosen.map(({ id }) => id),
        savedAt,
        savedBy: by,
      });
    },

    remove: async (id: string, by: string): Promise<void> => {
      if (!(await dependencies.journal.removeScenario(id, by, dependencies.clock())))
        throw new NotFound('scenario', id);
    },
  };
}

function termsOf({ scoring = 'wsjf', capacityPercent = 100, budget }: PlanQuestion): ScenarioTerms {
  return { scoring, capacityPercent, budget: budget ?? null };
}

/** What every plan of one answer is made from. */
interface Planning {
  readonly ideas: readonly PlannedIdea[];
  readonly context: InitiativeContext;
  readonly scenarios: readonly StoredScenario[];
}

function planningOf(
  { initiatives }: Pick<Configuration, 'initiatives'>,
  context: InitiativeContext,
  scenarios: readonly StoredScenario[],
): Planning {
  const ideas = initiatives.map((initiative) => {
    const { verdict, faults } = standingOf(initiative, context).judgement;
    return { initiative, gate: { verdict, faults } };
  });
  return { ideas, context, scenarios };
}

/** Other requests are answered between the steps: a plan of many ideas takes longer than they would like to wait. */
async function planFor(terms: ScenarioTerms, { ideas, context, scenarios }: Planning): Promise<InitiativePlan> {
  const known = scenarios.map(({ chosen }) => chosen);
  return inSteps(planInSteps(ideas, planTerms(terms, context.settings, context.terms.decimals), known));
}

export async function inSteps<Result>(steps: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await setImmediate();
  }
}

/** Kept scenarios as they come out today, each with what it had chosen when it was kept; one after the other. */
async function toldScenarios(planning: Planning) {
  const told = [];
  for (const { savedAt, ...scenario } of planning.scenarios) {
    const { chosen, left, value, bound, isBest, budget } = await planFor(scenario.terms, planning);
    const plan = { chosen: chosen.map(({ id }) => id), left: left.map(({ id }) => id), value, bound, isBest, budget };
    told.push({ ...scenario, savedAt: savedAt.toISOString(), plan });
  }
  return told;
}

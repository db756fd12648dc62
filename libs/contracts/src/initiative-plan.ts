import { z } from 'zod';
import type { AnswerOf } from './answer-of.js';
import { decimal, instant, side } from './common.js';
import { exportQuery } from './exports.js';
import { gateFault, initiativeSettingsAnswer } from './initiatives.js';

const thing = z.strictObject({ id: z.string(), title: z.string() });
const scoring = z.enum(['wsjf', 'rice']);
const score = z.strictObject({ score: z.number(), value: z.number() }).nullable();
const money = z.string().regex(/^\d{1,15}(\.\d{1,4})?$/, 'must be an amount of 0 or more, such as 250000');

const scenarioTerms = z.strictObject({
  scoring,
  /** Per cent of the capacity of every team and quarter. */
  capacityPercent: z.number(),
  /** null for the budget of the organisation. */
  budget: decimal.nullable(),
});

/** What cut an idea; lifting everything that is named lets it in beside all that is in the plan. */
export const planCut = z.discriminatedUnion('code', [
  z.strictObject({
    code: z.literal('capacity'),
    team: z.string(),
    quarter: z.string(),
    weeksMore: z.number(),
    isStated: z.boolean(),
  }),
  z.strictObject({ code: z.literal('budget'), more: decimal }),
  z.strictObject({ code: z.literal('dependency'), on: z.array(z.string()) }),
  z.strictObject({ code: z.literal('dependencyOut'), on: z.array(z.string()) }),
  z.strictObject({ code: z.literal('dependencyLate'), on: z.string(), startFrom: z.string() }),
  z.strictObject({ code: z.literal('gate'), faults: z.array(gateFault) }),
  z.strictObject({ code: z.literal('inputMissing'), inputs: z.array(z.enum(['start', 'scope', 'months', 'score'])) }),
]);

const budget = z.strictObject({ limit: decimal.nullable(), underWay: decimal, planned: decimal });

export const initiativePlan = z
  .strictObject({
    terms: scenarioTerms,
    plan: z.strictObject({
      chosen: z.array(z.strictObject({ id: z.string(), score })),
      left: z.array(z.strictObject({ id: z.string(), score, cuts: z.array(planCut) })),
      value: z.number(),
      /** No plan can be worth more; the value itself where the plan is the best there is. */
      bound: z.number(),
      isBest: z.boolean(),
      capacity: z.array(
        z.strictObject({
          team: z.string(),
          quarter: z.string(),
          weeks: z.number(),
          underWay: z.number(),
          planned: z.number(),
        }),
      ),
      budget,
    }),
    titles: z.array(thing),
    teams: z.array(thing.extend({ side })),
    scenarios: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        terms: scenarioTerms,
        /** What it had chosen when it was kept. */
        chosen: z.array(z.string()),
        savedAt: instant,
        savedBy: z.string(),
        /** As it comes out today. */
        plan: z.strictObject({
          chosen: z.array(z.string()),
          left: z.array(z.string()),
          value: z.number(),
          bound: z.number(),
          isBest: z.boolean(),
          budget,
        }),
      }),
    ),
    settings: initiativeSettingsAnswer,
  })
  .meta({ id: 'InitiativePlan' });

export const planQuery = z.strictObject({
  scoring: scoring.optional(),
  capacityPercent: z.coerce.number().int().min(0).max(1000).optional(),
  budget: money.optional(),
  ...exportQuery.shape,
});

export const scenarioBody = z
  .strictObject({
    title: z.string().trim().min(1).max(100),
    scoring: scoring.optional(),
    capacityPercent: z.number().int().min(0).max(1000).optional(),
    budget: money.optional(),
  })
  .meta({ id: 'ScenarioBody' });
export const scenarioMade = z.strictObject({ id: z.string() }).meta({ id: 'ScenarioMade' });

export type PlanCut = AnswerOf<typeof planCut>;
export type InitiativePlan = AnswerOf<typeof initiativePlan>;
export type PlanQuery = z.infer<typeof planQuery>;
export type ScenarioBody = z.infer<typeof scenarioBody>;
export type ScenarioMade = AnswerOf<typeof scenarioMade>;

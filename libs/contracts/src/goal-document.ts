import type { DriverLink, Goal, Milestone, ReachKeyResult, StayKeyResult } from '@tandem/domain/goal/goal';
import type { GoalWording } from '@tandem/domain/goal/goal-terms';
import type { StatusCutOffs } from '@tandem/domain/goal/status';
import type { GoalChange } from '@tandem/domain/organisation/configuration-part';
import { z } from 'zod';
import { dayOrInstant } from './common.js';
import { decimalValue, id, metricOwners, text, wholeNumber, type Shape } from './configuration-values.js';

const keyResultBase = {
  id,
  metric: id.describe('Key of the metric that is moved.'),
  weight: z.number().positive().max(1000).optional().describe('Weight in the progress of the goal; 1 when left out.'),
};

const milestone = z.strictObject({
  at: z.iso.date('must be a date such as 2026-10-31').describe('The value is expected at the end of this day.'),
  value: decimalValue,
} satisfies Shape<Milestone>);

const reach = z.strictObject({
  ...keyResultBase,
  kind: z.literal('reach'),
  baseline: decimalValue.describe('Where the metric stood at the start.'),
  target: decimalValue.describe('Where it must be at the due date; equal counts as hit.'),
  path: z
    .enum(['linear', 'steps', 'lines', 'curve'])
    .optional()
    .describe('How the value gets there: a straight line when left out, milestones in steps or lines, or a curve.'),
  milestones: z.array(milestone).min(1).max(100).optional(),
  parts: z
    .array(z.number().min(0).max(1_000_000))
    .min(2)
    .max(100)
    .optional()
    .describe('Of path "curve": how much of the way each equal part of the time brings, against the others.'),
} satisfies Shape<ReachKeyResult>);

const stay = z.strictObject({
  ...keyResultBase,
  kind: z.literal('stay'),
  atLeast: decimalValue.optional(),
  atMost: decimalValue.optional(),
  share: z.number().min(0).max(1).optional().describe('Share of weeks that must be inside, 0 to 1; 1 when left out.'),
} satisfies Shape<StayKeyResult>);

const terms = {
  start: z.iso.date('must be a date such as 2026-10-01'),
  due: z.iso.date('must be a date such as 2026-12-31'),
  ledBy: z
    .enum(['marketing', 'it'])
    .optional()
    .describe('The side that pushes a joint goal, so that the other side owns its counter-metric; both when left out.'),
  keyResults: z
    .array(z.discriminatedUnion('kind', [reach, stay]))
    .min(1)
    .max(50),
  counterMetrics: z
    .array(id)
    .max(50)
    .optional()
    .describe('Ids of guardrails on what must not get worse, owned by the side that does not push the goal.'),
};

/** What both sides agree on of a goal. */
export const goalTermsDocument = z.strictObject(terms).transform(withoutNothing);

const wording = {
  title: text(200),
  outcome: text(2000).describe('The business outcome that both sides serve.'),
  growthProjection: z.boolean().optional().describe('Whether the business plans growth by it; no when left out.'),
  parent: id.optional().describe('Id of the goal above: of every goal of a department or team, and of no joint one.'),
  department: z.enum(['marketing', 'it']).optional().describe('Of a goal of one department: which.'),
  team: id.optional().describe('Of a goal of one team: which.'),
  owners: metricOwners,
};

const drivers = z
  .array(
    z.strictObject({
      metric: id.describe('Key of the metric that drives.'),
      drives: id.describe('Key of the metric that it drives: of a key result, or one that drives on.'),
    } satisfies Shape<DriverLink>),
  )
  .max(100)
  .optional()
  .describe('What moves what, down from the key results.');

/** What of a goal changes without a signature. */
export const goalWording = z.strictObject({ ...wording, drivers } satisfies Shape<GoalWording>);

/** The same, with the edition that the change starts from. */
export const rewordGoalBody = goalWording
  .extend({ edition: z.string().min(1).max(100).describe('Of the wording that the change starts from.') })
  .transform(({ edition, ...said }) => ({ edition, wording: withoutNothing(said) }));

export const goalDocument = z
  .strictObject({ id, ...wording, ...terms, drivers } satisfies Shape<Goal>)
  .transform(withoutNothing)
  .describe(
    'A goal: joint with an owner on each side, or of a department or team below one.',
  ) satisfies z.ZodType<Goal>;

/** What is not so, and empty lists, say the same as nothing. */
function withoutNothing<Thing extends object>(thing: Thing): Thing {
  const entries = Object.entries(thing).filter(
    ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(entries) as Thing;
}

export const goalChange = z
  .strictObject({
    goal: id.describe('Id of the goal.'),
    version: wholeNumber(1, 1_000_000).describe('The version that the change makes: the present one plus 1.'),
    reason: text(2000),
    effectiveFrom: dayOrInstant.optional().describe('From when it holds; as soon as it is signed when left out.'),
    signed: metricOwners.optional().describe('Ids of the people who have signed, one of each side.'),
  } satisfies Shape<GoalChange>)
  .describe('Why the terms of a goal change and who has signed it. It speaks for that version alone.');

const cutOff = (most: number) => z.number().min(0).max(most).optional();
export const statusCutOffs = z
  .strictObject({
    onTrackProbability: cutOff(1),
    atRiskProbability: cutOff(1),
    onTrackPace: cutOff(10),
    atRiskPace: cutOff(10),
  } satisfies Shape<Partial<StatusCutOffs>>)
  .describe('From which probability of the hit, or pace without a forecast, a key result is on track or at risk.');

export type WrittenGoal = z.input<typeof goalDocument>;
export type RewordGoalBody = z.output<typeof rewordGoalBody>;
export type WrittenTerms = z.input<typeof goalTermsDocument>;

import { longestCase } from '@tandem/domain/initiative/business-case';
import { agendas, initiativeStages } from '@tandem/domain/initiative/initiative';
import type {
  ExpectedEffect,
  Initiative,
  MonthRow,
  RiceInputs,
  Scope,
  WsjfInputs,
} from '@tandem/domain/initiative/initiative';
import type { GateLimits, InitiativeSettings, TeamCapacity } from '@tandem/domain/initiative/initiative-settings';
import { currencies } from '@tandem/domain/metric/currency';
import { z } from 'zod';
import { trackerMapping } from './tracker-mapping-document.js';
import { decimalValue, id, metricOwners, text, wholeNumber, type Shape } from './configuration-values.js';

const notNegative = decimalValue.refine((value) => !value.startsWith('-'), { error: 'must not be below 0' });
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2027-04');
const quarter = z.string().regex(/^\d{4}-Q[1-4]$/, 'must be a quarter such as 2027-Q1');
const weeks = z.number().positive().max(10_000).multipleOf(0.01, 'must have at most two decimals');

const monthRow = z
  .strictObject({
    month: wholeNumber(1, longestCase).describe('1 is the month in which work begins.'),
    through: wholeNumber(1, longestCase)
      .optional()
      .describe('Last month that the row speaks for; "month" alone when left out.'),
    oneOff: notNegative.optional(),
    running: notNegative.optional(),
    benefit: decimalValue.optional().describe('May be negative.'),
  } satisfies Shape<MonthRow>)
  .describe('Money of a month, or of each of several; what is left out does not flow.');

const effect = z.strictObject({
  metric: id.describe('Key of the metric that it moves.'),
  direction: z.enum(['up', 'down']),
  amount: decimalValue.describe('By how much, above 0, in the unit of the metric.'),
  by: z.iso.date('must be a date such as 2027-12-31'),
} satisfies Shape<ExpectedEffect>);

const scope = z.strictObject({
  teams: z
    .array(z.strictObject({ team: id, weeks } satisfies Shape<Scope['teams'][number]>))
    .min(1)
    .max(50)
    .describe('Team-weeks of each team.'),
  durationMonths: wholeNumber(1, longestCase),
} satisfies Shape<Scope>);

const points = wholeNumber(1, 100);
const wsjf = z
  .strictObject({
    businessValue: points,
    timeCriticality: points,
    riskReduction: points,
    jobSize: points,
  } satisfies Shape<WsjfInputs>)
  .describe('Weighted shortest job first: each against the others, 1 at least.');

const rice = z
  .strictObject({
    reach: wholeNumber(1, 100_000_000).describe('People or events in a quarter.'),
    impact: z.number().min(0.25).max(3).multipleOf(0.25, 'must be a quarter, half or whole step from 0.25 to 3'),
    confidence: wholeNumber(1, 100).describe('In per cent.'),
    effort: z.number().positive().max(1000).describe('In person-months.'),
  } satisfies Shape<RiceInputs>)
  .describe('Reach, impact, confidence, effort.');

/** What stands in the place of an id in the addresses of initiatives. */
const namesOfPages = ['new', 'plan', 'map', 'choices', 'preview', 'import', 'scenarios', 'jira', 'refused', 'settings'];

export const initiativeDocument = z
  .strictObject({
    id: id.refine((written) => !namesOfPages.includes(written), { error: 'is the name of a page: choose another id' }),
    title: text(200),
    description: text(4000).optional(),
    agenda: z.enum(agendas).describe('Upkeep and renewal of IT, or technology that the business asks for.'),
    capability: text(100).optional().describe('What the business does that it is for, such as "Checkout".'),
    goals: z.array(id).max(20).optional().describe('Ids of the goals that it serves.'),
    effect: effect.optional().describe('What it promises of a metric.'),
    scope: scope.optional(),
    start: month.optional().describe('The month in which work begins, month 1 of the case.'),
    months: z.array(monthRow).max(longestCase).optional().describe('Cost and benefit month by month.'),
    owners: metricOwners,
    dependsOn: z.array(id).max(50).optional().describe('Ids of initiatives that have to be there first.'),
    wsjf: wsjf.optional(),
    rice: rice.optional(),
    stage: z.enum(initiativeStages).optional().describe('An idea when left out.'),
    launchedOn: z.iso.date('must be a date such as 2027-06-01').optional(),
    issue: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{0,50}-[1-9]\d{0,9}$/, 'must be the key of an issue such as IDEA-12')
      .optional()
      .describe('Key of the issue that it is kept in.'),
  } satisfies Shape<Initiative>)
  .transform(withoutNothing)
  .describe('An idea with its case: what it is for, what it takes, what it brings.') satisfies z.ZodType<Initiative>;

/** What is not said, empty lists and the usual stage say the same as nothing. */
function withoutNothing<Thing extends object>(thing: Thing): Thing {
  const entries = Object.entries(thing).filter(
    ([key, value]) =>
      value !== undefined && !(Array.isArray(value) && value.length === 0) && !(key === 'stage' && value === 'idea'),
  );
  return Object.fromEntries(entries) as Thing;
}

const gate = z
  .strictObject({
    months: wholeNumber(1, longestCase)
      .optional()
      .describe('The discounted margin has to reach 0 by then; 24 at first.'),
    teamWeeks: z.number().positive().max(100_000).optional().describe('Team-weeks of all teams together.'),
    durationMonths: wholeNumber(1, longestCase).optional(),
    cost: notNegative.optional().describe('All costs of the case, not discounted.'),
  } satisfies Shape<GateLimits>)
  .describe('What a single initiative may be at most; what is left out limits nothing.');

/** `initiatives` of the organisation. */
export const initiativeSettings = z
  .strictObject({
    currency: z
      .enum(currencies, { error: 'must be a code of ISO 4217 such as EUR' })
      .optional()
      .describe('EUR at first.'),
    discountRate: notNegative
      .refine((value) => Number(value) <= 100, { error: 'must not be above 100' })
      .optional()
      .describe('Per cent a year; 10 at first.'),
    gate: gate.optional(),
    capacity: z
      .array(
        z.strictObject({
          team: id,
          quarter,
          weeks: z.number().min(0).max(10_000).multipleOf(0.01, 'must have at most two decimals'),
        } satisfies Shape<TeamCapacity>),
      )
      .max(1000)
      .optional()
      .describe('Team-weeks that there are in each quarter.'),
    budget: notNegative.optional().describe('What the initiatives of a plan may cost in its quarters.'),
    jira: trackerMapping.optional().describe('Where ideas are taken in from, and which field is what.'),
  } satisfies Shape<InitiativeSettings>)
  .describe('Discount rate, limits of the gate, capacity and budget.');

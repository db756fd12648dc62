import type {
  BurnGuardrail,
  BurnWindows,
  ChangeGuardrail,
  FreshnessGuardrail,
  Guardrail,
  PaceGuardrail,
  SpecialCauseGuardrail,
  ThresholdGuardrail,
} from '@tandem/domain/guardrail/guardrail';
import { z } from 'zod';
import { decimalValue, duration, id, metricOwners, text, wholeNumber } from './configuration-values.js';

const aYearMs = 366 * 86_400_000;
const aMinuteMs = 60_000;
const policy = z.enum(['keepLast', 'alert', 'ok']);

const common = {
  id,
  title: text(200),
  metric: id.describe('Key of the metric that is watched.'),
  windowDays: wholeNumber(1, 366).optional().describe("Length of the judged window; the metric's own when left out."),
  minimumEvents: wholeNumber(0, 1_000_000_000).default(0).describe('Below this many events the verdict is "too few".'),
  for: duration({ leastMs: 0, mostMs: aYearMs })
    .prefault('0s')
    .describe('How long a breach must last before it fires.'),
  keepFiringFor: duration({ leastMs: 0, mostMs: aYearMs })
    .prefault('0s')
    .describe('How long it must be good before it resolves.'),
  severity: z.enum(['warning', 'critical']).default('warning'),
  onNoData: policy.default('keepLast').describe('What a missing value does to the alert.'),
  onError: policy.optional().describe('What a failed evaluation does to the alert; as a missing value when left out.'),
  by: text(200)
    .optional()
    .describe('A dimension of the metric: each of its values is judged by itself and has an alert of its own.'),
  mostSlices: wholeNumber(1, 1_000)
    .optional()
    .describe('How many values of the dimension are judged, those with the most events first; 50 when left out.'),
  owners: metricOwners.describe('Whose move it is when it breaks.'),
  routes: z.array(id).max(50).default([]).describe('Ids of the routes that hear of every transition.'),
};

const limits = {
  atLeast: decimalValue.optional().describe('The floor; equal is inside. Exactly one of atLeast and atMost.'),
  atMost: decimalValue.optional().describe('The ceiling; equal is inside.'),
  clearAt: decimalValue.optional().describe('Stricter limit at which a firing alert clears.'),
};

/** The durations of a file in milliseconds. */
function inMs<Written extends { readonly for: number; readonly keepFiringFor: number }>({
  for: forMs,
  keepFiringFor: keepFiringForMs,
  ...rest
}: Written) {
  return { ...rest, forMs, keepFiringForMs };
}

const threshold = z
  .strictObject({
    ...common,
    kind: z.literal('threshold').default('threshold').describe('The value against a limit.'),
    ...limits,
    equal: z
      .enum(['inside', 'outside'])
      .optional()
      .describe('Whether a value equal to the limit is inside it; inside when left out.'),
  })
  .transform(inMs) satisfies z.ZodType<ThresholdGuardrail>;

const pace = z
  .strictObject({
    ...common,
    kind: z.literal('pace').describe('How a key result stands against its path, or its odds.'),
    goal: id.describe('Id of the goal.'),
    keyResult: id.describe('Id of its key result, which moves this metric.'),
    of: z
      .enum(['pace', 'odds'])
      .default('pace')
      .describe('pace: progress divided by expected progress. odds: probability of a hit at the due date, 0 to 1.'),
    atLeast: decimalValue.describe('The lowest pace or probability; equal is inside.'),
    clearAt: limits.clearAt,
  })
  .transform(inMs) satisfies z.ZodType<PaceGuardrail>;

const change = z
  .strictObject({
    ...common,
    kind: z.literal('change').describe('The value against the previous comparable period.'),
    of: z
      .enum(['relative', 'absolute'])
      .default('relative')
      .describe("relative: per cent of the previous value. absolute: in the metric's unit. Falling is negative."),
    ...limits,
    againstDays: wholeNumber(1, 366)
      .optional()
      .describe('How many days earlier the comparable period lies; whole weeks when left out.'),
  })
  .transform(inMs) satisfies z.ZodType<ChangeGuardrail>;

const aDayMs = 86_400_000;
const burnWindow = (name: string) =>
  duration({ leastMs: aMinuteMs, mostMs: aYearMs })
    .refine((ms) => ms % aDayMs === 0, {
      error: `must be whole days: values are counted by local day, so that a ${name} window of hours has none. Write 1d or more, or 24h for a day`,
    })
    .optional()
    .describe(`The ${name} window, such as 3d; in place of ${name}Days.`);

/** Windows as the field writes them, 6h or 3d, or in days; counted by local day, they are whole days. */
const burnWindows = z
  .strictObject({
    budgetShare: decimalValue.describe('Per cent of the budget that may be used within the long window.'),
    long: burnWindow('long'),
    short: burnWindow('short'),
    longDays: wholeNumber(1, 366).optional(),
    shortDays: wholeNumber(1, 366).optional(),
  })
  .transform(({ budgetShare, long, short, longDays, shortDays }, context): BurnWindows => {
    const daysOf = (name: string, ms: number | undefined, days: number | undefined): number => {
      if ((ms === undefined) !== (days === undefined)) return days ?? (ms ?? 0) / aDayMs;
      context.addIssue({ code: 'custom', path: [name], message: `Give either ${name} or ${name}Days, and not both.` });
      return 1;
    };
    return { budgetShare, longDays: daysOf('long', long, longDays), shortDays: daysOf('short', short, shortDays) };
  });

const burn = z
  .strictObject({
    ...common,
    kind: z.literal('burn').describe('How fast the error budget of an objective is used up.'),
    objective: decimalValue.describe('Share of good events that was promised, in per cent, such as 99.5.'),
    budgetDays: wholeNumber(1, 366).optional().describe('The time that the budget is for; 30 days when left out.'),
    windows: z
      .array(burnWindows)
      .min(1)
      .max(10)
      .optional()
      .describe('It breaks when both windows of a pair burn too fast. 10 % in 1 day, and in 3 days, when left out.'),
  })
  .transform(inMs) satisfies z.ZodType<BurnGuardrail>;

const specialCause = z
  .strictObject({
    ...common,
    kind: z
      .literal('specialCause')
      .describe('More than ordinary variation, by the rules of a process behaviour chart.'),
    baselineFrom: z.iso
      .date('must be a date such as 2026-10-01')
      .describe('The baseline starts here and stays fixed; another date is a new baseline, on the record.'),
    baselinePoints: wholeNumber(6, 100).optional().describe('How many periods it is taken from; 12 when left out.'),
    side: z.enum(['above', 'below', 'both']).optional().describe('Which side of the mean counts; both when left out.'),
  })
  .transform(inMs) satisfies z.ZodType<SpecialCauseGuardrail>;

const freshness = z
  .strictObject({
    ...common,
    kind: z.literal('freshness').describe('No record within the time in which one is expected.'),
    within: duration({ leastMs: aMinuteMs, mostMs: aYearMs })
      .optional()
      .describe('How old the data may be; what the source expects when left out.'),
  })
  .transform(inMs)
  .transform(({ within, ...rest }) => ({
    ...rest,
    ...(within === undefined ? {} : { withinMs: within }),
  })) satisfies z.ZodType<FreshnessGuardrail>;

const kinds = ['threshold', 'pace', 'change', 'burn', 'specialCause', 'freshness'] as const;

export const guardrail = z
  .discriminatedUnion('kind', [threshold, pace, change, burn, specialCause, freshness], {
    error: `must be one of ${kinds.join(', ')}; threshold when left out`,
  })
  .describe('A rule on a metric that raises an alert when it is broken.') satisfies z.ZodType<Guardrail>;

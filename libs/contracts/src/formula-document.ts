import type {
  ActiveDaysDefinition,
  Bounds,
  Clock,
  Condition,
  CountDefinition,
  DerivedDefinition,
  DurationDefinition,
  LatestDefinition,
  MetricFormula,
  OpenDefinition,
  Operand,
  PercentileDefinition,
  RatioDefinition,
  SumDefinition,
  Where,
} from '@tandem/domain/metric/definition';
import { streamNames } from '@tandem/domain/record/streams';
import { z } from 'zod';
import { id, text, wholeNumber, type Shape } from './configuration-values.js';

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'must be a text, a number, or true or false' });
const scalars = z.array(scalar).min(1).max(200);

const bound = z.union([z.number(), z.string().min(1).max(100)], {
  error: 'must be a number, or an instant such as 2026-11-15T09:30:00Z',
});
/** At least one must be named, or an empty object would be a condition; hence one shape for each that can be the first. */
const bounds = [
  z.strictObject({ atLeast: bound, above: bound.optional(), atMost: bound.optional(), below: bound.optional() }),
  z.strictObject({ above: bound, atMost: bound.optional(), below: bound.optional() }),
  z.strictObject({ atMost: bound, below: bound.optional() }),
  z.strictObject({ below: bound }),
] as const satisfies readonly z.ZodType<Bounds>[];
const fragment = z.string().min(1).max(200);

const condition = z.union(
  [
    scalar,
    scalars,
    z.strictObject({ not: scalars }),
    z.strictObject({ present: z.boolean() }),
    z.strictObject({ startsWith: fragment }),
    z.strictObject({ contains: fragment }),
    ...bounds,
  ],
  {
    error:
      'must be a value, a list of values, {not: [values]}, {present: true}, {atLeast: 5, below: 10}, {startsWith: text} or {contains: text}',
  },
) satisfies z.ZodType<Condition>;

const conditions = z
  .record(z.string().max(200), condition)
  .describe(
    'Conditions that must all hold: a field (or dimensions.<name>) and its value, values, {not: […]}, {present: true}, bounds, or a part of its text.',
  );
const where = z.union([conditions, z.array(conditions).min(1).max(20)], {
  error: 'must be conditions by field, or a list of such alternatives of which one must hold',
}) satisfies z.ZodType<Where>;

const fieldName = text(200);

const operand = z.strictObject({
  sum: fieldName.optional().describe('Field whose values are added; each record counts 1 when left out.'),
  where: where.optional(),
} satisfies Shape<Operand>);

const base = {
  stream: z.enum(streamNames).describe('The kind of record that is counted.'),
  connections: z.array(id).min(1).max(100).optional().describe('Only these connections feed the metric.'),
  at: z
    .array(fieldName)
    .min(1)
    .max(10)
    .describe('Instants; the first that a record has places it in its period. knownAt is when the source knew it.'),
  where: where.optional(),
  dimensions: z
    .array(fieldName)
    .max(20)
    .default([])
    .describe('Fields or dimensions.<name> by which the value can be sliced.'),
  onlyPast: z
    .literal(true)
    .optional()
    .describe(
      'Only days that have ended count, where records lie on days to come: a due time of next week has not been missed yet.',
    ),
};
const per = z.enum(['day', 'week', 'month']).optional().describe('Shows the total as a rate.');

const unique = z
  .enum(['day', 'week', 'month'])
  .optional()
  .describe('Unique users within this time: answered for it alone and as delivered, because they do not add up.');

const nonPositive = z
  .enum(['exclude', 'include'])
  .optional()
  .describe('Durations of zero and less are left out unless included.');

const clock = id
  .transform((calendar): Clock => ({ calendar }))
  .optional()
  .describe('Id of the calendar whose opening hours are counted; all time counts when left out.');

/** How a number is counted from records, or reckoned from other metrics. Which fields and metrics exist is checked by the domain. */
export const formula = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ratio'),
    ...base,
    unique,
    numerator: operand,
    denominator: operand,
  } satisfies Shape<RatioDefinition>),
  z.strictObject({ kind: z.literal('count'), ...base, per } satisfies Shape<CountDefinition>),
  z.strictObject({ kind: z.literal('sum'), ...base, unique, sum: fieldName, per } satisfies Shape<SumDefinition>),
  z.strictObject({ kind: z.literal('activeDays'), ...base } satisfies Shape<ActiveDaysDefinition>),
  z.strictObject({
    kind: z.literal('open'),
    ...base,
    until: z
      .array(fieldName)
      .min(1)
      .max(10)
      .describe('Instants; the first that a record has ends it. A record without any stays open.'),
  } satisfies Shape<OpenDefinition>),
  z.strictObject({
    kind: z.literal('duration'),
    ...base,
    from: fieldName.describe('Start of the time that is averaged …'),
    to: fieldName.describe('… and its end.'),
    clock,
    nonPositive,
  } satisfies Shape<DurationDefinition>),
  z.strictObject({
    kind: z.literal('percentile'),
    ...base,
    percentile: wholeNumber(1, 99).describe('50 is the median.'),
    from: fieldName.optional().describe('Start of the duration that is pooled …'),
    to: fieldName.optional().describe('… and its end.'),
    field: fieldName.optional().describe('The field that is pooled, instead of a duration.'),
    clock,
    nonPositive,
  } satisfies Shape<PercentileDefinition>),
  z.strictObject({
    kind: z.literal('latest'),
    ...base,
    field: fieldName.describe('The field whose last value in a period is shown.'),
    across: z
      .literal('sum', { error: 'must be "sum", or left out where the values of different dimensions do not add up' })
      .optional()
      .describe('The last values of different dimensions add up to the whole.'),
  } satisfies Shape<LatestDefinition>),
  z.strictObject({
    kind: z.literal('derived'),
    expression: z
      .string()
      .min(1)
      .max(1000)
      .describe(
        'Reckons with keys of metrics, numbers, + - * /, parentheses, min and max: 100 * (1 - errors / valid).',
      ),
    dimensions: z
      .array(fieldName)
      .max(20)
      .default([])
      .describe('Dimensions by which the value can be sliced; every metric in the expression must have them.'),
  } satisfies Shape<DerivedDefinition>),
]) satisfies z.ZodType<MetricFormula>;

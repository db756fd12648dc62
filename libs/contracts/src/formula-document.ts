import type {
  Condition,
  CountDefinition,
  MetricFormula,
  Operand,
  PercentileDefinition,
  RatioDefinition,
  SumDefinition,
} from '@tandem/domain/metric/definition';
import { streamNames } from '@tandem/domain/record/streams';
import { z } from 'zod';
import { id, text, wholeNumber, type Shape } from './configuration-values.js';

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'must be a text, a number, or true or false' });
const scalars = z.array(scalar).min(1).max(200);

const condition = z.union(
  [scalar, scalars, z.strictObject({ not: scalars }), z.strictObject({ present: z.boolean() })],
  {
    error: 'must be a value, a list of values, {not: [values]} or {present: true}',
  },
) satisfies z.ZodType<Condition>;

const where = z
  .record(z.string().max(200), condition)
  .describe(
    'Conditions that must all hold: a field (or dimensions.<name>) and its value, values, {not: […]} or {present: true}.',
  );

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
};
const per = z.enum(['day', 'week']).optional().describe('Shows the total as a rate.');

/** How a number is counted from records. Which fields exist is checked by the domain, once the kind of record is known. */
export const formula = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ratio'),
    ...base,
    numerator: operand,
    denominator: operand,
  } satisfies Shape<RatioDefinition>),
  z.strictObject({ kind: z.literal('count'), ...base, per } satisfies Shape<CountDefinition>),
  z.strictObject({ kind: z.literal('sum'), ...base, sum: fieldName, per } satisfies Shape<SumDefinition>),
  z.strictObject({
    kind: z.literal('percentile'),
    ...base,
    percentile: wholeNumber(1, 99).describe('50 is the median.'),
    from: fieldName.optional().describe('Start of the duration that is pooled …'),
    to: fieldName.optional().describe('… and its end.'),
    field: fieldName.optional().describe('The field that is pooled, instead of a duration.'),
    nonPositive: z
      .enum(['exclude', 'include'])
      .optional()
      .describe('Durations of zero and less are left out unless included.'),
  } satisfies Shape<PercentileDefinition>),
]) satisfies z.ZodType<MetricFormula>;

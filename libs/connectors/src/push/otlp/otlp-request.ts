import { z } from 'zod';

/** Numbers of 64 bits come as texts; senders that write them as numbers are understood too. */
const bits64 = z.union([z.string().regex(/^-?\d{1,20}$/), z.number().int()]).transform(String);
const temporality = z
  .union([z.number().int(), z.string()])
  .transform((value) => temporalities[value] ?? 'unspecified')
  .default('unspecified');
const temporalities: Readonly<Record<number | string, 'delta' | 'cumulative' | 'unspecified'>> = {
  1: 'delta',
  2: 'cumulative',
  AGGREGATION_TEMPORALITY_DELTA: 'delta',
  AGGREGATION_TEMPORALITY_CUMULATIVE: 'cumulative',
};
const double = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);

const anyValue = z.object({
  stringValue: z.string().optional(),
  boolValue: z.boolean().optional(),
  intValue: bits64.optional(),
  doubleValue: double.optional(),
});
const attributes = z.array(z.object({ key: z.string(), value: anyValue.optional() })).default([]);
export type Attributes = z.output<typeof attributes>;

const point = {
  attributes,
  startTimeUnixNano: bits64.optional(),
  timeUnixNano: bits64.default('0'),
  flags: z.number().int().default(0),
};
const numberPoints = z.array(z.object({ ...point, asDouble: double.optional(), asInt: bits64.optional() })).default([]);
const sumPoints = z.array(z.object({ ...point, count: bits64.default('0'), sum: double.optional() })).default([]);

const metric = z.object({
  name: z.string(),
  gauge: z.object({ dataPoints: numberPoints }).optional(),
  sum: z
    .object({ dataPoints: numberPoints, aggregationTemporality: temporality, isMonotonic: z.boolean().default(false) })
    .optional(),
  histogram: z.object({ dataPoints: sumPoints, aggregationTemporality: temporality }).optional(),
  exponentialHistogram: z.object({ dataPoints: sumPoints, aggregationTemporality: temporality }).optional(),
  summary: z.object({ dataPoints: z.array(z.unknown()).default([]) }).optional(),
});
export type SentMetric = z.output<typeof metric>;

/** The part of a request that is read; in its JSON form, which is also what a decoded message looks like. */
export const otlpRequest = z.object({
  resourceMetrics: z
    .array(
      z.object({
        resource: z.object({ attributes }).optional(),
        scopeMetrics: z
          .array(
            z.object({
              scope: z.object({ name: z.string().default('') }).optional(),
              metrics: z.array(metric).default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});
export type OtlpRequest = z.output<typeof otlpRequest>;

import { z } from 'zod';

/** A number that was rounded once, on the server; print it, do not recompute it. */
export const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'Use a decimal number such as "26.65"');
/** ISO-8601 instant in UTC. */
export const instant = z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-11-15T09:30:00Z' });
/** A day of the organisation's calendar. */
export const localDate = z.iso.date();

export const dayOrInstant = z.union([localDate, instant], {
  error: 'must be a day such as 2026-11-15, or an instant such as 2026-11-15T09:30:00Z',
});

/** Id of a thing that is written down as code. */
export const identifier = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'Use small letters, digits, dots and dashes');

export const side = z.enum(['marketing', 'it']);
export const direction = z.enum(['up', 'down']);
export const grain = z.enum(['day', 'week', 'month', 'quarter', 'year']);
export const observationState = z.enum(['absent', 'partial', 'provisional', 'settled']);

export const owner = z
  .strictObject({ id: z.string(), name: z.string(), side, email: z.string().optional() })
  .meta({ id: 'Owner', description: 'A person, or a team under its title' });
export const owners = z
  .strictObject({ marketing: owner.nullable(), it: owner.nullable() })
  .meta({ id: 'Owners', description: 'null names a side that has no owner yet' });

export const observation = z
  .strictObject({
    start: instant,
    end: instant,
    dimensions: z.record(z.string(), z.string()),
    value: decimal.nullable(),
    numerator: decimal.nullable(),
    denominator: decimal.nullable(),
    n: z.number().int(),
    state: observationState,
    /** The version of the definition that answered: the one in force at the last instant of the period. */
    version: z.number().int(),
    /** Why a collected period has no value, where it is not simply that nothing happened in it. */
    absence: z
      .enum([
        'seriesDoNotAdd',
        'inputWithoutValue',
        'dividedByZero',
        'uniqueDoNotAdd',
        'noWholeWeek',
        'notKept',
        'pastNotKept',
      ])
      .optional(),
    /** Of what is not kept any more: from when on it is. */
    keptFrom: instant.optional(),
  })
  .meta({ id: 'Observation' });

/** What a page needs to print a number of this metric. */
export const metricSummary = z
  .strictObject({
    key: z.string(),
    title: z.string(),
    description: z.string(),
    unit: z.string(),
    precision: z.number().int(),
    direction,
    windowDays: z.number().int(),
    sources: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  })
  .meta({ id: 'MetricSummary' });

export const freshness = z
  .strictObject({
    /** End of the data that was collected, exclusive; null when nothing was collected. */
    dataTo: instant.nullable(),
    lastSyncAt: instant.nullable(),
    expectedEveryMs: z.number(),
    stale: z.boolean(),
  })
  .meta({ id: 'Freshness' });

/** Bad input: which field, why, and what to do. */
export const problem = z
  .strictObject({
    statusCode: z.number().int(),
    error: z.string(),
    message: z.string(),
    issues: z
      .array(
        z.strictObject({
          field: z.string(),
          reason: z.string(),
          file: z.string().optional(),
          line: z.number().int().optional(),
          column: z.number().int().optional(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem' });

export type Side = z.infer<typeof side>;
export type Grain = z.infer<typeof grain>;
export type Owners = z.infer<typeof owners>;
export type Observation = z.infer<typeof observation>;
export type MetricSummary = z.infer<typeof metricSummary>;
export type Freshness = z.infer<typeof freshness>;
export type Problem = z.infer<typeof problem>;

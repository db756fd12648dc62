import { z } from 'zod';
import { decimal, instant, localDate } from './common.js';

const restatedValue = z.strictObject({
  value: decimal.nullable(),
  numerator: decimal.nullable(),
  denominator: decimal.nullable(),
  n: z.number().int(),
});

/** A value that had been settled and changed: late or corrected data reached its day. */
export const restatement = z
  .strictObject({
    id: z.string(),
    metric: z.strictObject({ key: z.string(), title: z.string(), unit: z.string() }),
    version: z.number().int(),
    day: localDate,
    start: instant,
    end: instant,
    before: restatedValue,
    after: restatedValue,
    restatedAt: instant,
    runId: z.string(),
    /** What started the run: request, schedule, upload, push, configuration. */
    trigger: z.string(),
    source: z.strictObject({ id: z.string(), name: z.string() }),
  })
  .meta({ id: 'Restatement' });

export const restatementList = z
  .strictObject({
    asKnownAt: instant.nullable(),
    /** Pass it as `after` for the next page; null on the last one. */
    next: z.string().nullable(),
    restatements: z.array(restatement),
    /** The metrics among those asked about whose changes are not listed, and why. */
    unlisted: z.array(
      z.strictObject({
        metric: z.strictObject({ key: z.string(), title: z.string() }),
        reason: z.enum(['open', 'percentileOfMeasurements']),
      }),
    ),
  })
  .meta({ id: 'RestatementList' });

export const restatementsQuery = z.strictObject({
  after: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, 'Use the "next" of the page before')
    .optional(),
  asKnownAt: instant.optional(),
  since: instant.optional().describe('Only what changed after this time'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export type Restatement = z.infer<typeof restatement>;
export type RestatementList = z.infer<typeof restatementList>;
export type RestatementsQuery = z.infer<typeof restatementsQuery>;

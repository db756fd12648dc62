import type { GapThresholds } from '@tandem/domain/review/communication-gaps';
import { z } from 'zod';
import { duration, wholeNumber } from './configuration-values.js';

const aYearMs = 366 * 86_400_000;

export const communication = z
  .strictObject({
    checkInDays: wholeNumber(1, 366)
      .optional()
      .describe('Days without a check-in of a side on a goal; 14 when left out.'),
    signatureDays: wholeNumber(0, 366)
      .optional()
      .describe('Days that a proposal has waited for a signature; 0 when left out: from the first moment on.'),
    acknowledgeWithin: duration({ leastMs: 0, mostMs: aYearMs })
      .optional()
      .describe('How long an alert may fire before a side that owns it has acknowledged it; 1h when left out.'),
    openingDays: wholeNumber(1, 366)
      .optional()
      .describe('Days in which the openings of a metric by each side are counted; 30 when left out.'),
    alignmentPoints: z
      .number()
      .min(0)
      .max(10)
      .optional()
      .describe('Points between the alignment scores of the sides; more is a gap. 2 when left out.'),
    pulseMinimum: wholeNumber(2, 1_000)
      .optional()
      .describe('Answers of a side to the pulse below which nothing is shown of it; 3 when left out.'),
  })
  .transform(({ acknowledgeWithin, ...rest }) => ({
    ...rest,
    ...(acknowledgeWithin === undefined ? {} : { acknowledgeMs: acknowledgeWithin }),
  }))
  .describe('From when on silence between the sides is called a communication gap.') satisfies z.ZodType<
  Partial<GapThresholds>
>;

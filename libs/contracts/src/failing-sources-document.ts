import type { FailingSourcePolicy } from '@tandem/domain/source/decide-on-failing-source';
import { z } from 'zod';
import { duration, wholeNumber } from './configuration-values.js';

const aMinuteMs = 60_000;
const aYearMs = 366 * 86_400_000;

export const failingSources = z
  .strictObject({
    warnAfterRuns: wholeNumber(1, 1_000)
      .optional()
      .describe('Failed runs in a row after which owners are told; 3 when left out.'),
    pauseAfterRuns: wholeNumber(1, 10_000)
      .optional()
      .describe('Failed runs in a row before a source is paused; 12 when left out.'),
    pauseAfter: duration({ leastMs: aMinuteMs, mostMs: aYearMs })
      .optional()
      .describe('How long it has to have been failing before it is paused; 24h when left out.'),
  })
  .transform(({ pauseAfter, ...rest }) => ({
    ...rest,
    ...(pauseAfter === undefined ? {} : { pauseAfterMs: pauseAfter }),
  }))
  .describe('When owners are told of a source that fails, and when it is paused.') satisfies z.ZodType<
  Partial<FailingSourcePolicy>
>;

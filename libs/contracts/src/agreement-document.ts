import type { WrittenAgreement } from '@tandem/domain/review/notice-agreement';
import { z } from 'zod';
import { id, metricOwners, text, wholeNumber, type Shape } from './configuration-values.js';

/** An agreement of notice, as a file has it. */
export const agreementDocument = z
  .strictObject({
    id,
    title: text(200),
    event: z.enum(['release', 'campaign']).describe('Of what the other side is told.'),
    side: z.enum(['marketing', 'it']).describe('The side that gives notice.'),
    lead: z
      .strictObject({ unit: z.enum(['hours', 'workingDays']), count: wholeNumber(1, 1_000) })
      .describe('How long before.'),
    services: z.array(text(200)).max(100).optional().describe('Whose releases it is about; every one when left out.'),
    reason: text(2000),
    driver: id.optional().describe('Who sees to it; who has signed for the side when left out.'),
    expiresOn: z.iso.date('must be a date such as 2027-12-31').optional(),
    signed: metricOwners.optional().describe('Ids of the people who have signed, one of each side.'),
  } satisfies Shape<WrittenAgreement>)
  .refine(({ side, driver, signed }) => driver !== undefined || signed?.[side] !== undefined, {
    path: ['driver'],
    error: 'must name who sees to it, since nobody has signed for the side',
  })
  .describe('How long before a release or a campaign the other side is told. It waits until both sides have signed.');

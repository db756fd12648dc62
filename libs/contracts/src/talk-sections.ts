import { z } from 'zod';
import { action } from './actions.js';
import { localDate, side } from './common.js';
import { grade } from './decisions.js';
import { communicationGap } from './talk.js';

/** Path of the dashboard, or `#section` of the review: where the sentence can be checked. */
const evidence = z.string();

export const communicationGapsSection = z
  .strictObject({
    gaps: z.array(
      z.strictObject({
        code: communicationGap.shape.code,
        title: z.string(),
        text: z.string(),
        sides: z.array(side),
        evidence,
      }),
    ),
    more: z.number().int(),
    agreements: z.array(
      z.strictObject({
        title: z.string(),
        from: side,
        agreed: z.string(),
        median: z.string(),
        missed: z.number().int(),
        of: z.number().int(),
        evidence,
        note: z.string().optional(),
      }),
    ),
    sentence: z.string(),
  })
  .meta({ id: 'ReviewCommunicationGaps' });

export const decisionsSection = z
  .strictObject({
    open: z.array(
      z.strictObject({
        title: z.string(),
        about: z.string().nullable(),
        promise: z.string().nullable(),
        signed: z.array(side),
        waitsFor: z.array(side),
        evidence,
      }),
    ),
    decided: z.array(z.strictObject({ title: z.string(), promise: z.string().nullable(), evidence })),
    graded: z.array(
      z.strictObject({ title: z.string(), grade: grade.shape.grade, text: z.string(), again: z.boolean(), evidence }),
    ),
    sentence: z.string(),
  })
  .meta({ id: 'ReviewDecisions' });

export const actionsSection = z
  .strictObject({
    actions: z.array(
      z.strictObject({
        title: z.string(),
        owner: z.string(),
        side,
        due: localDate,
        status: action.shape.status,
        daysLate: z.number().int(),
        result: z.string().nullable(),
        effect: z.string(),
        evidence,
      }),
    ),
    sentence: z.string(),
  })
  .meta({ id: 'ReviewActions' });

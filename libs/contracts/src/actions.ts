import { z } from 'zod';
import { decimal, identifier, instant, localDate, owner, side } from './common.js';
import { exportQuery } from './exports.js';

const person = z.strictObject({ id: z.string(), name: z.string() });
const metric = z.strictObject({ key: z.string(), title: z.string(), unit: z.string(), precision: z.number().int() });

export const action = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    text: z.string(),
    owner,
    side,
    due: localDate,
    status: z.enum(['open', 'late', 'done', 'doneLate', 'dropped']),
    /** Days begun after its last day; of a closed one, when it was closed. */
    daysLate: z.number().int(),
    /** Id of the decision that it follows from. */
    decision: z.string().nullable(),
    openedAt: instant,
    closedAt: instant.nullable(),
    result: z.string().nullable(),
    /** Whether the number moved since it was opened; null for an action on no metric. */
    effect: z
      .strictObject({
        metric,
        before: decimal.nullable(),
        after: decimal.nullable(),
        delta: decimal.nullable(),
        verdict: z.enum(['better', 'worse', 'noise', 'tooFewPoints', 'notYet', 'stale']),
      })
      .nullable(),
    steps: z.array(
      z.strictObject({
        step: z.enum(['open', 'change', 'done', 'dropped', 'remind']),
        at: instant,
        by: person.nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Action' });
export const actionList = z.strictObject({ actions: z.array(action), timeZone: z.string() }).meta({ id: 'ActionList' });

export const actionQuery = z.strictObject({ ...exportQuery.shape });

const rowId = z.string().regex(/^[1-9]\d{0,17}$/, 'Use the number of a decision');
export const openActionBody = z.strictObject({
  title: z.string().trim().min(1).max(200),
  text: z.string().trim().max(2000),
  /** A person or a team; its side is that of the action. */
  owner: identifier,
  due: localDate,
  metric: identifier.nullable(),
  decision: rowId.nullable(),
});
export const changeActionBody = z.strictObject({
  owner: identifier.optional(),
  due: localDate.optional(),
  reason: z.string().trim().min(1).max(2000),
});
export const closeActionBody = z.strictObject({
  as: z.enum(['done', 'dropped']),
  result: z.string().trim().min(1).max(2000),
});

export type Action = z.infer<typeof action>;
export type ActionQuery = z.infer<typeof actionQuery>;
export type ActionList = z.infer<typeof actionList>;
export type OpenActionBody = z.infer<typeof openActionBody>;
export type ChangeActionBody = z.infer<typeof changeActionBody>;
export type CloseActionBody = z.infer<typeof closeActionBody>;

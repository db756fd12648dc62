import type { AlertPolicy, EscalationStep } from '@tandem/domain/alert/alert-policy';
import { z } from 'zod';
import { duration, id } from './configuration-values.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const ids = z.array(id).min(1).max(50);

const step = z
  .strictObject({
    after: duration({ leastMs: minuteMs, mostMs: 30 * 24 * hourMs }).describe('From the firing on.'),
    side: z
      .enum(['marketing', 'it'])
      .optional()
      .describe('Whose acknowledgement is waited for; anybody’s when left out.'),
    routes: ids.describe('Ids of the routes that hear then.'),
  })
  .transform(({ after: afterMs, ...rest }) => ({ afterMs, ...rest }))
  .describe('Who hears when nobody has acknowledged an alert.') satisfies z.ZodType<EscalationStep>;

export const alertPolicy = z
  .strictObject({
    id,
    guardrails: ids.max(2000).optional().describe('Ids of the guardrails that it is for; every one when left out.'),
    severity: z.enum(['warning', 'critical']).optional().describe('Only guardrails of this severity.'),
    groupBy: z
      .array(z.enum(['metric', 'severity', 'owners']))
      .max(3)
      .optional()
      .describe(
        'What alerts of one message have in common; [] for one group of all. Each is told alone when left out.',
      ),
    groupWait: duration({ leastMs: 0, mostMs: hourMs })
      .optional()
      .describe('How long a message waits for others of its group.'),
    repeatEvery: duration({ leastMs: 5 * minuteMs, mostMs: 30 * 24 * hourMs })
      .optional()
      .describe('How often people are reminded while it fires and nobody has acknowledged it.'),
    escalation: z.array(step).min(1).max(10).optional().describe('Steps, the earliest first.'),
    inhibitedBy: ids
      .optional()
      .describe('Ids of guardrails: while one of them fires, alerts of this policy wait untold.'),
    undeliveredTo: ids
      .optional()
      .describe('Routes that hear when a message is given up; the other routes of the guardrail when left out.'),
    standstillTo: ids.optional().describe('Routes that hear when evaluation or delivery stands still.'),
  })
  .transform(({ groupWait, repeatEvery, ...rest }) => ({
    ...rest,
    ...(groupWait === undefined ? {} : { groupWaitMs: groupWait }),
    ...(repeatEvery === undefined ? {} : { repeatEveryMs: repeatEvery }),
  }))
  .describe(
    'How alerts are told: together, again, to others, or behind a graver one. Of several the first that fits a guardrail counts.',
  ) satisfies z.ZodType<AlertPolicy>;

import { z } from 'zod';
import { routeChannel } from './alerts.js';
import { instant } from './common.js';

/** A place that alerts are sent to, and what became of the last messages. Its secret is never told. */
export const routeItem = z
  .strictObject({
    id: z.string(),
    channel: routeChannel,
    to: z.string().nullable().describe('Mailboxes, a conversation or a host; null where the address is a secret'),
    guardrails: z.number().int().describe('How many guardrails are told over it'),
    waiting: z.number().int(),
    failedLastWeek: z.number().int(),
    lastDelivered: instant.nullable(),
    lastTest: z
      .strictObject({
        at: instant,
        state: z.enum(['pending', 'delivered', 'failed']),
        error: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'RouteItem' });

export const routeList = z.strictObject({ routes: z.array(routeItem) }).meta({ id: 'RouteList' });
export const routeTest = z.strictObject({ id: z.string() }).meta({ id: 'RouteTest' });

export type RouteItem = z.infer<typeof routeItem>;
export type RouteList = z.infer<typeof routeList>;
export type RouteTest = z.infer<typeof routeTest>;

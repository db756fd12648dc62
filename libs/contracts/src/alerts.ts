import { z } from 'zod';
import { decimal, instant, observationState, owners } from './common.js';

export const routeChannel = z.enum(['webhook', 'email', 'slack', 'teams', 'pagerduty']);

export const alertStateName = z.enum(['inactive', 'pending', 'firing', 'recovering', 'resolved', 'noData', 'error']);

export const verdict = z
  .strictObject({
    kind: z.enum(['ok', 'breached', 'tooFew', 'noData', 'error']),
    reason: z.string(),
    value: decimal.nullable(),
    limit: decimal,
    n: z.number().int(),
    start: instant,
    end: instant,
    /** Of the value that was judged, and the version of the definition that it is by; left out when nothing could be read. */
    state: observationState.optional(),
    version: z.number().int().optional(),
  })
  .meta({ id: 'Verdict' });

export const alertItem = z
  .strictObject({
    id: z.string(),
    guardrail: z.strictObject({
      id: z.string(),
      title: z.string(),
      side: z.enum(['floor', 'ceiling']),
      limit: decimal,
    }),
    metric: z.strictObject({ key: z.string(), title: z.string(), unit: z.string(), precision: z.number().int() }),
    severity: z.enum(['warning', 'critical']),
    state: alertStateName,
    since: instant,
    firedAt: instant.nullable(),
    resolvedAt: instant.nullable(),
    verdict: verdict.nullable(),
    owners,
  })
  .meta({ id: 'AlertItem' });

export const alertList = z.strictObject({ alerts: z.array(alertItem) }).meta({ id: 'AlertList' });
export const alertsQuery = z.strictObject({ state: z.enum(['open', 'all']).default('open') });

export const alertPage = z
  .strictObject({
    alert: alertItem,
    transitions: z.array(
      z.strictObject({
        from: alertStateName,
        to: alertStateName,
        at: instant,
        reason: z.string(),
        verdict: verdict.nullable(),
        unit: z.string().describe('Of the value and the limit of this verdict: the metric may have another one by now'),
      }),
    ),
    notifications: z.array(
      z.strictObject({
        id: z.string(),
        route: z.string(),
        channel: routeChannel,
        kind: z.string(),
        state: z.enum(['pending', 'delivered', 'failed', 'held', 'muted']),
        heldBy: z.enum(['silence', 'inhibition']).nullable(),
        attempts: z.number().int(),
        createdAt: instant,
        deliveredAt: instant.nullable(),
        error: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'AlertPage' });

export type AlertItem = z.infer<typeof alertItem>;
export type AlertList = z.infer<typeof alertList>;
export type AlertPage = z.infer<typeof alertPage>;

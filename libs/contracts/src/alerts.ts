import { z } from 'zod';
import { alertActItem, alertHandling, silenceItem } from './alert-handling.js';
import { decimal, instant, localDate, observationState, owners } from './common.js';
import { exportQuery } from './exports.js';

export const routeChannel = z.enum(['webhook', 'email', 'slack', 'teams', 'pagerduty']);

export const alertStateName = z.enum(['inactive', 'pending', 'firing', 'recovering', 'resolved', 'noData', 'error']);

const measuredPeriod = { previous: decimal.nullable(), previousStart: instant, previousEnd: instant };

/** What was held against the limit where that is not the value itself. */
const measured = z
  .discriminatedUnion('of', [
    z.strictObject({ of: z.enum(['pace', 'odds']), value: decimal.nullable() }),
    z.strictObject({ of: z.enum(['changeRelative', 'changeAbsolute']), value: decimal.nullable(), ...measuredPeriod }),
    z.strictObject({
      of: z.literal('burnRate'),
      value: decimal.nullable(),
      short: decimal.nullable(),
      longDays: z.number().int(),
      shortDays: z.number().int(),
      objective: decimal,
    }),
    z.strictObject({
      of: z.literal('specialCause'),
      side: z.enum(['above', 'below']).nullable(),
      mean: decimal,
      lower: decimal,
      upper: decimal,
      baselineFrom: localDate,
      baselinePoints: z.number().int(),
    }),
    z.strictObject({ of: z.literal('hoursWithoutData'), value: decimal, lastAt: instant.nullable() }),
  ])
  .meta({ id: 'Measured' });

/** A guardrail's rule in one shape for all kinds. */
export const guardrailRule = {
  kind: z.enum(['threshold', 'pace', 'change', 'burn', 'specialCause', 'freshness']),
  measure: z.enum([
    'value',
    'pace',
    'odds',
    'changeRelative',
    'changeAbsolute',
    'burnRate',
    'specialCause',
    'hoursWithoutData',
  ]),
  side: z.enum(['floor', 'ceiling']).nullable().describe('null where no one limit stands before the data is seen'),
  limit: decimal.nullable().describe('In the unit of the measure'),
};

export const explanation = z
  .strictObject({ marketing: z.string(), it: z.string() })
  .meta({ id: 'Explanation', description: 'One sentence for each side, with the same digits' });

export const verdict = z
  .strictObject({
    kind: z.enum(['ok', 'breached', 'tooFew', 'noData', 'error']),
    reason: z.string(),
    value: decimal.nullable(),
    limit: decimal.nullable(),
    n: z.number().int(),
    start: instant,
    end: instant,
    /** Of the value that was judged, and the version of the definition that it is by; left out when nothing could be read. */
    state: observationState.optional(),
    version: z.number().int().optional(),
    measured: measured.optional(),
    late: z.literal(true).optional().describe('The data came after these days had been judged'),
    began: instant.optional().describe('With `late`: the end of the first period of that breach'),
  })
  .meta({ id: 'Verdict' });

export const alertItem = z
  .strictObject({
    id: z.string(),
    guardrail: z.strictObject({
      id: z.string(),
      title: z.string(),
      ...guardrailRule,
    }),
    dimensions: z.record(z.string(), z.string()).describe('The slice that it is about; empty for the whole'),
    metric: z.strictObject({ key: z.string(), title: z.string(), unit: z.string(), precision: z.number().int() }),
    severity: z.enum(['warning', 'critical']),
    state: alertStateName,
    since: instant,
    firedAt: instant.nullable(),
    resolvedAt: instant.nullable(),
    verdict: verdict.nullable(),
    explanation: explanation.nullable(),
    owners,
    handling: alertHandling,
  })
  .meta({ id: 'AlertItem' });

export const alertList = z.strictObject({ alerts: z.array(alertItem) }).meta({ id: 'AlertList' });
/** `toClose`: over, and nobody has said why it was. `mine`: owned by me or my team, or assigned to me. `side`: owned by my side. */
export const alertsQuery = z.strictObject({
  state: z.enum(['open', 'toClose', 'all']).default('open'),
  scope: z.enum(['mine', 'side', 'all']).default('all'),
  asKnownAt: instant.optional().describe('As they stood then; guardrails and owners are those of today'),
  ...exportQuery.shape,
});

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
    acts: z.array(alertActItem).describe('What people did about it, the latest first'),
    silences: z.array(silenceItem).describe('That are or were over it'),
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

export type AlertsQuery = z.infer<typeof alertsQuery>;
export type AlertItem = z.infer<typeof alertItem>;
export type AlertList = z.infer<typeof alertList>;
export type AlertPage = z.infer<typeof alertPage>;

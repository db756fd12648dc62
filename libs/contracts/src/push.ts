import { z } from 'zod';
import { instant } from './common.js';

export const eventsAnswer = z
  .strictObject({
    /** null when nothing had to be written: every event was known, or none is used. */
    runId: z.string().nullable(),
    /** received = stored + unchanged + quarantined. */
    received: z.number().int(),
    stored: z.number().int(),
    unchanged: z.number().int(),
    quarantined: z.number().int(),
    /** Events of kinds that say nothing about any stream; they are not among those received. */
    notUsed: z.number().int(),
    verdicts: z.array(
      z.strictObject({
        index: z.number().int(),
        verdict: z.enum(['stored', 'unchanged', 'quarantined', 'leftOut', 'notUsed']),
        reason: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'EventsAnswer' });

/** By the OpenTelemetry protocol: empty when everything was taken. */
export const otlpAnswer = z
  .strictObject({
    partialSuccess: z.strictObject({ rejectedDataPoints: z.string(), errorMessage: z.string() }).optional(),
  })
  .meta({ id: 'OtlpAnswer' });

export const webhookSecretBody = z.strictObject({
  /** What the sender signs with, where the sender makes it (PagerDuty, Zendesk, Stripe). */
  secret: z.string().min(8).max(500).optional(),
  /** How long the secrets before it still hold, so that the sender can be changed without losing anything. */
  formerHours: z.number().min(0).max(168).default(24),
});

export const webhookSecretMade = z
  .strictObject({
    id: z.string(),
    /** Where the sender is to send: below the address of this installation. */
    path: z.string(),
    /** Shown this once; null where the sender made it. */
    secret: z.string().nullable(),
  })
  .meta({ id: 'WebhookSecretMade' });

/** What was sent to a source and not taken, by reason. */
export const pushTally = z
  .strictObject({
    kind: z.enum(['refused', 'notUsed', 'repeated']),
    reason: z.string(),
    count: z.number().int(),
    firstAt: instant,
    lastAt: instant,
  })
  .meta({ id: 'PushTally' });

export const sourceArrivals = z
  .strictObject({
    /** null for a source that takes no webhook. */
    webhook: z
      .strictObject({
        from: z.string(),
        /** Below the address of this installation. */
        path: z.string(),
        /** Whether a secret comes from the environment, and those that were kept here; none lets nothing in. */
        ofEnvironment: z.boolean(),
        secrets: z.array(z.strictObject({ id: z.string(), madeAt: instant, endsAt: instant.nullable() })),
      })
      .nullable(),
    /** The latest first. */
    tallies: z.array(pushTally),
  })
  .meta({ id: 'SourceArrivals' });

export type OtlpAnswer = z.infer<typeof otlpAnswer>;
export type SourceArrivals = z.infer<typeof sourceArrivals>;
export type EventsAnswer = z.infer<typeof eventsAnswer>;
export type WebhookSecretBody = z.output<typeof webhookSecretBody>;
export type WebhookSecretMade = z.infer<typeof webhookSecretMade>;
export type PushTally = z.infer<typeof pushTally>;

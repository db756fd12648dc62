import { z } from 'zod';
import { alertStateName, explanation, guardrailRule } from './alerts.js';
import { dayOrInstant, decimal, instant, metricSummary, owners } from './common.js';

const time = {
  from: dayOrInstant.optional().describe('First day or instant; half a year before the end of the data when left out'),
  to: dayOrInstant.optional().describe('Exclusive end; now when left out'),
};

export const rehearsalQuery = z.strictObject(time);

/** A configuration file, or a part of one, whose guardrails are rehearsed. Nothing of it is stored. */
export const rehearsalBody = z.strictObject({
  file: z.string().max(500).default('guardrails.yaml').describe('Named in what is wrong'),
  text: z.string().min(1).max(1_000_000).describe('YAML or JSON of a configuration file; its guardrails are rehearsed'),
  ...time,
});

const episode = z
  .strictObject({
    breachedAt: instant,
    firedAt: instant,
    endedAt: instant.nullable().describe('null: it still fires at the end'),
    flap: z.boolean().describe('It fired again within 7 days after it had ended'),
    explanation,
  })
  .meta({ id: 'RehearsedEpisode' });

const look = z.strictObject({
  at: instant,
  state: alertStateName,
  verdict: z.enum(['ok', 'breached', 'tooFew', 'noData', 'error']),
  value: decimal.nullable().describe('Of the metric'),
  n: z.number().int(),
  measured: decimal.nullable().describe('What is held against the limit; the value itself for a limit on it'),
  limit: decimal.nullable(),
  bounds: z.strictObject({ lower: decimal, upper: decimal }).nullable().describe('Natural limits of a special cause'),
});

export const rehearsal = z
  .strictObject({
    guardrail: z.strictObject({
      id: z.string(),
      title: z.string(),
      ...guardrailRule,
      by: z.string().nullable(),
    }),
    metric: metricSummary,
    from: instant,
    to: instant,
    timeZone: z.string(),
    dataTo: instant.nullable(),
    slices: z.array(
      z.strictObject({
        slice: z.string().describe('Value of the dimension; empty for the whole'),
        episodes: z.array(episode),
        lapsed: z.number().int().describe('Breaches that were over before they would have fired'),
        flaps: z.number().int(),
        firingMs: z.number(),
        verdicts: z.record(z.enum(['ok', 'breached', 'tooFew', 'noData', 'error']), z.number().int()),
        looks: z.array(look),
      }),
    ),
    left: z.number().int().describe('Values of the dimension that were left out'),
  })
  .meta({
    id: 'Rehearsal',
    description: 'When a guardrail would have fired over history, on the values as they stand now',
  });

export const rehearsalList = z.strictObject({ rehearsals: z.array(rehearsal) }).meta({ id: 'RehearsalList' });

export const guardrailItem = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    ...guardrailRule,
    by: z.string().nullable(),
    metric: metricSummary.pick({ key: true, title: true, unit: true, precision: true }),
    severity: z.enum(['warning', 'critical']),
    state: z.enum(['held', 'breached', 'noData', 'error']),
    alertId: z.string().nullable(),
    since: instant.nullable(),
    slices: z.strictObject({ judged: z.number().int(), breached: z.number().int() }).nullable(),
    owners,
  })
  .meta({ id: 'GuardrailItem' });

export const guardrailList = z.strictObject({ guardrails: z.array(guardrailItem) }).meta({ id: 'GuardrailList' });

/** What a form needs to write a guardrail: as it is written in a file, and what it can name. */
export const guardrailForm = z
  .strictObject({
    document: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('As a configuration file writes it; null for a new one'),
    metrics: z.array(
      z.strictObject({
        key: z.string(),
        title: z.string(),
        unit: z.string(),
        windowDays: z.number().int(),
        kind: z.string(),
        dimensions: z.array(z.string()),
      }),
    ),
    keyResults: z.array(
      z.strictObject({ goal: z.string(), goalTitle: z.string(), keyResult: z.string(), metric: z.string() }),
    ),
    owners: z.array(z.strictObject({ id: z.string(), name: z.string(), side: z.enum(['marketing', 'it']) })),
    routes: z.array(z.string()),
    guardrails: z.array(z.string()).describe('Ids that are taken'),
    policies: z
      .array(z.record(z.string(), z.unknown()))
      .describe('Alert policies as a configuration file writes them, in the order in which they are asked'),
  })
  .meta({ id: 'GuardrailForm' });
export const guardrailFormQuery = z.strictObject({ id: z.string().max(100).optional() });

export type Rehearsal = z.infer<typeof rehearsal>;
export type RehearsalList = z.infer<typeof rehearsalList>;
export type RehearsalBody = z.infer<typeof rehearsalBody>;
export type GuardrailItem = z.infer<typeof guardrailItem>;
export type GuardrailList = z.infer<typeof guardrailList>;
export type GuardrailForm = z.infer<typeof guardrailForm>;

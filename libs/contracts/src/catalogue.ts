import { z } from 'zod';
import { direction, side } from './common.js';
import { metricLink } from './metrics.js';

const fieldStanding = z.strictObject({
  field: z.string(),
  value: z.string().optional().describe('Only records with this value count'),
  optional: z.literal(true).optional().describe('Read where it is there; the metric has values without it'),
  arrived: z.boolean(),
});

const streamNeed = z.strictObject({
  stream: z.string(),
  sources: z
    .array(z.strictObject({ id: z.string(), name: z.string() }))
    .describe('Connections that deliver the stream'),
  fields: z.array(fieldStanding),
  met: z.boolean(),
});

const metricsNeed = z.strictObject({
  metrics: z.array(z.strictObject({ key: z.string(), exists: z.boolean() })),
  met: z.boolean(),
});

const parameter = z.strictObject({
  name: z.string(),
  kind: z.enum(['text', 'share', 'currency', 'metric']),
  description: z.string(),
  standsAt: z.string().describe('What it is when it is left out'),
  choices: z.array(z.string()).describe('Values that arrived, or keys of metrics that there are'),
});

export const standardMetric = z
  .strictObject({
    key: z.string(),
    family: z.enum(['service', 'conversion', 'delivery']),
    title: z.string(),
    description: z.string(),
    wording: z.strictObject({ marketing: z.string(), it: z.string() }),
    formula: z.strictObject({ text: z.string(), exclusions: z.array(z.string()) }),
    unit: z.string(),
    precision: z.number().int(),
    direction,
    windowDays: z.number().int(),
    settlingDays: z.number().int(),
    dimensions: z.array(z.string()),
    trap: z.string().describe('The mistake that other definitions of the name make'),
    source: z.strictObject({ name: z.string(), url: z.string().nullable() }),
    parameters: z.array(parameter),
    needs: z.array(z.union([streamNeed, metricsNeed])),
    data: z
      .enum(['arrived', 'partly', 'none'])
      .describe('Whether what it needs is there; judged by the newest records of each stream and some of each source'),
    adopted: z.array(metricLink),
    namesakes: z.array(metricLink).describe('Metrics of this name that count something else'),
  })
  .meta({ id: 'StandardMetric' });

/** `GET /catalogue`: the ready-made metrics, and the people and teams who could own one. */
export const catalogue = z
  .strictObject({
    metrics: z.array(standardMetric),
    metricKeys: z.array(z.string()).describe('Keys that are taken'),
    owners: z.array(z.strictObject({ id: z.string(), name: z.string(), side })),
  })
  .meta({ id: 'Catalogue' });

export type StandardMetric = z.infer<typeof standardMetric>;
export type Catalogue = z.infer<typeof catalogue>;

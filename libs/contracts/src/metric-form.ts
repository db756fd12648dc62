import { z } from 'zod';
import { observation, side } from './common.js';
import { metricLink } from './metrics.js';

const fieldChoice = z.strictObject({
  name: z.string(),
  type: z.enum(['text', 'instant', 'integer', 'decimal', 'boolean', 'oneOf']),
  /** Of `oneOf`. */
  values: z.array(z.string()),
  /** Every record has it. */
  required: z.boolean(),
  /** A source delivers it; others are worked out from links. */
  delivered: z.boolean(),
  /** Records that have it arrived already. */
  arrived: z.boolean(),
});

/** `GET /metric-choices`: what a metric can be made of. */
export const metricChoices = z
  .strictObject({
    streams: z.array(
      z.strictObject({
        name: z.string(),
        sources: z.array(z.strictObject({ id: z.string(), name: z.string() })),
        fields: z.array(fieldChoice),
      }),
    ),
    units: z.array(z.string()),
    calendars: z.array(z.string()),
    owners: z.array(z.strictObject({ id: z.string(), name: z.string(), side })),
    /** All keys are taken; only those in use can be reckoned from. */
    metrics: z.array(z.strictObject({ key: z.string(), title: z.string(), unit: z.string(), retired: z.boolean() })),
  })
  .meta({ id: 'MetricChoices' });

/** A metric as a configuration file writes it, a ready-made one by its key too. */
export const newMetricBody = z.strictObject({
  thing: z.record(z.string(), z.unknown()),
  /** The formula as the YAML of a configuration file, in the place of `thing.formula`; faults name their line. */
  formulaText: z.string().max(20_000).optional(),
});

export const newMetricPreview = z
  .strictObject({
    /** The whole metric as a file would write it: what is saved. */
    thing: z.record(z.string(), z.unknown()),
    timeZone: z.string(),
    /** The formula in words. */
    formula: z.string(),
    current: observation,
    /** The whole weeks up to now, the oldest first. */
    weeks: z.array(observation),
    /** Metrics of this name that count something else. */
    namesakes: z.array(metricLink),
  })
  .meta({ id: 'NewMetricPreview' });

export type MetricChoices = z.infer<typeof metricChoices>;
export type NewMetricBody = z.infer<typeof newMetricBody>;
export type NewMetricPreview = z.infer<typeof newMetricPreview>;

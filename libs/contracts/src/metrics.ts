import { z } from 'zod';
import { dayOrInstant, decimal, freshness, grain, instant, metricSummary, observation, owners } from './common.js';
import { exportQuery } from './exports.js';
import { boardGoal, guardrailSummary, keyResultProgress, notice } from './board.js';

export const observationsQuery = z.strictObject({
  /** First day (organisation's calendar) or instant; 13 weeks before `to` when left out. */
  from: dayOrInstant.optional(),
  /** Exclusive end: a day or an instant; end of the complete data when left out. */
  to: dayOrInstant.optional(),
  grain: grain.default('day'),
  /** Trailing window in days ending with each point; only with grain=day. */
  window: z.coerce.number().int().min(1).max(366).optional(),
  /** A dimension of the metric to slice by. */
  by: z.string().max(100).optional(),
  /** Only one slice: `priority:2 - High`. */
  slice: z.string().max(300).optional(),
  asKnownAt: instant.optional(),
  ...exportQuery.shape,
});

export const observationsAnswer = z
  .strictObject({
    metric: metricSummary,
    version: z.number().int(),
    timeZone: z.string(),
    from: instant,
    to: instant,
    grain,
    window: z.number().int().nullable(),
    by: z.string().nullable(),
    asKnownAt: instant.nullable(),
    /** The versions that answered the points, oldest first: another one may count in another unit. */
    versions: z.array(
      z.strictObject({
        version: z.number().int(),
        validFrom: instant,
        unit: z.string(),
        precision: z.number().int(),
      }),
    ),
    points: z.array(observation),
  })
  .meta({ id: 'Observations' });

/** A metric whose records are not all counted yet: until they are, it answers nothing. */
export const backfill = z
  .strictObject({
    state: z.enum(['running', 'stopped']),
    share: z.number().min(0).max(0.99).describe('Part of the records that is counted, two decimals'),
    records: z.number().int().describe('Records that were looked at'),
  })
  .meta({ id: 'Backfill' });
export const backfillAnswer = z.strictObject({ backfill: backfill.nullable() });
export const backfillAction = z.enum(['stop', 'resume'], { error: 'must be "stop" or "resume"' });
export type BackfillAnswer = z.infer<typeof backfillAnswer>;
export type BackfillAction = z.infer<typeof backfillAction>;

export const metricLink = z.strictObject({ key: z.string(), title: z.string() }).meta({ id: 'MetricLink' });

export const metricListItem = z
  .strictObject({
    metric: metricSummary,
    version: z.number().int(),
    /** Nothing needs it any more; its history stays. */
    retired: z.boolean(),
    owners,
    current: observation,
    freshness,
    backfill: backfill.nullable(),
    goals: z.array(z.strictObject({ id: z.string(), title: z.string() })),
    namesakes: z.array(metricLink).describe('Metrics of the same name that count something else'),
  })
  .meta({ id: 'MetricListItem' });
export const metricList = z
  .strictObject({ asKnownAt: instant.nullable(), timeZone: z.string(), metrics: z.array(metricListItem) })
  .meta({ id: 'MetricList' });

export const metricQuery = z.strictObject({ asKnownAt: instant.optional() });
export const metricListQuery = metricQuery.extend(exportQuery.shape);

/** Process behaviour chart of weekly values: baseline fixed on the first points (XmR). */
export const behaviour = z
  .strictObject({
    mean: decimal,
    lower: decimal,
    upper: decimal,
    baselinePoints: z.number().int(),
    points: z.array(
      z.strictObject({
        start: instant,
        end: instant,
        value: decimal,
        signal: z.enum(['beyondLimits', 'eightOnOneSide', 'twoOfThree']).nullable(),
      }),
    ),
  })
  .meta({ id: 'Behaviour' });

export const behaviourAnswer = z
  .strictObject({
    metric: metricSummary,
    version: z.number().int(),
    timeZone: z.string(),
    asKnownAt: instant.nullable(),
    behaviour: behaviour.nullable().describe('null where there is too little history to tell'),
  })
  .meta({ id: 'BehaviourAnswer' });

const deploymentEvent = z
  .strictObject({ at: instant, service: z.string(), ref: z.string(), outcome: z.string() })
  .meta({ id: 'DeploymentEvent' });

const laneSpan = z.strictObject({ title: z.string(), start: instant, end: instant.nullable() });

/** What each department did in a time: the lanes below a chart. */
export const metricEvents = z
  .strictObject({
    from: instant,
    to: instant,
    asKnownAt: instant.nullable(),
    timeZone: z.string(),
    /** Production deployments; of the metric's own services where its definition names any. */
    deployments: z.array(deploymentEvent),
    /** Those before the first that is listed are left out: there were very many. */
    deploymentsCut: z.boolean(),
    freezes: z.array(laneSpan.extend({ service: z.string().nullable() })),
    campaigns: z.array(laneSpan.extend({ channel: z.string().nullable() })),
    /** Whether any source tells of them at all: without one, an empty lane says nothing. */
    told: z.strictObject({ deployments: z.boolean(), freezes: z.boolean(), campaigns: z.boolean() }),
  })
  .meta({ id: 'MetricEvents' });

export const metricEventsQuery = z.strictObject({
  from: dayOrInstant.optional(),
  /** Exclusive. What is planned lies in the future, so it may, too. */
  to: dayOrInstant.optional(),
  asKnownAt: instant.optional(),
});

const deliveryBand = z
  .strictObject({
    edition: z.string(),
    date: z.string().describe('Month of publication, such as 2024-10'),
    source: z.string(),
    clusters: z.array(
      z.strictObject({
        name: z.enum(['elite', 'high', 'medium', 'low']),
        share: z.number().describe('Of the respondents, in per cent'),
        level: z.string(),
        holdsValue: z.boolean().describe('The present value lies in its range; clusters can share one'),
      }),
    ),
    note: z.string().nullable().describe('Why there is no band where there is none'),
  })
  .meta({ id: 'DeliveryBand' });

/** Levels of a survey beside a metric that was adopted from a delivery standard. */
export const deliveryBands = z.strictObject({
  withheld: z.enum(['formulaChanged']).nullable(),
  editions: z.array(deliveryBand),
});

const formulaKind = z.enum([
  'ratio',
  'count',
  'sum',
  'activeDays',
  'open',
  'duration',
  'percentile',
  'latest',
  'derived',
]);

/** Everything of the metric page that is not the series itself. */
export const metricPage = z
  .strictObject({
    metric: metricSummary,
    version: z.number().int(),
    validFrom: instant,
    owners,
    wording: z.strictObject({ marketing: z.string().nullable(), it: z.string().nullable() }),
    /** The formula in plain words, and what it leaves out. */
    formula: z.strictObject({
      kind: formulaKind,
      text: z.string(),
      exclusions: z.array(z.string()),
      periodField: z.string(),
    }),
    /** What a formula over metrics is reckoned from; empty for one that counts records. */
    inputs: z.array(metricLink),
    standard: metricLink.nullable().describe('The ready-made metric that it was adopted from'),
    bands: deliveryBands.nullable().describe('null for all but the delivery standards that a survey measures'),
    services: z
      .array(z.strictObject({ service: z.string(), n: z.number().int().describe('Records in the current window') }))
      .describe('Services that the current value is made of; more than one make it a blended value'),
    settlingDays: z.number().int(),
    dimensions: z.array(z.string()),
    asKnownAt: instant.nullable(),
    timeZone: z.string(),
    current: observation,
    /** Records left out of the current window by rule, for instance changes without a positive lead time. */
    excluded: z.strictObject({ reason: z.enum(['nonPositive']), n: z.number().int() }).nullable(),
    freshness,
    backfill: backfill.nullable(),
    /** What its sources do that a reader must know: one that fails, or is being read. Of the present only. */
    notices: z.array(notice),
    keyResults: z.array(
      z.strictObject({
        goal: boardGoal.pick({ id: true, title: true, start: true, due: true }),
        keyResult: keyResultProgress,
      }),
    ),
    guardrails: z.array(
      guardrailSummary.extend({
        forMs: z.number(),
        owners,
        lastBreach: z.strictObject({ from: instant, to: instant.nullable() }).nullable(),
      }),
    ),
    behaviour: behaviour.nullable(),
  })
  .meta({ id: 'MetricPage' });

export const breakdownQuery = z.strictObject({
  by: z.string().max(100),
  /** Days of the current window and of the equal one before it; the metric's own window when left out. */
  days: z.coerce.number().int().min(1).max(366).optional(),
  top: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('So many slices by themselves, the others taken together as "other"; all of them when left out'),
  order: z
    .enum(['size', 'contribution'])
    .default('size')
    .describe('Largest first: by events, or by part of the change (by events where the metric does not add up)'),
  asKnownAt: instant.optional(),
  ...exportQuery.shape,
});

const breakdownRow = z.strictObject({
  /** Share of the events behind the whole, in percent with one decimal. */
  share: decimal.nullable(),
  current: observation,
  /** The equal window right before. */
  previous: observation,
  delta: decimal.nullable(),
  /** Part of the total change: these add up to it. null where `decomposition` says why there is none. */
  contribution: decimal.nullable(),
  /** Of the contribution, what the slice's own change made, and what its changed share made; the two add up to it. */
  rateEffect: decimal.nullable(),
  mixEffect: decimal.nullable(),
  /** Fewer than 30 events in one of the windows: chance alone moves such a share or time a lot. */
  fewEvents: z.boolean(),
});

export const breakdown = breakdownRow
  .extend({
    metric: metricSummary,
    version: z.number().int(),
    timeZone: z.string(),
    asKnownAt: instant.nullable(),
    by: z.string(),
    days: z.number().int(),
    orderedBy: z.enum(['size', 'contribution']),
    decomposition: z.enum(['mixAndRate', 'difference', 'doesNotAddUp', 'partial', 'noValue']),
    slices: z.array(breakdownRow.extend({ value: z.string() })),
    /** The slices that `top` left out, taken together. */
    other: breakdownRow.extend({ count: z.number().int() }).nullable(),
  })
  .meta({ id: 'Breakdown' });

export const recordsQuery = z.strictObject({
  from: dayOrInstant.optional(),
  to: dayOrInstant.optional(),
  asKnownAt: instant.optional(),
  /** Only one slice: `priority:2 - High`. */
  slice: z.string().max(300).optional(),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('Records of one page; a file holds all of them'),
  ...exportQuery.shape,
});

export const evidenceRecord = z
  .strictObject({
    connection: z.string(),
    stream: z.string(),
    naturalKey: z.string(),
    origin: z.string(),
    /** The instant that placed the record in its period. */
    at: instant,
    knownAt: instant,
    numerator: decimal.nullable(),
    denominator: decimal.nullable(),
    fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    dimensions: z.record(z.string(), z.string()),
  })
  .meta({ id: 'EvidenceRecord' });

export const recordsAnswer = z
  .strictObject({
    metric: metricSummary,
    version: z.number().int(),
    timeZone: z.string(),
    from: instant,
    to: instant,
    asKnownAt: instant.nullable(),
    /** The number these records add up to. */
    observation,
    total: z.number().int(),
    /** Records of earlier times have been removed, though their numbers may stand; null where none have. */
    recordsKeptFrom: instant.nullable(),
    next: z.string().nullable(),
    /** Where the records are of a metric that is reckoned from others and has none of its own. */
    inputs: z.array(metricLink),
    records: z.array(evidenceRecord),
  })
  .meta({ id: 'Records' });

export type BehaviourAnswer = z.infer<typeof behaviourAnswer>;
export type MetricEvents = z.infer<typeof metricEvents>;
export type MetricEventsQuery = z.infer<typeof metricEventsQuery>;
export type ObservationsQuery = z.infer<typeof observationsQuery>;
export type ObservationsAnswer = z.infer<typeof observationsAnswer>;
export type MetricListQuery = z.infer<typeof metricListQuery>;
export type MetricListItem = z.infer<typeof metricListItem>;
export type MetricList = z.infer<typeof metricList>;
export type MetricPage = z.infer<typeof metricPage>;
export type DeliveryBands = z.infer<typeof deliveryBands>;
export type Behaviour = z.infer<typeof behaviour>;
export type BreakdownQuery = z.infer<typeof breakdownQuery>;
export type Breakdown = z.infer<typeof breakdown>;
export type RecordsQuery = z.infer<typeof recordsQuery>;
export type EvidenceRecord = z.infer<typeof evidenceRecord>;
export type RecordsAnswer = z.infer<typeof recordsAnswer>;

import { z } from 'zod';
import { decimal, freshness, instant, localDate, metricSummary, observation, owners, side } from './common.js';
import { explanation, guardrailRule } from './alerts.js';
import { exportQuery } from './exports.js';

export const goalStatus = z.enum(['onTrack', 'atRisk', 'offTrack', 'achieved', 'missed', 'noData', 'draft']);
/** Why a status is what it is; pages turn the code into a sentence. */
export const statusReason = z.enum([
  'forecastMeetsTarget',
  'targetInsideForecastRange',
  'targetOutsideForecastRange',
  'paceOnPath',
  'paceBehind',
  'paceFarBehind',
  'insideLimits',
  'outsideLimits',
  'metricStale',
  'metricAbsent',
  'dueReached',
  'dueMissed',
  'notStarted',
  'ownerMissing',
  'counterMetricMissing',
  'signatureMissing',
  'overridden',
  'worstKeyResult',
]);

export const boardQuery = z.strictObject({
  /** `2026-Q4`, `FY2027-Q1`, `2026-11`, `2026`, `FY2027` or `2026-10-01..2026-12-31`; goals whose time overlaps it. All current goals when left out. */
  period: z
    .string()
    .regex(/^((FY)?\d{4}|(FY)?\d{4}-Q[1-4]|\d{4}-(0[1-9]|1[0-2])|\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2})$/, {
      message:
        'Use a year (2026, FY2027), quarter (2026-Q4, FY2027-Q1), month (2026-11) or range (2026-10-01..2026-12-31)',
    })
    .optional(),
  /** Answers as it was known then. */
  asKnownAt: instant.optional(),
  ...exportQuery.shape,
});

/** Better or worse only when a statistical rule says so; otherwise the change is ordinary variation. */
export const change = z
  .strictObject({
    /** Signed difference, in the metric's unit (percentage points for a rate). */
    delta: decimal,
    days: z.number().int(),
    verdict: z.enum(['better', 'worse', 'noise', 'tooFewPoints']),
  })
  .meta({ id: 'Change' });

export const forecast = z
  .strictObject({
    at: localDate,
    value: decimal,
    low80: decimal,
    high80: decimal,
    low50: decimal,
    high50: decimal,
    meetsTarget: z.boolean(),
    /** Unsigned distance of the forecast to the target. */
    gap: decimal,
    /** Probability that the target is met at the due date, 0 to 1, two decimals. */
    probability: z.number(),
    method: z.enum(['naive', 'drift', 'seasonalNaive', 'dampedHolt', 'theilSen']),
    /** Mean absolute error of the method in its own back-test at that horizon, in the metric's unit. */
    error: decimal,
    /** How often the 80 % interval held in the back-test, 0 to 1; null when it could not be tested. */
    coverage80: z.number().nullable(),
    points: z.number().int(),
  })
  .meta({ id: 'Forecast' });

export const guardrailSummary = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    ...guardrailRule,
    by: z.string().nullable().describe('A dimension whose values are judged each by itself'),
    state: z.enum(['held', 'near', 'breached', 'tooFew', 'noData', 'error']),
    alertId: z.string().nullable(),
    /** Start of the current state. */
    since: instant.nullable(),
    explanation: explanation.nullable(),
    /** How many values of the dimension are judged, and how many broke the rule; null for a guardrail on the whole. */
    slices: z.strictObject({ judged: z.number().int(), breached: z.number().int() }).nullable(),
  })
  .meta({ id: 'GuardrailSummary' });

export const statusOverride = z
  .strictObject({
    reason: z.string(),
    by: z.strictObject({ id: z.string(), name: z.string() }),
    side,
    at: instant,
    reckoned: z.strictObject({ status: goalStatus, reason: statusReason }),
  })
  .meta({ id: 'StatusOverride' });

/** What keeps a goal a draft, or what a published one lacks since. */
export const goalGap = z
  .strictObject({ code: z.enum(['ownerMissing', 'counterMetricMissing']), side })
  .meta({ id: 'GoalGap' });

export const keyResultProgress = z
  .strictObject({
    id: z.string(),
    kind: z.enum(['reach', 'stay']),
    metric: metricSummary,
    baseline: decimal.nullable(),
    target: decimal.nullable(),
    atLeast: decimal.nullable(),
    atMost: decimal.nullable(),
    /** The trailing window of the metric that ends with its complete data. */
    current: observation,
    change: change.nullable(),
    /** Where the path says it should be by now; null for `stay` or before the start. */
    expected: decimal.nullable(),
    /** Unsigned distance of the value to the path, and on which side of it. */
    paceGap: decimal.nullable(),
    paceSide: z.enum(['ahead', 'behind']).nullable(),
    /** progress ÷ expected progress, two decimals. */
    pace: z.number().nullable(),
    /** (current − baseline) ÷ (target − baseline), unclamped, three decimals. */
    progress: z.number().nullable(),
    /** For `stay`: share of weeks inside the limits, and the share that was agreed. */
    shareInside: z.number().nullable(),
    requiredShare: z.number().nullable(),
    /** Weight in the progress of the goal. */
    weight: z.number(),
    forecast: forecast.nullable(),
    status: goalStatus,
    statusReason,
    /** What a person said in the place of the reckoned status; it ends with the next settled value. */
    override: statusOverride.nullable(),
    /** End of the last settled value; null while there is none. */
    settledTo: instant.nullable(),
    /** The aim was moved after it had been missed. */
    movedAfterMiss: z.boolean(),
    guardrail: guardrailSummary.nullable(),
    freshness,
    /** The same trailing window, day by day, over 13 weeks; `value` is null where there was no data. */
    trend: z.array(z.strictObject({ end: instant, value: decimal.nullable(), expected: decimal.nullable() })),
  })
  .meta({ id: 'KeyResultProgress' });

export const boardGoal = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    outcome: z.string(),
    growthProjection: z.boolean(),
    level: z.enum(['joint', 'department', 'team']),
    /** Id of the goal above. */
    parent: z.string().nullable(),
    /** The side whose goal it is; null for a joint goal. */
    side: side.nullable(),
    /** Title of the team whose goal it is. */
    team: z.string().nullable(),
    /** The side that pushes a joint goal; null for both. */
    ledBy: side.nullable(),
    /** Version of the terms that hold. */
    version: z.number().int(),
    published: z.boolean(),
    gaps: z.array(goalGap),
    start: localDate,
    due: localDate,
    status: goalStatus,
    statusReason,
    owners,
    progress: z.number().nullable(),
    onTrackCount: z.number().int(),
    keyResultCount: z.number().int(),
    /** Key results with a known progress: those that the mean is of. */
    measuredCount: z.number().int(),
    keyResults: z.array(keyResultProgress),
  })
  .meta({ id: 'BoardGoal' });

/** Something a reader must know about the data before reading it. */
export const notice = z
  .strictObject({
    code: z.enum(['datesShifted', 'importRunning', 'sourceFailing']),
    connection: z.strictObject({ id: z.string(), name: z.string() }),
    weeks: z.number().int().optional(),
    message: z.string().optional(),
    /** Of a source that fails: since when, and when it is asked again. */
    since: instant.optional(),
    nextTryAt: instant.optional(),
    progress: z.number().optional(),
  })
  .meta({ id: 'Notice' });

export const board = z
  .strictObject({
    generatedAt: instant,
    asKnownAt: instant.nullable(),
    organisation: z.strictObject({
      name: z.string(),
      timeZone: z.string(),
      /** Month that the fiscal year begins with, 1 to 12; it is named by the year in which it ends. */
      fiscalYearStartsIn: z.number().int(),
    }),
    period: z.strictObject({
      label: z.string(),
      start: localDate,
      end: localDate,
      /** 1-based day of the period that today is; null when today is outside it. */
      day: z.number().int().nullable(),
      days: z.number().int(),
    }),
    /** End of complete data over all shown metrics, exclusive. */
    dataTo: instant.nullable(),
    notices: z.array(notice),
    counts: z.strictObject({
      onTrack: z.number().int(),
      atRisk: z.number().int(),
      offTrack: z.number().int(),
      inBreach: z.number().int(),
      stale: z.number().int(),
    }),
    goals: z.array(boardGoal),
  })
  .meta({ id: 'Board' });

export type GoalStatus = z.infer<typeof goalStatus>;
export type StatusReason = z.infer<typeof statusReason>;
export type BoardQuery = z.infer<typeof boardQuery>;
export type Change = z.infer<typeof change>;
export type ForecastResult = z.infer<typeof forecast>;
export type GuardrailSummary = z.infer<typeof guardrailSummary>;
export type KeyResultProgress = z.infer<typeof keyResultProgress>;
export type StatusOverride = z.infer<typeof statusOverride>;
export type GoalGap = z.infer<typeof goalGap>;
export type BoardGoal = z.infer<typeof boardGoal>;
export type Notice = z.infer<typeof notice>;
export type Board = z.infer<typeof board>;

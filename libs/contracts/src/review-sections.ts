import { z } from 'zod';
import { goalStatus, statusReason } from './board.js';
import { decimal, instant, localDate, side } from './common.js';

/** Path of the dashboard, or `#section` of the review: where the sentence can be checked. */
const evidence = z.string();
const namedMetric = z.strictObject({
  key: z.string(),
  title: z.string(),
  unit: z.string(),
  precision: z.number().int(),
});
const ownerNames = z.strictObject({ marketing: z.string().nullable(), it: z.string().nullable() });
const sentence = z.strictObject({ code: z.string(), text: z.string(), evidence });

export const headlineSection = z
  .strictObject({
    sentences: z.array(sentence),
    figures: z.array(
      z.strictObject({
        code: z.string(),
        label: z.string(),
        value: z.number().int(),
        of: z.number().int().nullable(),
        evidence,
        /** Of the last review. */
        was: z.strictObject({ value: z.number().int(), of: z.number().int().nullable() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'ReviewHeadline' });

/** How the metric went after an event against the same weekdays before, with its 95 % interval; never a cause. */
const matchedEffect = z.union([
  z.strictObject({
    delta: decimal,
    low: decimal,
    high: decimal,
    days: z.number().int(),
    weeks: z.number().int(),
    includesZero: z.boolean(),
  }),
  z.strictObject({ withheld: z.enum(['tooFewDaysAfter', 'tooFewWeeksBefore', 'notSettled', 'noValue']) }),
]);

const point = z.strictObject({ start: instant, end: instant, value: decimal });

const movedMetric = z
  .strictObject({
    metric: namedMetric,
    rule: z.enum(['beyondLimits', 'twoOfThree', 'eightOnOneSide']),
    verdict: z.enum(['better', 'worse', 'returning']),
    before: point.nullable(),
    now: point,
    delta: decimal.nullable(),
    mean: decimal,
    lower: decimal,
    upper: decimal,
    trend: z.array(decimal),
    text: z.string(),
    /** By which rule it is a signal. */
    reason: z.string(),
    explanations: z.array(z.strictObject({ side, text: z.string(), by: z.string(), at: instant })),
    unexplained: z.array(z.strictObject({ side, owner: z.string() })),
    events: z.array(
      z.strictObject({
        kind: z.enum(['deployment', 'campaign', 'freeze', 'other']),
        side,
        title: z.string(),
        at: instant,
        effect: matchedEffect,
      }),
    ),
  })
  .meta({ id: 'MovedMetric' });

export const whatMovedSection = z
  .strictObject({
    moved: z.array(movedMetric),
    more: z.number().int(),
    still: z.strictObject({
      noise: z.number().int(),
      tooFewPoints: z.number().int(),
      notSettled: z.number().int(),
      stale: z.number().int(),
    }),
    sentence: z.string(),
  })
  .meta({ id: 'ReviewWhatMoved' });

const seenBy = z.strictObject({ at: instant, by: z.string() }).nullable();

export const breachesSection = z
  .strictObject({
    dates: z.array(localDate),
    strips: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        severity: z.enum(['warning', 'critical']),
        metric: namedMetric,
        days: z.array(z.enum(['inside', 'near', 'breach', 'noData'])),
        open: z.boolean(),
        latest: z
          .strictObject({
            alertId: z.string(),
            firedAt: instant,
            resolvedAt: instant.nullable(),
            seen: z.strictObject({ marketing: seenBy, it: seenBy }),
          })
          .nullable(),
        text: z.string(),
        evidence,
      }),
    ),
    more: z.number().int(),
    heldCount: z.number().int(),
    sentence: z.string(),
  })
  .meta({ id: 'ReviewBreaches' });

const riskyKeyResult = z.strictObject({
  id: z.string(),
  kind: z.enum(['reach', 'stay']),
  metric: namedMetric,
  baseline: decimal.nullable(),
  target: decimal.nullable(),
  atLeast: decimal.nullable(),
  atMost: decimal.nullable(),
  current: decimal.nullable(),
  expected: decimal.nullable(),
  weeksLeft: z.number(),
  forecast: z
    .strictObject({
      value: decimal,
      low80: decimal,
      high80: decimal,
      gap: decimal,
      meetsTarget: z.boolean(),
      probability: z.number(),
    })
    .nullable(),
  shareInside: z.number().nullable(),
  requiredShare: z.number().nullable(),
  status: goalStatus,
  statusReason,
  /** Signed, in the metric's unit for each week. */
  neededPerWeek: decimal.nullable(),
  ranPerWeek: decimal.nullable(),
  ranWeeks: z.number().int().nullable(),
  text: z.string(),
});

export const goalsAtRiskSection = z
  .strictObject({
    goals: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        status: goalStatus,
        statusReason,
        due: localDate,
        keyResults: z.array(riskyKeyResult),
        evidence,
      }),
    ),
    more: z.number().int(),
    sentence: z.string(),
  })
  .meta({ id: 'ReviewGoalsAtRisk' });

const trustReason = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('noData') }),
  z.strictObject({ code: z.literal('stale'), dataTo: instant }),
  z.strictObject({ code: z.literal('ownerMissing'), side }),
  z.strictObject({ code: z.literal('unsigned'), side, since: instant }),
  z.strictObject({ code: z.literal('restated'), days: z.number().int() }),
]);

export const trustSection = z
  .strictObject({
    items: z.array(
      z.strictObject({
        metric: namedMetric,
        reasons: z.array(trustReason),
        text: z.string(),
        owners: ownerNames,
        evidence,
      }),
    ),
    more: z.number().int(),
    trusted: z.number().int(),
    metrics: z.number().int(),
    sentence: z.string(),
  })
  .meta({ id: 'ReviewTrust' });

const shownInitiatives = z.array(z.strictObject({ title: z.string(), text: z.string(), evidence }));

export const initiativesSection = z
  .strictObject({
    red: shownInitiatives,
    waiting: shownInitiatives,
    changes: shownInitiatives,
    more: z.number().int(),
    sentence: z.string(),
  })
  .meta({ id: 'ReviewInitiatives' });

import { z } from 'zod';
import { decimal, direction, identifier, instant, localDate, side } from './common.js';
import { decision } from './decisions.js';
import { exportQuery } from './exports.js';

const person = z.strictObject({ id: z.string(), name: z.string() });
const changeEvent = z.enum(['release', 'campaign']);

export const communicationGap = z
  .strictObject({
    code: z.enum([
      'ownerMissing',
      'checkInMissing',
      'signatureMissing',
      'alertUnacknowledged',
      'sourceStale',
      'openedByOneSide',
      'decisionPastDate',
      'alignmentApart',
      'noticeMissed',
    ]),
    /** The sides whose move it is. */
    sides: z.array(side),
    /** Where the evidence is. */
    subject: z.strictObject({
      kind: z.enum(['goal', 'metric', 'decision', 'alert', 'source', 'pulse', 'agreement']),
      id: z.string(),
      title: z.string(),
    }),
    since: instant.nullable(),
    /** What led to it: counts and points, by name. */
    numbers: z.record(z.string(), z.number()),
  })
  .meta({ id: 'CommunicationGap' });
export const communicationGaps = z
  .strictObject({
    gaps: z.array(communicationGap),
    thresholds: z.strictObject({
      checkInDays: z.number(),
      signatureDays: z.number(),
      acknowledgeMs: z.number(),
      openingDays: z.number(),
      alignmentPoints: z.number(),
      pulseMinimum: z.number(),
    }),
    at: instant,
    timeZone: z.string(),
  })
  .meta({ id: 'CommunicationGaps' });

const lead = z.strictObject({
  unit: z.enum(['hours', 'workingDays']),
  count: z.number().int().min(1).max(1_000),
});
export const plannedChange = z
  .strictObject({
    id: z.string(),
    event: changeEvent,
    side,
    what: z.string(),
    startsAt: instant,
    endsAt: instant.nullable(),
    note: z.string(),
    givenAt: instant,
    by: person,
  })
  .meta({ id: 'PlannedChange' });
export const agreementList = z
  .strictObject({
    agreements: z.array(
      z.strictObject({
        id: z.string(),
        /** Number of the decision that both sides have signed. */
        decision: z.string(),
        title: z.string(),
        event: changeEvent,
        side,
        lead,
        /** Empty for every service. */
        services: z.array(z.string()),
        signedAt: instant.nullable(),
        /** `announced` where no source tells what took place: what began without notice is not known then, and the rest is held as it was announced. */
        basis: z.enum(['delivered', 'announced']),
        /** Since when sources have told nothing, where that is more than a day. */
        toldTo: instant.nullable(),
        /** What took place since it was signed, at most over the days that are held. */
        events: z.number().int(),
        missed: z.number().int(),
        medianHours: z.number().nullable(),
        misses: z.array(
          z.strictObject({
            event: z.strictObject({ id: z.string(), what: z.string(), at: instant }),
            latestAt: instant,
            notice: z.strictObject({ id: z.string(), givenAt: instant }).nullable(),
            hours: z.number().nullable(),
            verdict: z.enum(['tooLate', 'unannounced']),
          }),
        ),
        /** What was announced, is a day over, and no source shows to have taken place: neither kept nor missed. */
        unconfirmed: z.array(z.strictObject({ id: z.string(), what: z.string(), startsAt: instant })),
      }),
    ),
    waiting: z.array(decision),
    announced: z.array(plannedChange),
    days: z.number().int(),
    timeZone: z.string(),
  })
  .meta({ id: 'AgreementList' });

const words = (most: number) => z.string().trim().min(1).max(most);
/** What both sides are to sign; with the last signature it takes the place of the one of the same id. */
export const agreementBody = z.strictObject({
  id: identifier,
  title: words(200),
  event: changeEvent,
  side,
  lead,
  services: z.array(words(200)).max(100),
  reason: words(2000),
  expiresOn: localDate.nullable(),
});
export const plannedChangeBody = z.strictObject({
  event: changeEvent,
  what: words(200),
  startsAt: instant,
  endsAt: instant.nullable(),
  note: z.string().trim().max(2000),
});

const score = z.number().min(0).max(10);
const answers = z.strictObject({ sameOutcome: score, toldInTime: score });
const sidePulse = z.strictObject({
  count: z.number().int(),
  /** null below the minimum count. */
  score: score.nullable(),
  answers: answers.nullable(),
});
const pulseRound = z.strictObject({ key: z.string(), firstDate: localDate, lastDate: localDate });
export const pulse = z
  .strictObject({
    round: pulseRound,
    /** Whether whoever asks has answered in this round. */
    answered: z.boolean(),
    minimum: z.number().int(),
    alignmentPoints: z.number(),
    rounds: z.array(
      z.strictObject({
        round: pulseRound,
        sides: z.strictObject({ marketing: sidePulse, it: sidePulse }),
        gap: z.number().nullable(),
        /** Of the chosen metric, at the end of the round. */
        value: decimal.nullable(),
      }),
    ),
    metric: z
      .strictObject({ key: z.string(), title: z.string(), unit: z.string(), precision: z.number().int(), direction })
      .nullable(),
    metrics: z.array(z.strictObject({ key: z.string(), title: z.string() })),
    timeZone: z.string(),
  })
  .meta({ id: 'Pulse' });
export const pulseQuery = z.strictObject({ metric: identifier.optional(), ...exportQuery.shape });
const answer = z.number().int().min(0).max(10);
export const pulseBody = z.strictObject({ sameOutcome: answer, toldInTime: answer });

export const changeBudget = z
  .strictObject({
    goal: z.strictObject({ id: z.string(), title: z.string() }),
    metric: z.strictObject({ key: z.string(), title: z.string() }),
    basis: z.strictObject({ kind: z.enum(['keyResult', 'guardrail']), id: z.string() }),
    objective: z.number(),
    from: instant,
    to: instant,
    firstDate: localDate,
    lastDate: localDate,
    dataTo: instant.nullable(),
    valid: z.number(),
    allowed: z.number(),
    consumed: z.number(),
    left: z.number(),
    by: z.strictObject({ releases: z.number(), campaigns: z.number(), unattributed: z.number() }),
    state: z.enum(['inside', 'spent', 'tooFew']),
    hold: z.enum(['hold', 'released', 'none']),
    release: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
    /** Days on which something failed, in order. */
    days: z.array(
      z.strictObject({
        date: localDate,
        valid: z.number(),
        bad: z.number(),
        releases: z.number(),
        campaigns: z.number(),
        unattributed: z.number(),
        changes: z.array(z.strictObject({ kind: changeEvent, id: z.string(), what: z.string(), at: instant })),
      }),
    ),
  })
  .meta({ id: 'ChangeBudget' });
export const changeBudgetList = z.strictObject({ budgets: z.array(changeBudget) }).meta({ id: 'ChangeBudgetList' });
export const goalBudget = z.strictObject({ budget: changeBudget.nullable() }).meta({ id: 'GoalBudget' });

export type CommunicationGap = z.infer<typeof communicationGap>;
export type CommunicationGaps = z.infer<typeof communicationGaps>;
export type PlannedChange = z.infer<typeof plannedChange>;
export type AgreementList = z.infer<typeof agreementList>;
export type AgreementBody = z.infer<typeof agreementBody>;
export type PlannedChangeBody = z.infer<typeof plannedChangeBody>;
export type Pulse = z.infer<typeof pulse>;
export type PulseQuery = z.infer<typeof pulseQuery>;
export type PulseBody = z.infer<typeof pulseBody>;
export type ChangeBudget = z.infer<typeof changeBudget>;
export type ChangeBudgetList = z.infer<typeof changeBudgetList>;
export type GoalBudget = z.infer<typeof goalBudget>;

import { z } from 'zod';
import { decimal, direction, identifier, instant, localDate, observationState, owner, owners, side } from './common.js';
import { exportQuery } from './exports.js';

const person = z.strictObject({ id: z.string(), name: z.string() });

export const decisionKind = z.enum(['ordinary', 'waiver', 'targetChange', 'agreement', 'budgetRelease']);
const subjectKind = z.enum(['goal', 'goalProposal', 'metric', 'guardrail', 'initiative', 'agreement']);

export const grade = z
  .strictObject({
    grade: z.enum(['hit', 'partly', 'missed', 'cannotTell']),
    reason: z.enum([
      'reached',
      'halfWay',
      'tooLittle',
      'unmoved',
      'otherWay',
      'noBaseline',
      'noValue',
      'definitionChanged',
      'noMetric',
    ]),
    /** The value on the date. */
    value: decimal.nullable(),
    /** The version of the definition that answered. */
    version: z.number().int().nullable(),
    /** Value on the date − baseline. */
    moved: decimal.nullable(),
    /** The movement as a share of what was promised; below 0 the other way. */
    share: z.number().nullable(),
    at: instant,
  })
  .meta({ id: 'DecisionGrade' });

export const decision = z
  .strictObject({
    id: z.string(),
    kind: decisionKind,
    title: z.string(),
    text: z.string(),
    reason: z.string(),
    about: z.strictObject({ kind: subjectKind, id: z.string(), title: z.string() }).nullable(),
    status: z.enum(['draft', 'waiting', 'inForce', 'expired', 'refused', 'withdrawn']),
    /** The side that drafted it; null for what a configuration file brought. */
    side: side.nullable(),
    driver: owner,
    /** Who signs for a side; null for anybody of the side who may sign. */
    approvers: owners,
    contributors: z.array(owner),
    informed: z.array(owner),
    effect: z
      .strictObject({
        metric: z.strictObject({ key: z.string(), title: z.string(), unit: z.string(), precision: z.number().int() }),
        direction,
        amount: decimal,
        by: localDate,
        /** As known when it was put forward; null before. */
        baseline: z
          .strictObject({
            value: decimal.nullable(),
            version: z.number().int(),
            start: instant,
            end: instant,
            state: observationState,
            knownAt: instant,
          })
          .nullable(),
      })
      .nullable(),
    /** In order; every one after the first follows a restatement of the metric. */
    grades: z.array(grade),
    expiresOn: localDate.nullable(),
    agreement: z.record(z.string(), z.unknown()).nullable(),
    draftedAt: instant,
    draftedBy: person.nullable(),
    acceptedAt: instant.nullable(),
    waitsFor: z.array(side),
    steps: z.array(
      z.strictObject({
        step: z.enum(['draft', 'revise', 'propose', 'sign', 'refuse', 'withdraw', 'accept']),
        at: instant,
        by: person.nullable(),
        side: side.nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Decision' });
export const decisionList = z
  .strictObject({ decisions: z.array(decision), asKnownAt: instant.nullable(), timeZone: z.string() })
  .meta({ id: 'DecisionList' });

export const decisionQuery = z.strictObject({
  kind: decisionKind.optional(),
  asKnownAt: instant.optional(),
  ...exportQuery.shape,
});

const words = (most: number) => z.string().trim().min(1).max(most);
const people = z.array(identifier).max(50);
/** What somebody writes: the baseline of an effect is read when it is put forward. */
export const decisionContent = z.strictObject({
  kind: z.enum(['ordinary', 'waiver', 'targetChange', 'budgetRelease']),
  title: words(200),
  text: z.string().trim().max(4000),
  reason: words(2000),
  about: z.strictObject({ kind: subjectKind, id: identifier }).nullable(),
  driver: identifier,
  approvers: z.strictObject({ marketing: identifier.optional(), it: identifier.optional() }),
  contributors: people,
  informed: people,
  effect: z.strictObject({ metric: identifier, direction, amount: decimal, by: localDate }).nullable(),
  expiresOn: localDate.nullable(),
});
export const draftDecisionBody = z.strictObject({
  decision: decisionContent,
  /** Whether it waits for signatures at once; whoever puts it forward signs with it, where they may. */
  putForward: z.boolean(),
});
export const reviseDecisionBody = z.strictObject({ decision: decisionContent });
export type Decision = z.infer<typeof decision>;
export type DecisionGrade = z.infer<typeof grade>;
export type DecisionList = z.infer<typeof decisionList>;
export type DecisionQuery = z.infer<typeof decisionQuery>;
export type DecisionContent = z.infer<typeof decisionContent>;
export type DraftDecisionBody = z.infer<typeof draftDecisionBody>;
export type ReviseDecisionBody = z.infer<typeof reviseDecisionBody>;

import { agendas, initiativeStages } from '@tandem/domain/initiative/initiative';
import { z } from 'zod';
import type { AnswerOf } from './answer-of.js';
import { decimal, direction, instant, localDate, owners, side } from './common.js';
import { exportQuery } from './exports.js';
import { initiativeDocument } from './initiative-document.js';

const thing = z.strictObject({ id: z.string(), title: z.string() });
const month = z.number().int();
const plainNumber = z.string();

export const agenda = z.enum(agendas);
export const initiativeStage = z.enum(initiativeStages);
export const gateVerdict = z.enum(['pass', 'fail', 'waived']);

export const gateGround = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('growthGoal'), goals: z.array(z.string()) }),
  z.strictObject({ code: z.literal('marginInTime'), month, limitMonth: month }),
]);

/** Why the gate does not open, with the numbers and with what would mend it. */
export const gateFault = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('caseMissing') }),
  z.strictObject({
    code: z.literal('marginTooLate'),
    limitMonth: month,
    paybackMonth: month.nullable(),
    best: z.strictObject({ month, margin: decimal }).nullable(),
    /** What all benefits have to be multiplied by; null where no multiple is enough. */
    benefitNeeded: decimal.nullable(),
  }),
  z.strictObject({ code: z.literal('benefitsTooLow'), limitMonth: month, paybackMonth: month.nullable() }),
  z.strictObject({ code: z.literal('scopeMissing') }),
  z.strictObject({ code: z.literal('scopeTooLarge'), weeks: z.number(), limit: z.number() }),
  z.strictObject({ code: z.literal('durationTooLong'), months: month, limit: month }),
  z.strictObject({ code: z.literal('costUnknown'), limit: decimal }),
  z.strictObject({ code: z.literal('costTooHigh'), cost: decimal, limit: decimal }),
  z.strictObject({ code: z.literal('effectMissing') }),
]);

const judgementFields = {
  verdict: gateVerdict,
  grounds: z.array(gateGround),
  faults: z.array(gateFault),
  /** Id of the decision by which it passes. */
  waiver: z.string().nullable(),
};
export const gateJudgement = z.strictObject(judgementFields).meta({ id: 'GateJudgement' });

const benefitStanding = z.enum(['onCourse', 'open', 'red', 'cannotTell']);
/** What was launched against what it promised. */
export const benefitCheck = z
  .strictObject({
    verdict: benefitStanding,
    why: z.enum(['noEffect', 'noCase', 'noStart', 'baselineTooShort', 'liveTooShort', 'metricAbsent']).nullable(),
    effect: z
      .strictObject({
        before: z.number(),
        after: z.number(),
        value: z.number(),
        low: z.number(),
        high: z.number(),
        pointsBefore: z.number().int(),
        pointsAfter: z.number().int(),
      })
      .nullable(),
    /** Share of the promised effect, with the ends of its 80 % interval. */
    share: z.strictObject({ value: decimal, low: decimal, high: decimal }).nullable(),
    paybackMonth: month.nullable(),
    paybackLow: month.nullable(),
    paybackHigh: month.nullable(),
    promisedMonth: month.nullable(),
  })
  .meta({ id: 'BenefitCheck' });

export const initiativeSettingsAnswer = z
  .strictObject({
    currency: z.string(),
    discountRate: decimal,
    /** Whether somebody has decided on the rate; else it is the usual one. */
    isRateStated: z.boolean(),
    gate: z.strictObject({
      months: month,
      teamWeeks: z.number().optional(),
      durationMonths: month.optional(),
      cost: decimal.optional(),
    }),
    budget: decimal.nullable(),
    capacity: z.array(z.strictObject({ team: z.string(), quarter: z.string(), weeks: z.number() })),
  })
  .meta({ id: 'InitiativeSettings' });

export const initiativeListQuery = exportQuery;
export const initiativePageQuery = exportQuery;

export const initiativeRow = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    agenda,
    capability: z.string().nullable(),
    goals: z.array(thing),
    owners,
    stage: initiativeStage,
    start: z.string().nullable(),
    launchedOn: localDate.nullable(),
    teamWeeks: z.number().nullable(),
    durationMonths: month.nullable(),
    /** Not discounted. */
    cost: decimal.nullable(),
    netPresentValue: decimal.nullable(),
    paybackMonth: month.nullable(),
    gate: gateJudgement,
    benefits: benefitCheck.nullable(),
  })
  .meta({ id: 'InitiativeRow' });

export const initiativeList = z
  .strictObject({ initiatives: z.array(initiativeRow), settings: initiativeSettingsAnswer })
  .meta({ id: 'InitiativeList' });

export const businessCaseAnswer = z
  .strictObject({
    months: z.array(z.strictObject({ month, cost: decimal, benefit: decimal, net: decimal, cumulative: decimal })),
    netPresentValue: decimal,
    cost: decimal,
    benefit: decimal,
    paybackMonth: month.nullable(),
    lostAgainInMonth: month.nullable(),
    bestByLimit: z.strictObject({ month, margin: decimal }).nullable(),
    benefitNeeded: decimal.nullable(),
  })
  .meta({ id: 'BusinessCase' });

const wsjf = z.strictObject({
  businessValue: z.number(),
  timeCriticality: z.number(),
  riskReduction: z.number(),
  jobSize: z.number(),
});
const rice = z.strictObject({ reach: z.number(), impact: z.number(), confidence: z.number(), effort: z.number() });

export const initiativePage = initiativeRow
  .extend({
    description: z.string().nullable(),
    /** The issue that it is kept in. */
    issue: z.strictObject({ key: z.string(), url: z.string().nullable() }).nullable(),
    metric: z
      .strictObject({ key: z.string(), title: z.string(), unit: z.string(), precision: z.number().int() })
      .nullable(),
    effect: z.strictObject({ metric: z.string(), direction, amount: decimal, by: localDate }).nullable(),
    scope: z.array(z.strictObject({ team: z.string(), title: z.string(), weeks: z.number() })),
    dependsOn: z.array(thing),
    wsjf: wsjf.nullable(),
    rice: rice.nullable(),
    /** Cost and benefit, a row for each month that anything flows in. */
    rows: z.array(z.strictObject({ month, oneOff: decimal, running: decimal, benefit: decimal })),
    case: businessCaseAnswer.nullable(),
    /** The case with its benefits scaled by what was measured since the launch. */
    forecast: businessCaseAnswer.nullable(),
    waivers: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        status: z.enum(['draft', 'waiting', 'inForce', 'expired', 'refused', 'withdrawn']),
        covers: z.array(z.string()),
        /** Sides that have not signed what waits for them. */
        waitsFor: z.array(side),
        timeZone: z.string(),
        acceptedAt: instant.nullable(),
        expiresAt: instant,
      }),
    ),
    /** What the gate said and when, newest first. */
    history: z.array(
      z.strictObject({
        id: z.string(),
        at: instant,
        occasion: z.enum(['change', 'waiver', 'benefits']),
        ...judgementFields,
        benefits: benefitStanding.nullable(),
      }),
    ),
    /** The initiative as a configuration file writes it. */
    document: z.record(z.string(), z.unknown()),
    settings: initiativeSettingsAnswer,
  })
  .meta({ id: 'InitiativePage' });

export const initiativeChoices = z
  .strictObject({
    owners: z.array(z.strictObject({ id: z.string(), name: z.string(), side })),
    teams: z.array(z.strictObject({ id: z.string(), title: z.string(), side })),
    metrics: z.array(z.strictObject({ key: z.string(), title: z.string(), unit: z.string(), direction })),
    goals: z.array(thing.extend({ growthProjection: z.boolean() })),
    initiatives: z.array(thing),
    capabilities: z.array(z.string()),
    settings: initiativeSettingsAnswer,
  })
  .meta({ id: 'InitiativeChoices' });

const mapSum = {
  ids: z.array(z.string()),
  spend: plainNumber.nullable(),
  withoutCost: z.number().int(),
};
export const initiativeMap = z
  .strictObject({
    map: z.strictObject({
      capabilities: z.array(z.string().nullable()),
      goals: z.array(z.string().nullable()),
      cells: z.array(z.strictObject({ capability: z.string().nullable(), goal: z.string().nullable(), ...mapSum })),
      byCapability: z.array(z.strictObject({ capability: z.string().nullable(), ...mapSum })),
      byAgenda: z.array(z.strictObject({ agenda, ...mapSum })),
      goalsWithout: z.array(z.string()),
      initiativesWithout: z.array(z.string()),
    }),
    goals: z.array(thing),
    initiatives: z.array(thing),
    settings: initiativeSettingsAnswer,
  })
  .meta({ id: 'InitiativeMap' });

export const initiativeBody = initiativeDocument;

export const importInitiativesBody = z
  .strictObject({
    file: z.string().max(500).default('initiatives.csv'),
    text: z.string().min(1).max(2_000_000),
    dryRun: z.boolean().default(false),
  })
  .meta({ id: 'ImportInitiativesBody' });

export const importedInitiatives = z
  .strictObject({
    applied: z.boolean(),
    changes: z.array(
      z.strictObject({ id: z.string(), line: z.number().int(), action: z.enum(['create', 'change', 'unchanged']) }),
    ),
    /** Lines that were not taken, each with what is wrong; the others were. */
    refused: z.array(
      z.strictObject({
        line: z.number().int(),
        column: z.string(),
        reason: z.string(),
        /** The line as it stands in the file. */
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'ImportedInitiatives' });

export type Agenda = AnswerOf<typeof agenda>;
export type InitiativeStage = AnswerOf<typeof initiativeStage>;
export type GateGround = AnswerOf<typeof gateGround>;
export type GateFault = AnswerOf<typeof gateFault>;
export type GateJudgement = AnswerOf<typeof gateJudgement>;
export type BenefitCheck = AnswerOf<typeof benefitCheck>;
export type InitiativeSettingsAnswer = AnswerOf<typeof initiativeSettingsAnswer>;
export type InitiativeRow = AnswerOf<typeof initiativeRow>;
export type InitiativeList = AnswerOf<typeof initiativeList>;
export type BusinessCaseAnswer = AnswerOf<typeof businessCaseAnswer>;
export type InitiativePage = AnswerOf<typeof initiativePage>;
export type InitiativeChoices = AnswerOf<typeof initiativeChoices>;
export type InitiativeMap = AnswerOf<typeof initiativeMap>;
export type InitiativeBody = z.infer<typeof initiativeBody>;
export type ImportInitiativesBody = z.infer<typeof importInitiativesBody>;
export type ImportedInitiatives = AnswerOf<typeof importedInitiatives>;

import { z } from 'zod';
import { dayOrInstant, decimal, direction, instant, observation, side } from './common.js';
import { governedDefinitionDocument } from './configuration-document.js';

const named = z.strictObject({ id: z.string(), name: z.string() });
/** The team whose members alone sign for a side; null where anybody of the side does who has the role. */
const signingTeams = z.strictObject({ marketing: named.nullable(), it: named.nullable() });
/** One difference between two definitions, in the words of a configuration file. */
const fieldChange = z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() });

export const proposal = z
  .strictObject({
    id: z.string(),
    metric: z.strictObject({ key: z.string(), title: z.string() }),
    state: z.enum(['open', 'accepted', 'refused', 'withdrawn']),
    /** Another change became a version since: it has to be proposed anew. */
    outdated: z.boolean(),
    baseVersion: z.number().int(),
    /** The version that it became. */
    version: z.number().int().nullable(),
    reason: z.string(),
    /** null for what a configuration file proposes. */
    side: side.nullable(),
    proposedBy: named.nullable(),
    proposedAt: instant,
    /** null for the moment of the last signature. */
    effectiveFrom: instant.nullable(),
    closedAt: instant.nullable(),
    waitsFor: z.array(side),
    signingTeams,
    fields: z.array(fieldChange),
    steps: z.array(
      z.strictObject({
        step: z.enum(['propose', 'sign', 'refuse', 'withdraw', 'accept']),
        at: instant,
        by: named.nullable(),
        side: side.nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Proposal' });
export const proposalList = z.strictObject({ proposals: z.array(proposal) }).meta({ id: 'ProposalList' });

export const metricVersion = z
  .strictObject({
    version: z.number().int(),
    validFrom: instant,
    /** When the next one took over, or will. */
    validTo: instant.nullable(),
    inForce: z.boolean(),
    formula: z.string(),
    unit: z.string(),
    precision: z.number().int(),
    direction,
    windowDays: z.number().int(),
    settlingDays: z.number().int(),
    /** What differs from the version before. */
    fields: z.array(fieldChange),
    reason: z.string().nullable(),
    proposalId: z.string().nullable(),
    signatures: z.array(z.strictObject({ side, by: named, at: instant })),
  })
  .meta({ id: 'MetricVersion' });
export const metricVersionList = z.strictObject({ versions: z.array(metricVersion) }).meta({ id: 'MetricVersionList' });

const previewSide = z.strictObject({
  unit: z.string(),
  precision: z.number().int(),
  direction,
  windowDays: z.number().int(),
  current: observation,
});
/** The history by the present definition beside that by the proposed one, over the same whole weeks. */
export const definitionPreview = z
  .strictObject({
    baseVersion: z.number().int(),
    timeZone: z.string(),
    fields: z.array(fieldChange),
    before: previewSide,
    after: previewSide,
    points: z.array(z.strictObject({ before: observation, after: observation, delta: decimal.nullable() })),
  })
  .meta({ id: 'DefinitionPreview' });

/** The definition that a change starts from: the latest version's, be it in force already or signed and to come. */
export const metricDefinition = governedDefinitionDocument
  .pick({ unit: true, precision: true, direction: true, windowDays: true, settlingDays: true })
  .extend({
    version: z.number().int(),
    needsBoth: z.boolean().describe('Whether a change waits for a signature of each side, or takes effect at once'),
    signingTeams,
    formulaText: z.string().describe('The formula as a configuration file writes it, in YAML'),
  })
  .meta({ id: 'MetricDefinition' });

/** The fields of a metric that move numbers, as a configuration file writes them. */
const writtenDefinition = governedDefinitionDocument.partial({ formula: true }).extend({
  formulaText: z
    .string()
    .min(1)
    .max(20_000)
    .optional()
    .describe('The formula as the YAML of a configuration file, in the place of `formula`; faults name their line.'),
});
const reason = z.string().trim().min(1).max(2000);
export const previewBody = z.strictObject({ definition: writtenDefinition });
export const proposeBody = z.strictObject({
  definition: writtenDefinition,
  reason,
  /** A day of the organisation's calendar or an instant, not in the past; the moment of the last signature when left out. */
  effectiveFrom: dayOrInstant.optional(),
});
/** Who signs is whoever is signed in. */
export const signBody = z.strictObject({});
export const refuseBody = z.strictObject({ reason });

export type Proposal = z.infer<typeof proposal>;
export type ProposalList = z.infer<typeof proposalList>;
export type MetricVersion = z.infer<typeof metricVersion>;
export type MetricVersionList = z.infer<typeof metricVersionList>;
export type DefinitionPreview = z.infer<typeof definitionPreview>;
export type MetricDefinition = z.infer<typeof metricDefinition>;
export type WrittenDefinition = z.infer<typeof writtenDefinition>;
export type PreviewBody = z.infer<typeof previewBody>;
export type ProposeBody = z.infer<typeof proposeBody>;
export type SignBody = z.infer<typeof signBody>;
export type RefuseBody = z.infer<typeof refuseBody>;

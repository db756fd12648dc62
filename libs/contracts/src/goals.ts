import { z } from 'zod';
import { boardGoal, change, goalStatus, guardrailSummary, notice, statusReason } from './board.js';
import {
  dayOrInstant,
  decimal,
  direction,
  freshness,
  instant,
  localDate,
  metricSummary,
  observation,
  owners,
  side,
} from './common.js';
import { exportQuery } from './exports.js';
import { goalDocument, goalTermsDocument, goalWording } from './goal-document.js';

export const goalQuery = z.strictObject({ asKnownAt: instant.optional() });
export const goalPageQuery = goalQuery.extend(exportQuery.shape);

const person = z.strictObject({ id: z.string(), name: z.string() });
const reason = z.string().trim().min(1).max(2000);

const shownMetric = {
  metric: metricSummary,
  current: observation,
  change: change.nullable(),
  freshness,
};

/** A metric that moves the goal, with what drives it; one that stands further up already is opened there. */
export interface GoalDriver {
  metric: z.infer<typeof metricSummary>;
  current: z.infer<typeof observation>;
  change: z.infer<typeof change> | null;
  freshness: z.infer<typeof freshness>;
  shownAbove: boolean;
  drivers: GoalDriver[];
}
export const goalDriver: z.ZodType<GoalDriver> = z
  .strictObject({
    ...shownMetric,
    shownAbove: z.boolean(),
    get drivers() {
      return z.array(goalDriver);
    },
  })
  .meta({ id: 'GoalDriver' });

export const counterMetric = z
  .strictObject({
    ...shownMetric,
    guardrail: guardrailSummary,
    owners,
    /** It is that of a goal above. */
    inherited: z.boolean(),
  })
  .meta({ id: 'CounterMetric' });

export const goalSummary = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    level: boardGoal.shape.level,
    parent: z.string().nullable(),
    side: side.nullable(),
    team: z.string().nullable(),
    status: goalStatus,
    statusReason,
    owners,
    progress: z.number().nullable(),
    onTrackCount: z.number().int(),
    keyResultCount: z.number().int(),
    start: localDate,
    due: localDate,
  })
  .meta({ id: 'GoalSummary' });

/** How sure a side is that the goal will be met: 0 not at all, 10 certain. */
export const confidence = z.number().int().min(0).max(10);
export const checkIn = z
  .strictObject({ confidence, note: z.string(), by: person, side, at: instant })
  .meta({ id: 'CheckIn' });

/** What both sides said, newest first. */
export const checkInList = z
  .strictObject({
    goal: person.omit({ name: true }).extend({ title: z.string() }),
    checkIns: z.array(checkIn),
    asKnownAt: instant.nullable(),
    timeZone: z.string(),
  })
  .meta({ id: 'CheckInList' });

/** Where the agreed path says that the value of a key result should be. */
export const goalPath = z
  .strictObject({ keyResult: z.string(), points: z.array(z.strictObject({ at: instant, value: z.number() })) })
  .meta({ id: 'GoalPath' });

/** `GET /goals/{id}` answers with the same numbers as the board's row, and what stands around the goal. */
export const goalPage = boardGoal
  .extend({
    /** The goals above, the joint one first. */
    above: z.array(person.omit({ name: true }).extend({ title: z.string() })),
    drivers: z.array(goalDriver),
    counterMetrics: z.array(counterMetric),
    /** All goals below, in their order; each names the one above it. */
    below: z.array(goalSummary),
    /** What is agreed, as a configuration file writes it. */
    terms: z.record(z.string(), z.unknown()),
    /** What changes without a signature, as a file writes it; a change names the edition that it starts from. */
    wording: goalWording.extend({ edition: z.string() }),
    /** Of key results of kind `reach`: where the path says the value should be, for drawing. */
    paths: z.array(goalPath),
    /** What the sources of its key results do that a reader must know. Of the present only. */
    notices: z.array(notice),
    /** Newest first. */
    checkIns: z.array(checkIn),
    asKnownAt: instant.nullable(),
    timeZone: z.string(),
  })
  .meta({ id: 'GoalPage' });
export const goalList = z.strictObject({ goals: z.array(boardGoal) }).meta({ id: 'GoalList' });

const fieldChange = z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() });
/** An aim that a change moves, as it stood then; `missed`: it had been missed already. */
export const movedAim = z
  .strictObject({
    keyResult: z.string(),
    status: goalStatus,
    reason: statusReason,
    value: decimal.nullable(),
    target: decimal.nullable(),
    missed: z.boolean(),
  })
  .meta({ id: 'MovedAim' });

export const goalProposal = z
  .strictObject({
    id: z.string(),
    goal: z.strictObject({ id: z.string(), title: z.string() }),
    /** `adopt`: the first agreement on a goal; `change`: other terms for a published one. */
    kind: z.enum(['adopt', 'change']),
    state: z.enum(['open', 'accepted', 'refused', 'withdrawn']),
    /** Another change holds since: it has to be proposed anew. */
    outdated: z.boolean(),
    baseVersion: z.number().int(),
    /** The version that it became; null for a first agreement. */
    version: z.number().int().nullable(),
    reason: z.string(),
    side: side.nullable(),
    proposedBy: person.nullable(),
    proposedAt: instant,
    effectiveFrom: instant.nullable(),
    closedAt: instant.nullable(),
    waitsFor: z.array(side),
    fields: z.array(fieldChange),
    terms: z.record(z.string(), z.unknown()),
    steps: z.array(
      z.strictObject({
        step: z.enum(['propose', 'sign', 'refuse', 'withdraw', 'accept']),
        at: instant,
        by: person.nullable(),
        side: side.nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'GoalProposal' });
export const goalProposalList = z.strictObject({ proposals: z.array(goalProposal) }).meta({ id: 'GoalProposalList' });

export const goalHistoryQuery = z.strictObject({
  asKnownAt: instant.optional(),
  /** The number of an entry: answers those before it. */
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
});
export const goalHistory = z
  .strictObject({
    versions: z.array(
      z.strictObject({
        version: z.number().int(),
        validFrom: instant,
        inForce: z.boolean(),
        reason: z.string().nullable(),
        fields: z.array(fieldChange),
        moved: z.array(movedAim),
        signatures: z.array(z.strictObject({ side, by: person, at: instant })),
      }),
    ),
    /** Entries of the audit trail about the goal, newest first, each with its number and hash in the chain. */
    entries: z.array(
      z.strictObject({
        sequence: z.number().int(),
        hash: z.string(),
        at: instant,
        action: z.string(),
        by: person,
        side: side.nullable(),
        said: z.string().nullable(),
        /** Of a change that took effect at once: what differs. */
        fields: z.array(fieldChange),
        keyResult: z.string().nullable(),
        status: z.string().nullable(),
        confidence: z.number().nullable(),
      }),
    ),
    more: z.boolean(),
  })
  .meta({ id: 'GoalHistory' });

/** What a goal can be made of. */
export const goalChoices = z
  .strictObject({
    owners: z.array(z.strictObject({ id: z.string(), name: z.string(), side })),
    metrics: z.array(
      z.strictObject({
        key: z.string(),
        title: z.string(),
        unit: z.string(),
        direction,
        /** The ready-made metric that it was adopted from. */
        standard: z.string().nullable(),
      }),
    ),
    guardrails: z.array(
      z.strictObject({ id: z.string(), title: z.string(), metric: z.string(), sides: z.array(side) }),
    ),
    teams: z.array(z.strictObject({ id: z.string(), title: z.string(), side })),
    /** Goals that there are: their ids are taken, and others can stand below them. */
    goals: z.array(
      z.strictObject({ id: z.string(), title: z.string(), level: boardGoal.shape.level, side: side.nullable() }),
    ),
    today: localDate,
  })
  .meta({ id: 'GoalChoices' });

/** A goal as it would be, with all that is known of its metrics. */
export const goalPreview = z
  .strictObject({ goal: boardGoal, paths: z.array(goalPath), timeZone: z.string() })
  .meta({ id: 'GoalPreview' });
export const goalTermsPreview = z
  .strictObject({
    before: boardGoal,
    after: boardGoal,
    fields: z.array(fieldChange),
    moved: z.array(movedAim),
    timeZone: z.string(),
  })
  .meta({ id: 'GoalTermsPreview' });

export const goalBody = goalDocument;
export const goalTermsBody = z.strictObject({ terms: goalTermsDocument });
export const proposeGoalBody = z.strictObject({
  terms: goalTermsDocument,
  reason,
  /** A day of the organisation's calendar or an instant, not in the past; the moment of the last signature when left out. */
  effectiveFrom: dayOrInstant.optional(),
});
export const checkInBody = z.strictObject({ confidence, note: z.string().trim().max(2000) });
export const overrideBody = z.strictObject({ status: z.enum(['onTrack', 'atRisk', 'offTrack']), reason });

export type GoalPage = z.infer<typeof goalPage>;
export type GoalList = z.infer<typeof goalList>;
export type CounterMetric = z.infer<typeof counterMetric>;
export type GoalSummary = z.infer<typeof goalSummary>;
export type CheckIn = z.infer<typeof checkIn>;
export type CheckInList = z.infer<typeof checkInList>;
export type GoalPageQuery = z.infer<typeof goalPageQuery>;
export type MovedAim = z.infer<typeof movedAim>;
export type GoalProposal = z.infer<typeof goalProposal>;
export type GoalProposalList = z.infer<typeof goalProposalList>;
export type GoalHistory = z.infer<typeof goalHistory>;
export type GoalHistoryQuery = z.infer<typeof goalHistoryQuery>;
export type GoalChoices = z.infer<typeof goalChoices>;
export type GoalPreview = z.infer<typeof goalPreview>;
export type GoalTermsPreview = z.infer<typeof goalTermsPreview>;
export type GoalBody = z.infer<typeof goalBody>;
export type GoalTermsBody = z.infer<typeof goalTermsBody>;
export type ProposeGoalBody = z.infer<typeof proposeGoalBody>;
export type CheckInBody = z.infer<typeof checkInBody>;
export type OverrideBody = z.infer<typeof overrideBody>;

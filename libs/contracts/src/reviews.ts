import { agendaShares, type AgendaSection } from '@tandem/domain/review/agenda';
import { z } from 'zod';
import { identifier, instant, localDate, side } from './common.js';
import { exportQuery } from './exports.js';
import { actionsSection, communicationGapsSection, decisionsSection } from './talk-sections.js';
import {
  breachesSection,
  goalsAtRiskSection,
  headlineSection,
  initiativesSection,
  trustSection,
  whatMovedSection,
} from './review-sections.js';

/** A section of the agenda is one schema here; one that earlier reviews were frozen without is optional. */
export const reviewSections = z.strictObject({
  headline: headlineSection,
  whatMoved: whatMovedSection,
  breaches: breachesSection,
  goalsAtRisk: goalsAtRiskSection,
  trust: trustSection,
  communicationGaps: communicationGapsSection.optional(),
  /** Left out where there are no initiatives. */
  initiatives: initiativesSection.optional(),
  decisions: decisionsSection.optional(),
  actions: actionsSection.optional(),
});

export const reviewContent = z
  .strictObject({
    edition: z.literal(1),
    number: z.number().int(),
    organisation: z.strictObject({ name: z.string(), timeZone: z.string() }),
    meeting: z.strictObject({ startsAt: instant, endsAt: instant }),
    /** Since the last review was frozen; two weeks for the first one. */
    period: z.strictObject({ from: instant, to: instant }),
    asKnownAt: instant,
    previous: z.strictObject({ number: z.number().int(), asKnownAt: instant }).nullable(),
    agenda: z.array(
      z.strictObject({
        section: z.enum(Object.keys(agendaShares) as [AgendaSection, ...AgendaSection[]]),
        minutes: z.number().int(),
      }),
    ),
    sections: reviewSections,
  })
  .meta({ id: 'ReviewContent' });

export const reviewItem = z
  .strictObject({
    number: z.number().int(),
    slot: localDate,
    startsAt: instant,
    endsAt: instant,
    state: z.enum(['draft', 'held', 'closed']),
    /** When owners were asked to explain what moved. */
    askedAt: instant.nullable(),
    heldAt: instant.nullable(),
    /** null: the clock froze it at the end of the meeting. */
    heldBy: z.string().nullable(),
    closedAt: instant.nullable(),
    closedBy: z.string().nullable(),
    asKnownAt: instant.nullable(),
    /** SHA-256 of the frozen content. */
    contentHash: z.string().nullable(),
  })
  .meta({ id: 'ReviewItem' });

export const reviewList = z
  .strictObject({ timeZone: z.string(), reviews: z.array(reviewItem) })
  .meta({ id: 'ReviewList' });
export const reviewListQuery = z.strictObject({ ...exportQuery.shape });

export const reviewPage = z
  .strictObject({
    ...reviewItem.shape,
    timeZone: z.string(),
    /** The numbers of the reviews beside it. */
    previous: z.number().int().nullable(),
    next: z.number().int().nullable(),
    /** Who was asked to explain what, and whether a message was sent. */
    asked: z.array(
      z.strictObject({
        person: z.string(),
        name: z.string(),
        side,
        metric: z.string(),
        askedAt: instant,
        told: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'ReviewPage' });

/** Explanations that are asked for before the coming review and not given yet. */
export const askedList = z
  .strictObject({
    /** Number of the coming review; null while none is being prepared. */
    review: z.number().int().nullable(),
    asked: z.array(
      z.strictObject({
        metric: z.strictObject({ key: z.string(), title: z.string() }),
        side,
        person: z.strictObject({ id: z.string(), name: z.string() }),
      }),
    ),
  })
  .meta({ id: 'AskedList' });

/** `next`: the draft of the coming meeting. */
export const reviewNumber = z.string().regex(/^([1-9]\d{0,8}|next)$/, 'Use the number of a review, or "next"');

export const explanationBody = z.strictObject({
  metric: identifier,
  text: z.string().trim().min(1).max(500),
});

export type ReviewContent = z.infer<typeof reviewContent>;
export type ReviewSections = z.infer<typeof reviewSections>;
export type ReviewItem = z.infer<typeof reviewItem>;
export type ReviewList = z.infer<typeof reviewList>;
export type ReviewListQuery = z.infer<typeof reviewListQuery>;
export type ReviewPage = z.infer<typeof reviewPage>;
export type AskedList = z.infer<typeof askedList>;
export type ExplanationBody = z.infer<typeof explanationBody>;

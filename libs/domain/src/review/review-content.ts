import type { ActionsSection } from './actions-section.js';
import type { AgendaItem } from './agenda.js';
import type { BreachesSection } from './breaches.js';
import type { DecisionsSection } from './decisions-section.js';
import type { CommunicationGapsSection } from './gaps-section.js';
import type { GoalsAtRiskSection } from './goals-at-risk.js';
import type { HeadlineSection } from './headline.js';
import type { InitiativesSection } from './initiatives-section.js';
import type { TrustSection } from './trust.js';
import type { WhatMovedSection } from './what-moved.js';

/**
 * All that a review says, as plain data. A draft is made anew whenever it is read; when the review is held, the canonical JSON of this is what
 * is kept, and never changes again. Sentences are in it, so that a later edition of Tandem words nothing anew that people have read.
 */
export interface ReviewContent {
  readonly edition: 1;
  readonly number: number;
  readonly organisation: { readonly name: string; readonly timeZone: string };
  readonly meeting: { readonly startsAt: string; readonly endsAt: string };
  /** Since the last review was frozen; two weeks before the first one. */
  readonly period: { readonly from: string; readonly to: string };
  /** What was known then is what it says. */
  readonly asKnownAt: string;
  readonly previous: { readonly number: number; readonly asKnownAt: string } | null;
  /** The sections in their order, with the time that each is given. */
  readonly agenda: readonly AgendaItem[];
  readonly sections: ReviewSections;
}

/**
 * The sections of the guide, each made by the domain function of its file. One that reviews frozen earlier did not have is optional here, and
 * their bytes stay as they are.
 */
export interface ReviewSections {
  readonly headline: HeadlineSection;
  readonly whatMoved: WhatMovedSection;
  readonly breaches: BreachesSection;
  readonly goalsAtRisk: GoalsAtRiskSection;
  readonly trust: TrustSection;
  readonly communicationGaps?: CommunicationGapsSection;
  /** Left out where there are no initiatives. */
  readonly initiatives?: InitiativesSection;
  readonly decisions?: DecisionsSection;
  readonly actions?: ActionsSection;
}

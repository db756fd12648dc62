import type { Side } from '@tandem/domain/metric/definition';
import type { PulseAnswer } from '@tandem/domain/review/alignment-pulse';
import type { DeliveredEvents, Notice } from '@tandem/domain/review/notice-agreement';
import type { BudgetChange } from '@tandem/domain/goal/change-budget';
import type { NoticeContent } from '../delivery-ports.js';

/** A release or campaign that a side has announced. */
export interface PlannedChange extends Notice {
  readonly endsAt: Date | null;
  readonly note: string;
  /** Id of the person. */
  readonly by: string;
}

/** What is known of how the two sides talk. All of it up to and including `now`. */
export interface TalkReader {
  /** The latest check-in of each side, by goal. */
  lastCheckIns(now: Date): Promise<ReadonlyMap<string, Partial<Record<Side, Date>>>>;
  /** Alerts that fired then, with the sides that had acknowledged them. */
  firingAlerts(now: Date): Promise<
    readonly {
      readonly id: string;
      readonly title: string;
      readonly firedAt: Date;
      readonly owningSides: readonly Side[];
      readonly acknowledgedBy: readonly Side[];
    }[]
  >;
  /** How often each side opened the page of each metric from a local date to another one, both inside. */
  openings(fromDate: string, toDate: string): Promise<ReadonlyMap<string, Readonly<Record<Side, number>>>>;
  /** Announcements of what begins in [from, to), the latest first. */
  plannedChanges(from: Date, to: Date): Promise<readonly PlannedChange[]>;
  /** Production releases that finished, or campaigns that began, in [from, to) as sources had told of them by `to`; null where none had told of any. */
  happened(event: 'release' | 'campaign', from: Date, to: Date): Promise<DeliveredEvents | null>;
  /** Production releases that failed and were not made good before `from`, up to `to`. */
  failedReleases(from: Date, to: Date): Promise<readonly BudgetChange[]>;
  /** Answers to the pulse by round, from a round on. */
  pulseAnswers(fromRound: string): Promise<ReadonlyMap<string, readonly (PulseAnswer & { readonly side: Side })[]>>;
  hasAnswered(round: string, accountId: string): Promise<boolean>;
}

/** What people tell the other side. */
export interface TalkWriter {
  /** Counts a page view of a metric for a side; false for a metric that does not exist. Who it was is not kept. */
  countOpening(metric: string, side: Side, day: string): Promise<boolean>;
  /** Answers the id of the announcement. */
  announce(change: Omit<PlannedChange, 'id'>): Promise<string>;
  /** Keeps an answer without its giver; false where this account has answered in this round. */
  answerPulse(
    round: string,
    given: {
      readonly side: Side;
      readonly accountId: string;
      readonly actor: string;
      readonly answer: PulseAnswer;
      readonly now: Date;
    },
  ): Promise<boolean>;
}

export interface SpentBudgetStore {
  /** Tells the owners of the goal and the routes of its guardrails, with a row of the trail; once for a period. Answers how many are told. */
  tell(spent: {
    readonly goal: string;
    readonly from: string;
    readonly people: readonly string[];
    readonly routes: readonly string[];
    readonly content: NoticeContent;
    readonly now: Date;
  }): Promise<number>;
}

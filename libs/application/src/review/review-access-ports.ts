import type { ReviewActor } from './review-ports.js';

/** A way to one review for those invited; the token itself is nowhere kept. */
export interface ReviewLink {
  readonly id: string;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  /** When somebody last read with it; to the minute. */
  readonly openedAt: Date | null;
}

export interface CalendarFeed {
  readonly id: string;
  readonly madeAt: Date;
  readonly readAt: Date | null;
}

/** Each change is one row of the audit trail in the same transaction. */
export interface ReviewAccessStore {
  /** The latest first. */
  links(review: number): Promise<readonly ReviewLink[]>;
  addLink(
    link: { readonly review: number; readonly tokenHash: string; readonly expiresAt: Date },
    by: ReviewActor & { readonly now: Date },
  ): Promise<ReviewLink>;
  /** false for an id that the review has no open link of. */
  revokeLink(review: number, id: string, by: ReviewActor & { readonly now: Date }): Promise<boolean>;
  /** The review that a token leads to at this time, and notes that it was opened; null for any other token. */
  openLink(tokenHash: string, now: Date): Promise<number | null>;

  /** Those of an account that can still be read. */
  feeds(accountId: string): Promise<readonly CalendarFeed[]>;
  addFeed(feed: { readonly accountId: string; readonly tokenHash: string }, now: Date): Promise<CalendarFeed>;
  revokeFeed(accountId: string, id: string, now: Date): Promise<boolean>;
  /** Whether the token of a feed can be read with; an account that was disabled has none any more. */
  readFeed(tokenHash: string, now: Date): Promise<boolean>;
}

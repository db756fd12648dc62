import type { BreachEpisode, GuardrailFacts } from '@tandem/domain/review/breaches';
import type { Explanation } from '@tandem/domain/review/what-moved';
import type { Side } from '@tandem/domain/metric/definition';
import type { Meeting } from '@tandem/domain/review/review-cadence';

export type ReviewState = 'draft' | 'held' | 'closed';

/** A review without what it says. */
export interface StoredReview {
  readonly number: number;
  /** Local date that the cadence gives for it. */
  readonly slot: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly state: ReviewState;
  /** When owners were asked to explain what moved; null while they were not. */
  readonly askedAt: Date | null;
  readonly heldAt: Date | null;
  /** Name of who held it; null for a draft, and for one that the clock froze at the end of the meeting. */
  readonly heldBy: string | null;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  /** What was known then is what it says for ever; null for a draft. */
  readonly asKnownAt: Date | null;
  /** SHA-256 of the content, in hex; null for a draft. */
  readonly contentHash: string | null;
}

/** Somebody who acts: as the audit trail names them, and as people do. */
export interface ReviewActor {
  readonly actor: string;
  /** null for the clock. */
  readonly name: string | null;
}

export interface StoredExplanation extends Explanation {
  readonly metric: string;
}

export interface NewExplanation {
  readonly metric: string;
  readonly text: string;
  /** Id of the person. */
  readonly by: string;
  readonly side: Side;
}

/** Who is asked about which metrics; null where nobody knows an address. */
export interface ExplanationRequest {
  readonly person: string;
  readonly name: string;
  readonly side: Side;
  readonly email: string | null;
  readonly metrics: readonly { readonly key: string; readonly title: string; readonly text: string }[];
}

export interface StoredRequest {
  readonly person: string;
  readonly name: string;
  readonly side: Side;
  readonly metric: string;
  readonly askedAt: Date;
  /** Whether a message was sent; who has no address reads it here only. */
  readonly told: boolean;
}

/** Each change is one row of the audit trail in the same transaction. */
export interface ReviewStore {
  /** The latest first. */
  list(): Promise<readonly StoredReview[]>;
  find(number: number): Promise<StoredReview | null>;
  /** The one that waits for its meeting. */
  draft(): Promise<StoredReview | null>;
  /** The canonical JSON that was frozen, byte for byte; null for a draft. */
  content(number: number): Promise<string | null>;
  /** Opens the next draft; does nothing when there is one. */
  open(meeting: Meeting, now: Date): Promise<void>;
  /** The draft follows its meeting. */
  move(number: number, meeting: Meeting, now: Date): Promise<void>;
  /** Keeps what a draft says and ends it; false when somebody else was faster. */
  freeze(
    number: number,
    snapshot: { readonly asKnownAt: Date; readonly content: string },
    by: ReviewActor & { readonly now: Date },
  ): Promise<boolean>;
  /** false when it is no held review. */
  close(number: number, by: ReviewActor & { readonly now: Date }): Promise<boolean>;
  /** Writes who was asked, and the messages that tell them; false when they were asked already. */
  ask(
    review: StoredReview,
    requests: readonly ExplanationRequest[],
    told: {
      readonly now: Date;
      readonly timeZone: string;
      readonly url: string | null;
      /** Ids of routes that tell a side, beside the mail to each person. */
      readonly routes: readonly { readonly id: string; readonly metrics: ExplanationRequest['metrics'] }[];
    },
  ): Promise<boolean>;
  requests(number: number): Promise<readonly StoredRequest[]>;
  /** The latest of each metric and side that was known by then, oldest first. */
  explanations(number: number, asOf: Date): Promise<readonly StoredExplanation[]>;
  explain(number: number, explanation: NewExplanation, now: Date): Promise<void>;
}

/** What happened to the alerts of each guardrail in [from, to), by its id. */
export interface BreachHistoryReader {
  histories(
    from: Date,
    to: Date,
  ): Promise<ReadonlyMap<string, Pick<GuardrailFacts, 'alerts'> & { readonly episodes: readonly BreachEpisode[] }>>;
}

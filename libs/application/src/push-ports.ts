import type { RejectedRow } from '@tandem/connector-kit/connector';
import type { RecordFact } from '@tandem/domain/record/fold-facts';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type { Tombstone } from '@tandem/domain/record/tombstone';
import type { Connection } from '@tandem/domain/organisation/organisation';
import type { CommitResult, Page } from './ports.js';

/** Names one request of a sender, so that sending it again has no second effect. */
export interface PushKey {
  readonly key: string;
  /** Of everything that the request says, in hexadecimal: the same key with another digest is refused. */
  readonly digest: string;
}

/** Who pushes, and what; the records themselves are data that the run counts. */
export interface PushRequest {
  readonly source: string;
  /** As the audit trail names them. */
  readonly actor: string;
  /** A stream, or a kind of event. */
  readonly what: string;
  readonly records: number;
  readonly key: PushKey | null;
}

/** What a request brings, ready to be stored. */
export interface PushedPage {
  readonly records: readonly CanonicalRecord[];
  /** What the sender says is not there any more; `goneBefore` counts what is there again later in the same request. */
  readonly gone?: readonly Tombstone[];
  readonly goneBefore?: number;
  /** Events that records follow from, together with those that came before. */
  readonly facts: readonly RecordFact[];
  readonly rejected: readonly RejectedRow[];
  /** Events or points that are left out on purpose. */
  readonly notUsed: number;
}

/** How a request becomes what is stored, and what is stored an answer. */
export interface PushReading<Answer> {
  /** Rejected rows name the run that they came with. */
  readonly pageOf: (runId: string) => PushedPage;
  /** What these records say about the time that the source covers, in days of the organisation's zone. */
  readonly coverageOf: (records: readonly CanonicalRecord[], timeZone: string) => NonNullable<Page['coverage']>;
  /** Plain data: it is kept as JSON under the key of the request. */
  readonly answerOf: (committed: PushCommitted) => Answer;
}

export interface PushCommitted extends CommitResult {
  readonly runId: string;
  /** How many records were told to be gone; they are among those received. */
  readonly gone: number;
  /** Of the events: those that were known, and those whose record still misses a field that no event has told yet. */
  readonly repeated: ReadonlySet<RecordFact>;
  readonly waiting: ReadonlyMap<RecordFact, string>;
  /** Events of a time that is not kept any more; they are not among those received. */
  readonly late: ReadonlySet<RecordFact>;
}

export interface PushOutcome<Answer> {
  readonly answer: Answer;
  /** Whether this is what was answered to the same request before; then nothing was written. */
  readonly isRepeat: boolean;
  readonly touchedMetrics: readonly string[];
}

export interface PushTally {
  readonly kind: 'refused' | 'notUsed' | 'repeated';
  /** A sentence, or a kind of event. */
  readonly reason: string;
  readonly count: number;
}

export interface PushTallyView extends PushTally {
  readonly firstAt: string;
  readonly lastAt: string;
}

export interface PushStore {
  /**
   * One transaction: the run, what it brings, the numbers that follow, the row of the audit trail and the answer under its key. Requests for
   * one source follow each other. null for an unknown source; throws `KeyUsedOtherwise` for a key that came with something else.
   */
  commit<Answer extends object>(
    request: PushRequest,
    reading: PushReading<Answer>,
  ): Promise<PushOutcome<Answer> | null>;
  /** Which of these events the source has told already. */
  known(source: string, eventIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Counts what was not taken; nothing for an unknown source. */
  count(source: string, tallies: readonly PushTally[], now: Date): Promise<void>;
  tallies(source: string): Promise<readonly PushTallyView[]>;
}

export interface WebhookSecret {
  readonly id: string;
  readonly madeAt: string;
  /** null: until another takes its place. */
  readonly endsAt: string | null;
}

export interface WebhookSecretStore {
  connection(source: string): Promise<Connection | null>;
  /** Those that hold now, in clear, newest first. */
  open(source: string, now: Date): Promise<readonly string[]>;
  /** Keeps a secret; the ones before it end at `formerEndAt`, if they do not end earlier. null for an unknown source. */
  add(request: {
    readonly source: string;
    readonly secret: string;
    readonly actor: string;
    readonly formerEndAt: Date;
    readonly now: Date;
  }): Promise<WebhookSecret | null>;
  list(source: string, now: Date): Promise<readonly WebhookSecret[]>;
}

/** The key of a request was used before, for something else. */
export class KeyUsedOtherwise extends Error {
  constructor(key: string) {
    super(
      `The idempotency key "${key}" was used before with another body. Send the same body again, or take a new key for this one.`,
    );
    this.name = 'KeyUsedOtherwise';
  }
}

/** How long the answer to a request with a key is kept. */
export const keptAnswersMs = 7 * 86_400_000;

import type { Side } from '@tandem/domain/metric/definition';

/** What a note is written on. */
export interface NoteSubject {
  readonly kind: 'metric' | 'goal';
  /** Key of the metric, id of the goal. */
  readonly id: string;
}

/** What a note says from a time on; `text` is null from when its author removed it. */
export interface NoteVersion {
  /** Local date of the organisation that it is about; null for a comment on the whole. */
  readonly day: string | null;
  readonly text: string | null;
  readonly at: Date;
}

export interface StoredNote {
  readonly id: string;
  readonly subject: NoteSubject;
  /** Id of the note that it answers. */
  readonly answers: string | null;
  readonly side: Side;
  /** Id of the person. */
  readonly by: string;
  readonly madeAt: Date;
  /** Oldest first; the last one is what it says. */
  readonly versions: readonly NoteVersion[];
}

export type NewNote = Omit<StoredNote, 'id' | 'versions'> & { readonly says: Omit<NoteVersion, 'at'> };

export interface NoteStore {
  /** Oldest first: the latest `limit` of a subject, each as it was known at a time. */
  of(
    subject: NoteSubject,
    question: { readonly asKnownAt: Date | null; readonly limit: number },
  ): Promise<readonly StoredNote[]>;
  /** As it stands; null for an id that nobody has. */
  find(id: string): Promise<StoredNote | null>;
  /** Answers its id. The row of the audit trail is written in the same transaction, here as below. */
  add(note: NewNote): Promise<string>;
  /** Adds what it says from now on; what it said before stays. */
  revise(note: StoredNote, says: NoteVersion): Promise<void>;
}

/** Only who wrote a note changes or removes it. */
export class NotTheAuthor extends Error {
  constructor() {
    super('Only who wrote a note may change or remove it. Answer it instead.');
    this.name = 'NotTheAuthor';
  }
}

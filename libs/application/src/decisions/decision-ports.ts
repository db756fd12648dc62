import type { Decision, DecisionContent, DecisionKind, DecisionSubject } from '@tandem/domain/decision/decision';
import type { EffectGrade } from '@tandem/domain/decision/grade-effect';
import type { Side } from '@tandem/domain/metric/definition';

/** One thing that happened to a decision; steps are only ever added. */
export interface DecisionStep {
  readonly step: 'draft' | 'revise' | 'propose' | 'sign' | 'refuse' | 'withdraw' | 'accept';
  readonly at: Date;
  /** Id of the person; null for what a file or the last signature did. */
  readonly by: string | null;
  readonly side: Side | null;
  readonly reason: string | null;
  /** What it said from then on; null where it says the same as before. */
  readonly content: DecisionContent | null;
}

export interface StoredGrade extends EffectGrade {
  readonly at: Date;
}

export interface StoredDecision extends Decision {
  readonly id: string;
  readonly draftedAt: Date;
  /** In order; the first one drafts. */
  readonly steps: readonly DecisionStep[];
  /** In order; every one after the first is a regrade, by a restatement. */
  readonly grades: readonly StoredGrade[];
}

/** What is written of a decision in one transaction: how it is now, and the steps that led there. */
export interface DecisionRecord {
  readonly decision: Decision;
  readonly steps: readonly DecisionStep[];
}

/** A decision that comes with another change; `id` is null for a new one. */
export interface DecisionWrite {
  readonly id: string | null;
  readonly record: DecisionRecord;
}

export interface DecisionFilter {
  readonly kind?: DecisionKind;
  readonly about?: DecisionSubject;
}

export interface DecisionStore {
  /** Newest first. */
  list(filter?: DecisionFilter): Promise<readonly StoredDecision[]>;
  find(id: string): Promise<StoredDecision | null>;
  /** Answers its id. */
  add(record: DecisionRecord, effectDue: Date | null): Promise<string>;
  /** Asks `compute` with the decision under lock; null when there is none of this id. Whatever it throws, nothing is written. */
  change(
    id: string,
    compute: (present: StoredDecision) => DecisionRecord & { readonly effectDue: Date | null },
  ): Promise<boolean>;
  /** Those in force whose effect was due by `now`. */
  due(now: Date): Promise<readonly StoredDecision[]>;
  /** Adds a grade; nothing where another process has graded since `before` (how many there were). */
  grade(id: string, grade: EffectGrade, at: Date, before: number): Promise<void>;
}

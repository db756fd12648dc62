import type { BenefitVerdict } from '@tandem/domain/initiative/benefit-check';
import type { GateJudgement } from '@tandem/domain/initiative/judge-gate';
import type { ScenarioTerms } from '@tandem/domain/initiative/scenario';

/** Why the gate judged anew: the idea, goals or limits changed; a waiver came or went; the live metric spoke. */
export type VerdictOccasion = 'change' | 'waiver' | 'benefits';

export interface NewVerdict {
  readonly initiative: string;
  readonly occasion: VerdictOccasion;
  readonly judgement: GateJudgement;
  readonly benefits: BenefitVerdict | null;
}

/** A verdict as it was given; rows are only ever added. */
export interface StoredVerdict extends NewVerdict {
  readonly id: string;
  readonly at: Date;
}

export interface StoredScenario {
  readonly id: string;
  readonly title: string;
  readonly terms: ScenarioTerms;
  readonly chosen: readonly string[];
  readonly savedAt: Date;
  readonly savedBy: string;
}

export interface InitiativeJournal {
  /** Newest first; of all initiatives without an id. */
  verdicts(initiative: string): Promise<readonly StoredVerdict[]>;
  /** Of all initiatives, what was known up to and including an instant, newest first. */
  verdictsUntil(at: Date): Promise<readonly StoredVerdict[]>;
  /** The latest of each initiative. */
  latestVerdicts(): Promise<ReadonlyMap<string, StoredVerdict>>;
  /**
   * Writes verdicts, each with its row of the audit trail, in one transaction. `compute` sees the latest ones under lock, so that two who judge
   * at once write once.
   */
  record(
    compute: (latest: ReadonlyMap<string, StoredVerdict>) => readonly NewVerdict[],
    now: Date,
  ): Promise<readonly NewVerdict[]>;
  scenarios(): Promise<readonly StoredScenario[]>;
  /** The id of the new one. */
  saveScenario(scenario: Omit<StoredScenario, 'id'>): Promise<string>;
  /** False where there is none. */
  removeScenario(id: string, by: string, now: Date): Promise<boolean>;
}

/** A line of a list, or an issue, that was not taken in: kept until it is mended or put aside. */
export interface RefusedLine {
  readonly source: 'list' | 'jira';
  /** Tells it from other refused lines of its source: the id that it names, the key of the issue, or what stands in it. */
  readonly key: string;
  readonly line: number;
  readonly columns: readonly string[];
  /** At most as many as columns. */
  readonly cells: readonly string[];
  readonly text: string;
  /** Page of the issue; null for a line of a list. */
  readonly url: string | null;
  readonly faults: readonly { readonly column: string; readonly reason: string }[];
}

export interface StoredRefusal extends RefusedLine {
  readonly id: string;
  readonly refusedAt: Date;
  /** As the audit trail names them. */
  readonly refusedBy: string;
}

export interface RefusedLines {
  /** The latest first. */
  all(): Promise<readonly StoredRefusal[]>;
  find(id: string): Promise<StoredRefusal | null>;
  /** Keeps what an import refused, in the place of what it refused under the same key before, and lets go of what it has settled. */
  keep(
    imported: {
      readonly source: RefusedLine['source'];
      readonly refused: readonly RefusedLine[];
      readonly settled: readonly string[];
    },
    by: string,
    now: Date,
  ): Promise<void>;
  /** False where there is none. */
  remove(id: string, why: 'mend' | 'dismiss', by: string, now: Date): Promise<boolean>;
}

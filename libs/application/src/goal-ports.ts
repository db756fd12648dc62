import type { GoalProposal, GoalVersion } from '@tandem/domain/goal/goal-proposal';
import type { MovedAim } from '@tandem/domain/goal/moved-after-miss';
import type { StatusOverride } from '@tandem/domain/goal/status-override';
import type { Side } from '@tandem/domain/metric/definition';
import type { OwnerOfSide } from '@tandem/domain/metric/signing-team';
import type { ProposalStep } from './proposal-ports.js';

/** How a goal stands at the time that is asked about. */
export interface KnownGoalState {
  readonly version: number;
  readonly published: boolean;
  /** Whether it waits for the first agreement of both sides: it was written in the dashboard and not signed by both. */
  readonly awaitsSignatures: boolean;
  /** The latest of each key result, in order of time. */
  readonly overrides: readonly StatusOverride[];
  /** Ids of key results whose aim was moved after it had been missed. */
  readonly movedAfterMiss: readonly string[];
}

/** What a change of a goal is judged by. */
export interface GoalGovernance extends GoalVersion {
  /** Who has owned the goal at any time since this version was made, the first one first. */
  readonly owning: readonly OwnerOfSide[];
  readonly published: boolean;
  readonly open: StoredGoalProposal | null;
}

export interface StoredGoalProposal extends GoalProposal {
  readonly id: string;
  readonly closedAt: Date | null;
  /** The version that it became; null where it became none, as with a first agreement. */
  readonly version: number | null;
  /** In order; the first one proposes. */
  readonly steps: readonly ProposalStep[];
}

/** Terms that come into force, with what stands beside them for ever. */
export interface AgreedTerms {
  readonly validFrom: Date;
  /** The aims that they move, as these stood then. */
  readonly moved: readonly MovedAim[];
}

/** What is written of a proposal in one transaction. */
export interface GoalProposalRecord {
  /** null for a new one. */
  readonly id: string | null;
  readonly proposal: GoalProposal;
  readonly steps: readonly ProposalStep[];
  /** Of a change that both have signed; null while it waits, and for a first agreement, which publishes the goal as it is. */
  readonly acceptedAs: AgreedTerms | null;
}

/** What a change of the configuration writes of goals beside their content. */
export interface GoalRecords {
  readonly proposals: readonly GoalProposalRecord[];
  /** By goal: the aims that a change which takes effect at once moves, and why. */
  readonly moved: ReadonlyMap<string, { readonly aims: readonly MovedAim[]; readonly reason: string | null }>;
}

export interface StoredGoalVersion extends GoalVersion {
  readonly knownFrom: Date;
  readonly reason: string | null;
  readonly proposalId: string | null;
  readonly moved: readonly MovedAim[];
}

export interface CheckIn {
  /** How sure the side is that the goal will be met, 0 (not at all) to 10 (certain). */
  readonly confidence: number;
  readonly note: string;
  /** Id of the person. */
  readonly by: string;
  readonly side: Side;
  readonly at: Date;
}

/** An entry of the audit trail about a goal, with its place in the chain. */
export interface GoalHistoryEntry {
  readonly sequence: number;
  readonly hash: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

export interface GoalReader {
  /** Newest first; of all goals without an id. */
  proposals(filter: { readonly goal?: string; readonly onlyOpen?: boolean }): Promise<readonly StoredGoalProposal[]>;
  findProposal(id: string): Promise<StoredGoalProposal | null>;
  /** Oldest first, those known at a time or all. */
  versions(goal: string, asKnownAt: Date | null): Promise<readonly StoredGoalVersion[]>;
  /** Newest first. */
  checkIns(
    goal: string,
    question: { readonly asKnownAt: Date | null; readonly limit: number },
  ): Promise<readonly CheckIn[]>;
  /** Newest first. */
  history(
    goal: string,
    question: { readonly asKnownAt: Date | null; readonly limit: number; readonly before: number | null },
  ): Promise<readonly GoalHistoryEntry[]>;
}

/** What people say about a goal; rows are only ever added, each with its row of the audit trail in the same transaction. */
export interface GoalJournal {
  checkIn(goal: string, checkIn: CheckIn): Promise<void>;
  override(goal: string, override: StatusOverride): Promise<void>;
}

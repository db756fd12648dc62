import type { MetricDefinition, Side } from '@tandem/domain/metric/definition';
import type { DefinitionProposal } from '@tandem/domain/metric/definition-proposal';
import type { MetricVersion } from '@tandem/domain/metric/metric-version';
import type { OwnerOfSide } from '@tandem/domain/metric/signing-team';
import type { GoalGovernance } from './goal-ports.js';

/** One thing that happened to a proposal; steps are only ever added. */
export interface ProposalStep {
  readonly step: 'propose' | 'sign' | 'refuse' | 'withdraw' | 'accept';
  readonly at: Date;
  /** Id of the person; null for what a configuration file did. */
  readonly by: string | null;
  readonly side: Side | null;
  readonly reason: string | null;
}

export interface StoredProposal extends DefinitionProposal {
  readonly id: string;
  readonly closedAt: Date | null;
  /** The version that it became. */
  readonly version: number | null;
  /** In order; the first one proposes. */
  readonly steps: readonly ProposalStep[];
}

/** What is written of a proposal in one transaction: how it is now, and the steps that led there. */
export interface ProposalRecord {
  /** null for a new one. */
  readonly id: string | null;
  readonly proposal: DefinitionProposal;
  readonly steps: readonly ProposalStep[];
  /** The version that it becomes. */
  readonly acceptedAs: Pick<MetricVersion, 'definition' | 'validFrom'> | null;
}

/** What a change of the configuration is judged by: the latest version of each metric and the proposal that is open for it. */
export interface Governance {
  readonly latest: ReadonlyMap<
    string,
    Pick<MetricVersion, 'version' | 'validFrom'> & {
      readonly definition: MetricDefinition;
      /** Who has owned the metric at any time since this version was made, the first one first. */
      readonly owning: readonly OwnerOfSide[];
    }
  >;
  readonly open: ReadonlyMap<string, StoredProposal>;
  /** The same of goals, by id. */
  readonly goals: ReadonlyMap<string, GoalGovernance>;
}

export interface ProposalReader {
  /** Newest first. */
  list(filter: { readonly metric?: string; readonly onlyOpen?: boolean }): Promise<readonly StoredProposal[]>;
  find(id: string): Promise<StoredProposal | null>;
  /** By metric, who has owned it at any time since its latest version was made, the first one first. */
  owning(metrics: readonly string[]): Promise<ReadonlyMap<string, readonly OwnerOfSide[]>>;
}

/** A definition that nobody has counted yet would take too long to count for one answer. */
export class CountingTookTooLong extends Error {
  constructor(limitMs: number) {
    super(`Counting the records took longer than ${limitMs / 1000} seconds.`);
    this.name = 'CountingTookTooLong';
  }
}

import { canonicalFormula } from '@tandem/domain/metric/canonical-formula';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { GoalGap } from '@tandem/domain/goal/goal-gaps';
import type { ProposalObstacle } from '@tandem/domain/metric/definition-proposal';
import type { Configuration, Person } from '@tandem/domain/organisation/organisation';
import { InvalidInput } from './input-errors.js';
import type { Clock, ConfigurationStore, JobQueue } from './ports.js';
import type { ProposalReader } from './proposal-ports.js';

export interface ProposalDependencies {
  readonly configuration: ConfigurationStore;
  readonly proposals: ProposalReader;
  readonly jobs: JobQueue;
  readonly clock: Clock;
}

/** Beside what the proposal itself says: what stands in the way of making or signing one. */
export type OtherObstacle =
  | { readonly code: 'openAlready'; readonly id: string }
  | { readonly code: 'goalIsDraft' }
  | { readonly code: 'goalIsPublished' }
  | { readonly code: 'goalThere'; readonly id: string }
  | { readonly code: 'goalIncomplete'; readonly gaps: readonly GoalGap[] };

/** Something is in the way of what was asked for; nothing was written. */
export class ProposalNotPossible extends Error {
  constructor(readonly obstacle: ProposalObstacle | OtherObstacle) {
    super(`The proposal is not possible: ${obstacle.code}.`);
    this.name = 'ProposalNotPossible';
  }
}

/** The person who acts; the side that they act for is theirs. */
export function requirePerson({ people }: Configuration, id: string): Person {
  const person = people.find((candidate) => candidate.id === id);
  if (person) return person;
  const known = people.map((candidate) => candidate.id);
  const reason = known.length
    ? `There is no person "${id}". There are: ${known.slice(0, 20).join(', ')}.`
    : `There is no person "${id}", nor any other yet.`;
  throw new InvalidInput([{ field: 'by', reason }]);
}

/** What follows from a new version: its records are counted where it counts otherwise, and its guardrails judged. */
export async function wakeAccepted(
  { jobs }: Pick<ProposalDependencies, 'jobs'>,
  accepted: { readonly before: MetricDefinition; readonly after: MetricDefinition } | null,
): Promise<void> {
  if (accepted === null) return;
  const metricKeys = [accepted.after.key];
  if (canonicalFormula(accepted.before.formula) !== canonicalFormula(accepted.after.formula)) {
    await jobs.enqueue('metric.backfill', { metricKeys });
  }
  await jobs.enqueue('guardrails.evaluate', { metricKeys });
}

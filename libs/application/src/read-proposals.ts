import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { isOutdated, missingSignatures } from '@tandem/domain/metric/definition-proposal';
import { withWordingOf } from '@tandem/domain/metric/governed-definition';
import { signingTeams, type OwnerOfSide } from '@tandem/domain/metric/signing-team';
import type { Person } from '@tandem/domain/organisation/organisation';
import { definitionDifference } from './configuration-difference.js';
import { NotFound } from './input-errors.js';
import type { Clock, ConfigurationStore, KnownConfiguration } from './ports.js';
import type { ProposalReader, StoredProposal } from './proposal-ports.js';

export interface ReadProposalsDependencies {
  readonly configuration: ConfigurationStore;
  readonly proposals: ProposalReader;
  readonly clock: Clock;
}

/** Proposals as people read them: those of one metric, or all that wait for a signature. */
export function readProposals(dependencies: ReadProposalsDependencies) {
  const { configuration, proposals, clock } = dependencies;
  const known = () => configuration.known({ now: clock(), asKnownAt: null });
  const described = async (configured: KnownConfiguration, found: readonly StoredProposal[]) => {
    const owning = await proposals.owning([...new Set(found.map(({ metric }) => metric))]);
    return found.map((one) => describeProposal(one, configured, owning.get(one.metric) ?? []));
  };
  return {
    ofMetric: async ({ key }: { readonly key: string }) => {
      const [configured, found] = await Promise.all([known(), proposals.list({ metric: key })]);
      if (!configured.versions.has(key)) throw new NotFound('metric', key);
      return { proposals: await described(configured, found) };
    },
    open: async () => {
      const [configured, found] = await Promise.all([known(), proposals.list({ onlyOpen: true })]);
      return { proposals: await described(configured, found) };
    },
    one: async (proposal: StoredProposal) => {
      const [one] = await described(await known(), [proposal]);
      if (one === undefined) throw new NotFound('proposal', proposal.id);
      return one;
    },
  };
}

function describeProposal(
  proposal: StoredProposal,
  { versions: all, people, teams }: KnownConfiguration,
  owning: readonly OwnerOfSide[],
) {
  const versions = all.get(proposal.metric) ?? [];
  const latest = versions.at(-1);
  const base = versions.find(({ version }) => version === proposal.baseVersion);
  if (!latest || !base) throw new Error(`The proposal ${proposal.id} is about a version that does not exist.`);
  const first = proposal.steps[0];
  const isOpen = proposal.state === 'open';
  return {
    id: proposal.id,
    metric: { key: proposal.metric, title: base.definition.title },
    state: proposal.state,
    outdated: isOpen && isOutdated(proposal, latest),
    baseVersion: proposal.baseVersion,
    version: proposal.version,
    reason: proposal.reason,
    side: proposal.side,
    proposedBy: personOf(first?.by ?? null, people),
    proposedAt: (first?.at ?? new Date(0)).toISOString(),
    effectiveFrom: proposal.effectiveFrom?.toISOString() ?? null,
    closedAt: proposal.closedAt?.toISOString() ?? null,
    waitsFor: isOpen ? missingSignatures(proposal) : [],
    signingTeams: signingTeams(owning, teams),
    fields: shownDifference(base.definition, withWordingOf(proposal.definition, base.definition)),
    steps: proposal.steps.map(({ step, at, by, side, reason }) => ({
      step,
      at: at.toISOString(),
      by: personOf(by, people),
      side,
      reason,
    })),
  };
}

export function shownDifference(before: MetricDefinition, after: MetricDefinition) {
  return definitionDifference(before, after).map((field) => ({ ...field }));
}

/** null for what a file did; a person who is not known any more keeps the id as the name. */
export function personOf(id: string | null, people: readonly Person[]): { id: string; name: string } | null {
  if (id === null) return null;
  return { id, name: people.find((person) => person.id === id)?.name ?? id };
}

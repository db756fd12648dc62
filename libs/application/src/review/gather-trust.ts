import { missingSignatures } from '@tandem/domain/metric/definition-proposal';
import type { Section } from '@tandem/domain/review/section';
import { trust, type TrustFacts, type TrustSection } from '@tandem/domain/review/trust';
import { ownersOf } from '../metric-summary.js';
import type { StoredProposal } from '../proposal-ports.js';
import type { RestatementRow } from '../restatement-ports.js';
import type { ReviewDependencies, ReviewReading } from './review-reading.js';

const restatementsAtMost = 10_000;

export async function gatherTrust(
  { proposals, restatements }: Pick<ReviewDependencies, 'proposals' | 'restatements'>,
  reading: ReviewReading,
): Promise<Section<TrustSection>> {
  const { asOf, configuration, period, series } = reading;
  const [proposed, restated] = await Promise.all([
    proposals.list({}),
    restatements.list({ asKnownAt: asOf, limit: restatementsAtMost }),
  ]);
  const waiting = new Map(proposed.flatMap((proposal) => waitingAt(proposal, asOf)));
  const changedDays = daysByMetric(restated.filter(({ restatedAt }) => restatedAt > period.from));
  const facts = [...series.values()].map(({ definition, freshness }): TrustFacts => {
    const { key, title, unit, precision } = definition;
    const owners = ownersOf(definition.owners, configuration);
    return {
      metric: { key, title, unit, precision },
      owners: { marketing: owners.marketing?.name ?? null, it: owners.it?.name ?? null },
      dataTo: freshness.dataTo?.toISOString() ?? null,
      stale: freshness.stale,
      sources: freshness.connections.map(({ name }) => name),
      proposal: waiting.get(key) ?? null,
      restatedDays: changedDays.get(key)?.size ?? 0,
    };
  });
  return trust(facts, { now: asOf, timeZone: configuration.organisation.timeZone });
}

/** The proposal as it waited at that time; none when it came later or was closed by then. */
function waitingAt(proposal: StoredProposal, asOf: Date) {
  const [first] = proposal.steps;
  if (first === undefined || first.at > asOf || (proposal.closedAt !== null && proposal.closedAt <= asOf)) return [];
  const signatures = proposal.signatures.filter(({ at }) => at <= asOf);
  const waitsFor = missingSignatures({ ...proposal, signatures });
  return [[proposal.metric, { proposedAt: first.at.toISOString(), waitsFor: [...waitsFor] }] as const];
}

function daysByMetric(restated: readonly RestatementRow[]): ReadonlyMap<string, ReadonlySet<string>> {
  const days = new Map<string, Set<string>>();
  for (const { metric, day } of restated) days.set(metric, (days.get(metric) ?? new Set()).add(day));
  return days;
}

import { describeFormula } from '@tandem/domain/metric/describe-formula';
import { versionAt } from '@tandem/domain/metric/metric-version';
import { NotFound } from './input-errors.js';
import type { StoredProposal } from './proposal-ports.js';
import { personOf, shownDifference, type ReadProposalsDependencies } from './read-proposals.js';

/** The versions of a metric, newest first: what each counts, from when, why, and who has signed it. */
export function readVersions({ configuration, proposals, clock }: ReadProposalsDependencies) {
  return async ({ key }: { readonly key: string }) => {
    const now = clock();
    const [{ people, versions }, found] = await Promise.all([
      configuration.known({ now, asKnownAt: null }),
      proposals.list({ metric: key }),
    ]);
    const own = versions.get(key);
    if (!own) throw new NotFound('metric', key);
    const inForce = versionAt(own, now);
    return {
      versions: own
        .map((one, index) => {
          const { definition } = one;
          const before = own[index - 1];
          const proposal = found.find(({ version }) => version === one.version);
          return {
            version: one.version,
            validFrom: one.validFrom.toISOString(),
            validTo: own[index + 1]?.validFrom.toISOString() ?? null,
            inForce: one === inForce,
            formula: describeFormula(definition).text,
            unit: definition.unit,
            precision: definition.precision,
            direction: definition.direction,
            windowDays: definition.windowDays,
            settlingDays: definition.settlingDays,
            fields: before ? shownDifference(before.definition, definition) : [],
            reason: proposal?.reason ?? null,
            proposalId: proposal?.id ?? null,
            signatures: signaturesOf(proposal, people),
          };
        })
        .reverse(),
    };
  };
}

function signaturesOf(proposal: StoredProposal | undefined, people: Parameters<typeof personOf>[1]) {
  return (proposal?.signatures ?? []).map(({ side, by, at }) => ({
    side,
    by: personOf(by, people) ?? { id: by, name: by },
    at: at.toISOString(),
  }));
}

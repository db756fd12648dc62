import { needsSignatures } from '@tandem/domain/metric/definition-proposal';
import { signingTeams } from '@tandem/domain/metric/signing-team';
import { thingDocument, type DocumentThing } from './export-configuration.js';
import { NotFound } from './input-errors.js';
import type { ReadProposalsDependencies } from './read-proposals.js';

/** The definition that a change of a metric starts from: that of its latest version, as a configuration file has it. */
export function readDefinition({ configuration, proposals, clock }: ReadProposalsDependencies) {
  return async ({ key }: { readonly key: string }) => {
    const { versions, teams } = await configuration.known({ now: clock(), asKnownAt: null });
    const latest = versions.get(key)?.at(-1);
    if (!latest) throw new NotFound('metric', key);
    const { unit, precision, direction, windowDays, settlingDays } = latest.definition;
    const formula = thingDocument.metric(latest.definition)['formula'] as DocumentThing;
    const owning = (await proposals.owning([key])).get(key) ?? [];
    const signing = { needsBoth: needsSignatures(owning), signingTeams: signingTeams(owning, teams) };
    return { ...signing, version: latest.version, unit, precision, direction, windowDays, settlingDays, formula };
  };
}

import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { missingSignatures, needsSignatures, type DefinitionProposal } from '@tandem/domain/metric/definition-proposal';
import { governedDefinition, isSameGoverned, withWordingOf } from '@tandem/domain/metric/governed-definition';
import type { ConfigurationIssue } from '@tandem/domain/organisation/check-configuration';
import type { ConfigurationPart, MetricChange } from '@tandem/domain/organisation/configuration-part';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { configurationDifference, definitionDifference } from './configuration-difference.js';
import type { ConfigurationChange } from './ports.js';
import type { Governance, ProposalRecord, StoredProposal } from './proposal-ports.js';
import { beginningOf, signAll } from './sign-all.js';

export interface GovernedChanges {
  /** What is written at once: without what waits for signatures. */
  readonly next: Configuration;
  readonly changes: readonly ConfigurationChange[];
  readonly proposals: readonly ProposalRecord[];
  readonly issues: readonly ConfigurationIssue[];
}

/** What a file wants of one metric that both sides own. */
interface Wanted {
  readonly index: number;
  readonly definition: MetricDefinition;
  readonly present: MetricDefinition;
  readonly change: MetricChange | undefined;
}

export const unexplained = 'Changed in a configuration file that gives no reason.';

/**
 * Holds back what a file may not change by itself: of a metric with an owner on each side, everything that moves numbers. It becomes a
 * proposal, or a version where the file carries both signatures. What an open proposal says already is not proposed again; one that a file
 * brought and nobody signed is replaced.
 */
export function governChanges(
  current: Configuration,
  merged: Configuration,
  part: ConfigurationPart,
  governance: Governance,
  now: Date,
): GovernedChanges {
  const wanted = wantedChanges(current, part, governance);
  const held = new Map(wanted.map((one) => [one.definition.key, withWordingOf(one.present, one.definition)]));
  const next = { ...merged, metrics: merged.metrics.map((metric) => held.get(metric.key) ?? metric) };
  const outcomes = new Map(wanted.map((one) => [one.definition.key, outcomeOf(one, governance, merged, now)]));
  return {
    next,
    changes: configurationDifference(current, next, part).flatMap((change) => {
      const one = wanted.find(({ definition }) => change.kind === 'metric' && definition.key === change.id);
      const outcome = one && outcomes.get(change.id);
      if (!one || !outcome?.records.length) return [change];
      const governed = governedChange(one, outcome);
      return change.action === 'unchanged' ? [governed] : [change, governed];
    }),
    proposals: [...outcomes.values()].flatMap(({ records }) => records),
    issues: [...outcomes.values()].flatMap(({ issues }) => issues),
  };
}

function wantedChanges(current: Configuration, part: ConfigurationPart, governance: Governance): Wanted[] {
  return (part.metrics ?? []).flatMap((definition, index) => {
    const present = current.metrics.find(({ key }) => key === definition.key);
    const latest = governance.latest.get(definition.key);
    if (!present || isSameGoverned(present, definition) || !needsSignatures(latest?.owning ?? [])) return [];
    const version = (latest?.version ?? 0) + 1;
    const change = part.changes?.find((one) => one.metric === definition.key && one.version === version);
    return [{ index, definition, present, change }];
  });
}

interface Outcome {
  readonly records: readonly ProposalRecord[];
  readonly issues: readonly ConfigurationIssue[];
}

function outcomeOf(wanted: Wanted, governance: Governance, merged: Configuration, now: Date): Outcome {
  const { definition, change } = wanted;
  const open = governance.open.get(definition.key);
  const latest = governance.latest.get(definition.key);
  if (!latest) throw new Error(`The metric "${definition.key}" has no version to change.`);
  const sameAsOpen = open !== undefined && isSameGoverned(open.definition, definition);
  const begun = sameAsOpen ? continued(open) : proposed(wanted, latest.version, merged.organisation.timeZone, now);
  const outcome = signAll(begun, change?.signed ?? {}, { latest, merged, now });
  if ('obstacle' in outcome) return refused(wanted, { code: 'changeNotPossible', obstacle: outcome.obstacle });
  const { validFrom } = outcome;
  const signed: ProposalRecord = {
    ...begun,
    proposal: outcome.proposal,
    steps: outcome.steps,
    acceptedAs: validFrom === null ? null : { definition, validFrom },
  };
  if (sameAsOpen) return { records: signed.steps.length ? [signed] : [], issues: [] };
  if (open === undefined || signed.acceptedAs) return { records: [signed], issues: [] };
  const isUnsigned = open.side === null && open.signatures.length === 0;
  return isUnsigned
    ? { records: [replaced(open, now), signed], issues: [] }
    : refused(wanted, { code: 'proposalOpen', id: open.id, of: 'metric' });
}

function continued(open: StoredProposal): ProposalRecord {
  return { id: open.id, proposal: open, steps: [], acceptedAs: null };
}

function proposed({ definition, change }: Wanted, baseVersion: number, timeZone: string, now: Date): ProposalRecord {
  const reason = change?.reason ?? unexplained;
  const proposal: DefinitionProposal = {
    metric: definition.key,
    baseVersion,
    definition: governedDefinition(definition),
    reason,
    side: null,
    effectiveFrom: change?.effectiveFrom === undefined ? null : beginningOf(change.effectiveFrom, timeZone),
    state: 'open',
    signatures: [],
  };
  return { id: null, proposal, steps: [{ step: 'propose', at: now, by: null, side: null, reason }], acceptedAs: null };
}

function replaced(open: StoredProposal, now: Date): ProposalRecord {
  const reason = 'Replaced by a newer configuration file.';
  return {
    id: open.id,
    proposal: { ...open, state: 'withdrawn' },
    steps: [{ step: 'withdraw', at: now, by: null, side: null, reason }],
    acceptedAs: null,
  };
}

function refused({ definition, index }: Wanted, reason: ConfigurationIssue['reason']): Outcome {
  return { records: [], issues: [{ kind: 'metric', id: definition.key, index, path: ['formula'], reason }] };
}

function governedChange({ definition, present }: Wanted, { records }: Outcome): ConfigurationChange {
  const record = records.at(-1);
  const waitsFor = record ? missingSignatures(record.proposal) : [];
  return {
    kind: 'metric',
    id: definition.key,
    action: waitsFor.length ? 'propose' : 'change',
    fields: definitionDifference(withWordingOf(present, definition), definition),
    waitsFor,
  };
}

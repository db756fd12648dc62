import type { MetricDefinition, Side } from '@tandem/domain/metric/definition';
import { decideProposal, missingSignatures, needsSignatures } from '@tandem/domain/metric/definition-proposal';
import type { DefinitionProposal, ProposalDecision } from '@tandem/domain/metric/definition-proposal';
import { governedDefinition, isSameGoverned, withWordingOf } from '@tandem/domain/metric/governed-definition';
import { signingTeam, type OwnerOfSide } from '@tandem/domain/metric/signing-team';
import { startOfDate } from '@tandem/domain/metric/periods';
import type { ConfigurationIssue } from '@tandem/domain/organisation/check-configuration';
import type { ConfigurationPart, MetricChange } from '@tandem/domain/organisation/configuration-part';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { configurationDifference, definitionDifference } from './configuration-difference.js';
import type { ConfigurationChange } from './ports.js';
import type { Governance, ProposalRecord, ProposalStep, StoredProposal } from './proposal-ports.js';

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

const unexplained = 'Changed in a configuration file that gives no reason.';

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
  const signed = signAll(begun, change?.signed ?? {}, { definition, latest, merged, now });
  if ('obstacle' in signed) return refused(wanted, { code: 'changeNotPossible', obstacle: signed.obstacle });
  if (sameAsOpen) return { records: signed.steps.length ? [signed] : [], issues: [] };
  if (open === undefined || signed.acceptedAs) return { records: [signed], issues: [] };
  const isUnsigned = open.side === null && open.signatures.length === 0;
  return isUnsigned
    ? { records: [replaced(open, now), signed], issues: [] }
    : refused(wanted, { code: 'proposalOpen', id: open.id });
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
    effectiveFrom: change?.effectiveFrom === undefined ? null : beginning(change.effectiveFrom, timeZone),
    state: 'open',
    signatures: [],
  };
  return { id: null, proposal, steps: [{ step: 'propose', at: now, by: null, side: null, reason }], acceptedAs: null };
}

function beginning(written: string, timeZone: string): Date {
  return /^\d{4}-\d{2}-\d{2}$/.test(written) ? startOfDate(written, timeZone) : new Date(written);
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

type Obstacle = Extract<ProposalDecision, { possible: false }>['obstacle'];

/** Adds the signatures that a file carries and the proposal lacks. */
function signAll(
  begun: ProposalRecord,
  signed: Partial<Record<Side, string>>,
  context: {
    readonly definition: MetricDefinition;
    readonly latest: { readonly version: number; readonly validFrom: Date; readonly owning: readonly OwnerOfSide[] };
    /** Who is in which team stands in the file that carries the signatures, or in the store. */
    readonly merged: Pick<Configuration, 'people' | 'teams'>;
    readonly now: Date;
  },
): ProposalRecord | { readonly obstacle: Obstacle } {
  const { latest, merged, now } = context;
  let { proposal, acceptedAs } = begun;
  const steps: ProposalStep[] = [...begun.steps];
  for (const side of missingSignatures(proposal)) {
    const id = signed[side];
    if (id === undefined) continue;
    const team = merged.people.find((person) => person.id === id)?.team;
    const decision = decideProposal(
      proposal,
      { kind: 'sign' },
      {
        person: { id, side, ...(team === undefined ? {} : { team }) },
        signingTeam: signingTeam(side, latest.owning, merged.teams),
        latest,
        now,
      },
    );
    if (!decision.possible) return { obstacle: decision.obstacle };
    proposal = decision.proposal;
    steps.push({ step: 'sign', at: now, by: id, side, reason: null });
    if (decision.validFrom) {
      acceptedAs = { definition: context.definition, validFrom: decision.validFrom };
      steps.push({ step: 'accept', at: now, by: null, side: null, reason: null });
    }
  }
  return { ...begun, proposal, steps, acceptedAs };
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

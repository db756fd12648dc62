import type { MetricDefinition } from '@tandem/domain/metric/definition';
import {
  decideProposal,
  needsSignatures,
  signsWhatTheyPropose,
  type DefinitionProposal,
} from '@tandem/domain/metric/definition-proposal';
import {
  governedDefinition,
  isSameGoverned,
  withWordingOf,
  type GovernedDefinition,
} from '@tandem/domain/metric/governed-definition';
import { signingTeam, type OwnerOfSide } from '@tandem/domain/metric/signing-team';
import { checkConfiguration } from '@tandem/domain/organisation/check-configuration';
import type { Configuration, Person, Team } from '@tandem/domain/organisation/organisation';
import { withClockSet } from '@tandem/domain/organisation/with-opening-times';
import { ConfigurationRejected } from './apply-configuration.js';
import { InvalidInput, NotFound } from './input-errors.js';
import type { ProposalRecord, StoredProposal } from './proposal-ports.js';
import { ProposalNotPossible, requirePerson, wakeAccepted, type ProposalDependencies } from './proposing.js';
import { futureTime } from './read-time.js';

export interface ProposeDefinitionRequest {
  readonly key: string;
  readonly definition: GovernedDefinition;
  readonly reason: string;
  /** A local date or an instant; as soon as both have signed when left out. */
  readonly effectiveFrom?: string | undefined;
  /** Id of the person who proposes; this signs for the side of that person, if they may sign. */
  readonly by: string;
  /** Whether the account that asks has the right to sign. */
  readonly maySign: boolean;
}

/**
 * Proposes a change of a definition that moves numbers, signed by the side that proposes it if the person may sign for that side. Where a side
 * never owned the metric there is nobody to wait for, and the change takes effect at once with that signature; without it, it waits for both.
 */
export function proposeDefinition(dependencies: ProposalDependencies) {
  const { configuration, proposals, clock } = dependencies;
  return async (request: ProposeDefinitionRequest): Promise<StoredProposal> => {
    const now = clock();
    let accepted: { before: MetricDefinition; after: MetricDefinition } | null = null;
    await configuration.change(
      (current, governance) => {
        accepted = null;
        const person = requirePerson(current, request.by);
        const present = current.metrics.find(({ key }) => key === request.key);
        const latest = governance.latest.get(request.key);
        if (!present || !latest) throw new NotFound('metric', request.key);
        const definition = checkedCandidate(current, present, request.definition, latest.version);
        const open = governance.open.get(request.key);
        if (open) throw new ProposalNotPossible({ code: 'openAlready', id: open.id });
        const effectiveFrom = futureTime(request.effectiveFrom, current, now);
        const { reason, maySign } = request;
        const proposal: DefinitionProposal = {
          metric: request.key,
          baseVersion: latest.version,
          definition: governedDefinition(definition),
          reason,
          side: person.side,
          effectiveFrom,
          state: 'open',
          signatures: [],
        };
        const record = signedBy(person, proposal, { definition, latest, teams: current.teams, maySign, now });
        if (record.acceptedAs) accepted = { before: present, after: definition };
        return { next: current, changes: [], proposals: [record] };
      },
      { now, dryRun: false },
    );
    await wakeAccepted(dependencies, accepted);
    const [written] = await proposals.list({ metric: request.key });
    if (!written) throw new Error('The proposal that was written cannot be read.');
    return written;
  };
}

/** The whole definition as it would be. Throws `ConfigurationRejected` for one that cannot be counted. */
export function checkedCandidate(
  current: Configuration,
  present: MetricDefinition,
  proposed: GovernedDefinition,
  version: number,
): MetricDefinition {
  const candidate = withClockSet(withWordingOf(proposed, present), current.calendars);
  const issues = checkConfiguration(current, { metrics: [candidate] });
  if (issues.length) throw new ConfigurationRejected(issues);
  if (isSameGoverned(present, candidate)) {
    const reason = `This is what version ${version} says already: nothing would change.`;
    throw new InvalidInput([{ field: 'definition', reason }]);
  }
  return candidate;
}

function signedBy(
  person: Person,
  proposal: DefinitionProposal,
  context: {
    readonly definition: MetricDefinition;
    readonly latest: { readonly version: number; readonly validFrom: Date; readonly owning: readonly OwnerOfSide[] };
    readonly teams: readonly Team[];
    readonly maySign: boolean;
    readonly now: Date;
  },
): ProposalRecord {
  const { definition, latest, teams, maySign, now } = context;
  const { id: by, side } = person;
  const team = signingTeam(side, latest.owning, teams);
  const signs = signsWhatTheyPropose(person, team, maySign);
  const signed = signs ? withSignature(person, team, proposal, { latest, now }) : proposal;
  const steps: ProposalRecord['steps'] = [
    { step: 'propose', at: now, by, side, reason: proposal.reason },
    ...(signs ? [{ step: 'sign' as const, at: now, by, side, reason: null }] : []),
  ];
  if (!signs || needsSignatures(latest.owning)) return { id: null, proposal: signed, steps, acceptedAs: null };
  const { effectiveFrom } = proposal;
  const validFrom = effectiveFrom !== null && effectiveFrom > now ? effectiveFrom : now;
  if (validFrom < latest.validFrom) {
    throw new ProposalNotPossible({ code: 'beforeLatest', latestVersion: latest.version, validFrom: latest.validFrom });
  }
  return {
    id: null,
    proposal: { ...signed, state: 'accepted' },
    steps: [...steps, { step: 'accept', at: now, by: null, side: null, reason: null }],
    acceptedAs: { definition, validFrom },
  };
}

function withSignature(
  person: Person,
  team: Team | null,
  proposal: DefinitionProposal,
  { latest, now }: { readonly latest: { readonly version: number; readonly validFrom: Date }; readonly now: Date },
): DefinitionProposal {
  const decision = decideProposal(proposal, { kind: 'sign' }, { person, signingTeam: team, latest, now });
  if (!decision.possible) throw new ProposalNotPossible(decision.obstacle);
  return decision.proposal;
}

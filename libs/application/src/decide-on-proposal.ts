import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { decideProposal, type ProposalAct } from '@tandem/domain/metric/definition-proposal';
import { withWordingOf } from '@tandem/domain/metric/governed-definition';
import { signingTeam } from '@tandem/domain/metric/signing-team';
import { NotFound } from './input-errors.js';
import type { ProposalStep, StoredProposal } from './proposal-ports.js';
import { ProposalNotPossible, requirePerson, wakeAccepted, type ProposalDependencies } from './proposing.js';

export interface DecideOnProposalRequest {
  readonly key: string;
  readonly id: string;
  readonly act: ProposalAct;
  /** Id of the person who acts, for their side. */
  readonly by: string;
}

/** Signs, refuses or withdraws a proposal; with the last signature its definition becomes the next version. */
export function decideOnProposal(dependencies: ProposalDependencies) {
  const { configuration, proposals, clock } = dependencies;
  return async ({ key, id, act, by }: DecideOnProposalRequest): Promise<StoredProposal> => {
    const now = clock();
    const found = await proposals.find(id);
    if (found?.metric !== key) throw new NotFound('proposal', id);
    let accepted: { before: MetricDefinition; after: MetricDefinition } | null = null;
    await configuration.change(
      (current, governance) => {
        accepted = null;
        const person = requirePerson(current, by);
        const open = governance.open.get(key);
        // Between the reading and the lock somebody else may have closed it.
        const proposal =
          open?.id === id ? open : { ...found, state: found.state === 'open' ? 'withdrawn' : found.state };
        const latest = governance.latest.get(key);
        const present = current.metrics.find((metric) => metric.key === key);
        if (!latest || !present) throw new NotFound('metric', key);
        const decision = decideProposal(proposal, act, {
          person,
          signingTeam: signingTeam(person.side, latest.owning, current.teams),
          latest,
          now,
        });
        if (!decision.possible) throw new ProposalNotPossible(decision.obstacle);
        const reason = act.kind === 'refuse' ? act.reason : null;
        const steps: ProposalStep[] = [{ step: act.kind, at: now, by, side: person.side, reason }];
        const { validFrom } = decision;
        if (validFrom === null) return noVersion(current, { id, proposal: decision.proposal, steps });
        const after = withWordingOf(proposal.definition, present);
        accepted = { before: present, after };
        const accept: ProposalStep = { step: 'accept', at: now, by: null, side: null, reason: null };
        const record = {
          id,
          proposal: decision.proposal,
          steps: [...steps, accept],
          acceptedAs: { definition: after, validFrom },
        };
        return { next: current, changes: [], proposals: [record] };
      },
      { now, dryRun: false },
    );
    await wakeAccepted(dependencies, accepted);
    const decided = await proposals.find(id);
    if (!decided) throw new NotFound('proposal', id);
    return decided;
  };
}

function noVersion<Current, Written extends object>(current: Current, record: Written) {
  return { next: current, changes: [], proposals: [{ ...record, acceptedAs: null }] };
}

import type { Side } from '@tandem/domain/metric/definition';
import {
  decideProposal,
  missingSignatures,
  type ProposalObstacle,
  type SignedProposal,
} from '@tandem/domain/metric/definition-proposal';
import { startOfDate } from '@tandem/domain/metric/periods';
import { signingTeam, type OwnerOfSide } from '@tandem/domain/metric/signing-team';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import type { ProposalStep } from './proposal-ports.js';

interface Signed<Proposal> {
  readonly proposal: Proposal;
  readonly steps: readonly ProposalStep[];
  /** From when it holds, once both have signed. */
  readonly validFrom: Date | null;
}

/** Adds the signatures that a file carries and the proposal lacks. */
export function signAll<Proposal extends SignedProposal>(
  begun: { readonly proposal: Proposal; readonly steps: readonly ProposalStep[] },
  signed: Partial<Record<Side, string>>,
  context: {
    readonly latest: { readonly version: number; readonly validFrom: Date; readonly owning: readonly OwnerOfSide[] };
    /** Who is in which team stands in the file that carries the signatures, or in the store. */
    readonly merged: Pick<Configuration, 'people' | 'teams'>;
    readonly now: Date;
  },
): Signed<Proposal> | { readonly obstacle: ProposalObstacle } {
  const { latest, merged, now } = context;
  let { proposal } = begun;
  let validFrom: Date | null = null;
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
      validFrom = decision.validFrom;
      steps.push({ step: 'accept', at: now, by: null, side: null, reason: null });
    }
  }
  return { proposal, steps, validFrom };
}

/** A time as a file writes it: a local date from its first instant on, or an instant. */
export function beginningOf(written: string, timeZone: string): Date {
  return /^\d{4}-\d{2}-\d{2}$/.test(written) ? startOfDate(written, timeZone) : new Date(written);
}

import type { StoredGoalProposal } from '@tandem/application/goal-ports';
import type { ProposalStep } from '@tandem/application/proposal-ports';
import type { Queryable } from './list-proposals.js';
import { signaturesOf } from './list-proposals.js';

interface WrittenStep extends Omit<ProposalStep, 'at'> {
  readonly at: string;
}
interface Row extends Omit<StoredGoalProposal, 'signatures' | 'steps'> {
  readonly steps: readonly WrittenStep[];
}

/** Proposals of goals with all their steps, the newest first; of one goal, of one id, or only those that wait. */
export async function listGoalProposals(
  database: Queryable,
  filter: { readonly goal?: string; readonly id?: string; readonly onlyOpen?: boolean },
): Promise<StoredGoalProposal[]> {
  const rows = await database.query<Row>(
    `select p.id::text, p.goal_id as goal, p.kind, p.base_version as "baseVersion", p.terms, p.reason, p.side,
            p.effective_from as "effectiveFrom", p.state, p.closed_at as "closedAt",
            (select version from goal_version v where v.proposal_id = p.id) as version,
            (select json_agg(json_build_object('step', s.step, 'at', s.at, 'by', s.by_person, 'side', s.side, 'reason', s.reason)
                       order by s.id)
               from goal_proposal_step s where s.proposal_id = p.id) as steps
       from goal_proposal p
      where ($1::text is null or p.goal_id = $1) and ($2::bigint is null or p.id = $2) and (not $3 or p.state = 'open')
      order by p.id desc`,
    [filter.goal ?? null, filter.id ?? null, filter.onlyOpen ?? false],
  );
  return rows.map((row) => {
    const steps = row.steps.map((step) => ({ ...step, at: new Date(step.at) }));
    return { ...row, steps, signatures: signaturesOf(steps) };
  });
}

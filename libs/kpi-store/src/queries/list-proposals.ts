import type { ProposalStep, StoredProposal } from '@tandem/application/proposal-ports';
import type { Signature } from '@tandem/domain/metric/definition-proposal';

interface WrittenStep extends Omit<ProposalStep, 'at'> {
  readonly at: string;
}

interface ProposalRow extends Omit<StoredProposal, 'signatures' | 'steps'> {
  readonly steps: readonly WrittenStep[];
}

export interface Queryable {
  query<Row>(statement: string, values: unknown[]): Promise<Row[]>;
}

/** Proposals with all their steps, the newest first; of one metric, of one id, or only those that wait. */
export async function listProposals(
  database: Queryable,
  filter: { readonly metric?: string; readonly id?: string; readonly onlyOpen?: boolean },
): Promise<StoredProposal[]> {
  const rows = await database.query<ProposalRow>(
    `select p.id::text, p.metric_key as metric, p.base_version as "baseVersion", p.definition, p.reason, p.side,
            p.effective_from as "effectiveFrom", p.state, p.closed_at as "closedAt",
            (select version from metric_version v where v.proposal_id = p.id) as version,
            (select json_agg(json_build_object('step', s.step, 'at', s.at, 'by', s.by_person, 'side', s.side, 'reason', s.reason)
                       order by s.id)
               from definition_proposal_step s where s.proposal_id = p.id) as steps
       from definition_proposal p
      where ($1::text is null or p.metric_key = $1) and ($2::bigint is null or p.id = $2) and (not $3 or p.state = 'open')
      order by p.id desc`,
    [filter.metric ?? null, filter.id ?? null, filter.onlyOpen ?? false],
  );
  return rows.map((row) => {
    const steps = row.steps.map((step) => ({ ...step, at: new Date(step.at) }));
    return { ...row, steps, signatures: signaturesOf(steps) };
  });
}

export function signaturesOf(steps: readonly ProposalStep[]): Signature[] {
  return steps.flatMap(({ step, side, by, at }) =>
    step === 'sign' && side !== null && by !== null ? [{ side, by, at }] : [],
  );
}

import type { ProposalRecord } from '@tandem/application/proposal-ports';
import type { EntityManager } from 'typeorm';
import { AuditLogEntity } from '../entities/audit-log.entity.js';
import { writeVersion } from './write-version.js';

/** Who is named in the audit log for what a configuration file did. */
const fileActor = 'apply';

/** Writes how a proposal is now, the steps that led there and the version it became, each with its audit row; answers its id. */
export async function writeProposal(
  manager: EntityManager,
  record: ProposalRecord,
  context: { readonly before: object | null; readonly now: Date },
): Promise<string> {
  const { proposal, steps, acceptedAs } = record;
  const { now } = context;
  const closedAt = proposal.state === 'open' ? null : now;
  const id = record.id ?? (await insertProposal(manager, record, closedAt));
  if (record.id !== null) {
    await manager.query('update definition_proposal set state = $2, closed_at = $3 where id = $1', [
      id,
      proposal.state,
      closedAt,
    ]);
  }
  for (const { step, at, by, side, reason } of steps) {
    await manager.query(
      'insert into definition_proposal_step (proposal_id, step, at, by_person, side, reason) values ($1, $2, $3, $4, $5, $6)',
      [id, step, at, by, side, reason],
    );
    await manager.insert(AuditLogEntity, {
      at: now,
      actor: by ?? fileActor,
      action: step,
      subjectKind: 'proposal',
      subjectId: id,
      before: null,
      after: {
        metric: proposal.metric,
        baseVersion: proposal.baseVersion,
        definition: proposal.definition,
        side,
        reason,
      },
    });
  }
  if (acceptedAs) {
    const actor = steps.at(-1)?.by ?? fileActor;
    await writeVersion(manager, { key: proposal.metric, ...acceptedAs, proposalId: id, now });
    await manager.insert(AuditLogEntity, {
      at: now,
      actor,
      action: 'change',
      subjectKind: 'metric',
      subjectId: proposal.metric,
      before: context.before,
      after: acceptedAs.definition,
    });
  }
  return id;
}

async function insertProposal(
  manager: EntityManager,
  { proposal }: ProposalRecord,
  closedAt: Date | null,
): Promise<string> {
  const [row] = await manager.query<{ id: string }[]>(
    `insert into definition_proposal (metric_key, base_version, definition, reason, side, effective_from, state, closed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id::text`,
    [
      proposal.metric,
      proposal.baseVersion,
      JSON.stringify(proposal.definition),
      proposal.reason,
      proposal.side,
      proposal.effectiveFrom,
      proposal.state,
      closedAt,
    ],
  );
  if (!row) throw new Error('The proposal was not written.');
  return row.id;
}

import type { GoalProposalRecord, GoalRecords } from '@tandem/application/goal-ports';
import type { ConfigurationChange } from '@tandem/application/ports';
import type { Goal } from '@tandem/domain/goal/goal';
import { goalGaps } from '@tandem/domain/goal/goal-gaps';
import { goalTerms, isSameTerms, withTerms, type GoalTerms } from '@tandem/domain/goal/goal-terms';
import type { MovedAim } from '@tandem/domain/goal/moved-after-miss';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import type { EntityManager } from 'typeorm';
import { AuditLogEntity } from '../entities/audit-log.entity.js';
import { GoalEntity } from '../entities/goal.entity.js';
import { writeRevision } from './write-revision.js';

interface Context {
  readonly current: Configuration;
  readonly next: Configuration;
  readonly changes: readonly ConfigurationChange[];
  readonly now: Date;
  readonly knownSince: Date | null;
  readonly actor: string;
}

/** Who is named in the audit log for what a configuration file did. */
const fileActor = 'apply';

/** The proposals of goals, the terms that they become, and the goals that are published with it, each with its audit row. */
export async function writeGoalRecords(
  manager: EntityManager,
  records: GoalRecords | undefined,
  context: Context,
): Promise<void> {
  for (const record of records?.proposals ?? []) await writeGoalProposal(manager, record, context);
  const accepted = new Map(
    (records?.proposals ?? [])
      .filter(({ acceptedAs }) => acceptedAs !== null)
      .map(({ proposal }) => [proposal.goal, proposal.terms]),
  );
  const goals = context.next.goals.map((goal) => withTerms(goal, accepted.get(goal.id) ?? goal));
  await publish(manager, { ...context.next, goals }, context);
}

async function writeGoalProposal(manager: EntityManager, record: GoalProposalRecord, context: Context): Promise<void> {
  const { proposal, steps, acceptedAs } = record;
  const { now } = context;
  const closedAt = proposal.state === 'open' ? null : now;
  const id = record.id ?? (await insertProposal(manager, record, now, closedAt));
  if (record.id !== null) {
    const values = [id, proposal.state, closedAt];
    await manager.query('update goal_proposal set state = $2, closed_at = $3 where id = $1', values);
  }
  for (const { step, at, by, side, reason } of steps) {
    await manager.query(
      'insert into goal_proposal_step (proposal_id, step, at, by_person, side, reason) values ($1, $2, $3, $4, $5, $6)',
      [id, step, at, by, side, reason],
    );
    const { kind, baseVersion, terms } = proposal;
    const after = { proposal: id, kind, baseVersion, terms, side, reason };
    await audit(manager, { at: now, actor: by ?? fileActor, action: step, goal: proposal.goal, before: null, after });
  }
  if (acceptedAs === null) return;
  const present = context.next.goals.find((goal) => goal.id === proposal.goal);
  if (!present) throw new Error(`There is no goal "${proposal.goal}" to change.`);
  const definition = withTerms(present, proposal.terms);
  await manager.update(GoalEntity, { id: proposal.goal }, { definition, updatedAt: now });
  const { validFrom, moved } = acceptedAs;
  const { reason } = proposal;
  await writeGoalTerms(manager, definition, { validFrom, knownFrom: null, moved, reason, now, proposalId: id });
  const change = { kind: 'goal', id: proposal.goal, action: 'change', fields: [] } as const;
  await writeRevision(manager, change, definition, { now, knownSince: null });
  const after = { ...definition, validFrom, moved };
  await audit(manager, { at: now, actor: fileActor, action: 'change', goal: proposal.goal, before: present, after });
}

async function insertProposal(
  manager: EntityManager,
  { proposal }: GoalProposalRecord,
  now: Date,
  closedAt: Date | null,
): Promise<string> {
  const { goal, kind, baseVersion, terms, reason, side, effectiveFrom, state } = proposal;
  const [row] = await manager.query<{ id: string }[]>(
    `insert into goal_proposal (goal_id, kind, base_version, terms, reason, side, effective_from, state, proposed_at, closed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id::text`,
    [goal, kind, baseVersion, JSON.stringify(goalTerms(terms)), reason, side, effectiveFrom, state, now, closedAt],
  );
  if (!row) throw new Error('The proposal was not written.');
  return row.id;
}

/** Adds the next version of a goal where its terms are other ones than before. */
export async function writeGoalTerms(
  manager: EntityManager,
  goal: Goal,
  version: {
    readonly validFrom: Date;
    /** From when it was known; now, unless history is imported. */
    readonly knownFrom: Date | null;
    readonly moved: readonly MovedAim[];
    readonly reason: string | null;
    readonly now: Date;
    readonly proposalId?: string;
  },
): Promise<void> {
  const [latest] = await manager.query<{ version: number; terms: GoalTerms; valid_from: Date }[]>(
    'select version, terms, valid_from from goal_version where goal_id = $1 order by version desc limit 1',
    [goal.id],
  );
  if (latest && isSameTerms(latest.terms, goal)) return;
  const { validFrom, knownFrom, moved, reason, now, proposalId = null } = version;
  // A version never begins before the one that it follows.
  const begins = latest && latest.valid_from > validFrom ? latest.valid_from : validFrom;
  await manager.query(
    `insert into goal_version (goal_id, version, terms, reason, moved, valid_from, known_from, created_at, proposal_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      goal.id,
      (latest?.version ?? 0) + 1,
      JSON.stringify(goalTerms(goal)),
      reason,
      JSON.stringify(moved),
      begins,
      knownFrom ?? now,
      now,
      proposalId,
    ],
  );
}

/** What nothing is missing of any more is published, once for ever; a goal that waits for its first signatures waits. */
async function publish(manager: EntityManager, configuration: Configuration, context: Context): Promise<void> {
  const { now, knownSince, actor, changes } = context;
  const waiting = await manager.query<{ id: string }[]>(
    `select id from goal g
      where not exists (select 1 from goal_publication p where p.goal_id = g.id)
        and coalesce((select state from goal_proposal p where p.goal_id = g.id and p.kind = 'adopt' order by p.id desc limit 1), 'accepted') = 'accepted'`,
  );
  for (const { id } of waiting) {
    const goal = configuration.goals.find((one) => one.id === id);
    if (!goal || goalGaps(goal, configuration).length > 0) continue;
    const isNew = changes.some((change) => change.kind === 'goal' && change.id === id && change.action === 'create');
    await manager.query('insert into goal_publication (goal_id, at, known_from) values ($1, $2, $3)', [
      id,
      now,
      (isNew ? knownSince : null) ?? now,
    ]);
    await audit(manager, { at: now, actor, action: 'publish', goal: id, before: null, after: null });
  }
}

async function audit(
  manager: EntityManager,
  entry: {
    readonly at: Date;
    readonly actor: string;
    readonly action: string;
    readonly goal: string;
    readonly before: object | null;
    readonly after: object | null;
  },
): Promise<void> {
  const { goal, ...rest } = entry;
  await manager.insert(AuditLogEntity, { ...rest, subjectKind: 'goal', subjectId: goal });
}

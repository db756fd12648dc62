import type { CheckIn, GoalHistoryEntry, GoalReader, StoredGoalVersion } from '@tandem/application/goal-ports';
import type { Database } from '../database.js';
import { listGoalProposals } from '../queries/list-goal-proposals.js';

/** Ids are numbers of the database; any other text is the id of nothing. */
const proposalId = /^[1-9]\d{0,17}$/;

export function createGoalReader({ dataSource, pool }: Pick<Database, 'dataSource' | 'pool'>): GoalReader {
  const { manager } = dataSource;
  return {
    proposals: (filter) => listGoalProposals(manager, filter),
    findProposal: async (id) => (proposalId.test(id) ? ((await listGoalProposals(manager, { id }))[0] ?? null) : null),
    versions: async (goal, asKnownAt) => {
      const { rows } = await pool.query<StoredGoalVersion>(
        `select version, terms, reason, moved, valid_from as "validFrom", known_from as "knownFrom", proposal_id::text as "proposalId"
           from goal_version where goal_id = $1 and ($2::timestamptz is null or known_from <= $2) order by version`,
        [goal, asKnownAt],
      );
      return rows;
    },
    checkIns: async (goal, { asKnownAt, limit }) => {
      const { rows } = await pool.query<CheckIn>(
        `select confidence, note, by_person as by, side, at from goal_check_in
          where goal_id = $1 and ($2::timestamptz is null or at <= $2) order by id desc limit $3`,
        [goal, asKnownAt, limit],
      );
      return rows;
    },
    history: async (goal, { asKnownAt, limit, before }) => {
      const { rows } = await pool.query<Omit<GoalHistoryEntry, 'sequence'> & { readonly sequence: string }>(
        `select c.sequence, encode(c.hash, 'hex') as hash, l.at, l.actor, l.action, l.before, l.after
           from audit_chain c join audit_log l on l.id = c.audit_id
          where l.subject_kind = 'goal' and l.subject_id = $1 and ($2::timestamptz is null or l.at <= $2)
            and ($4::bigint is null or c.sequence < $4)
          order by c.sequence desc limit $3`,
        [goal, asKnownAt, limit, before],
      );
      return rows.map(({ sequence, ...entry }) => ({ sequence: Number(sequence), ...entry }));
    },
  };
}

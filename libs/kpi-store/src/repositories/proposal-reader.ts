import type { ProposalReader } from '@tandem/application/proposal-ports';
import type { OwnerOfSide } from '@tandem/domain/metric/signing-team';
import type { Database } from '../database.js';
import { listProposals } from '../queries/list-proposals.js';
import { ownersSinceVersion } from '../queries/owners-since-version.js';

/** Ids are numbers of the database; any other text is the id of nothing. */
const proposalId = /^[1-9]\d{0,17}$/;

export function createProposalReader({ dataSource }: Pick<Database, 'dataSource'>): ProposalReader {
  const { manager } = dataSource;
  return {
    list: (filter) => listProposals(manager, filter),
    owning: async (metrics) => {
      const rows = await manager.query<{ key: string; owning: OwnerOfSide[] }[]>(
        `select m.key, ${ownersSinceVersion} as owning
           from metric m join metric_version v on v.metric_key = m.key and v.version = m.current_version
          where m.key = any($1)`,
        [metrics],
      );
      return new Map(rows.map(({ key, owning }) => [key, owning]));
    },
    find: async (id) => (proposalId.test(id) ? ((await listProposals(manager, { id }))[0] ?? null) : null),
  };
}

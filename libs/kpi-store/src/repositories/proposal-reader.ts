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
    owning: async (metric) => {
      const [row] = await manager.query<{ owning: OwnerOfSide[] }[]>(
        `select ${ownersSinceVersion} as owning
           from metric m join metric_version v on v.metric_key = m.key and v.version = m.current_version
          where m.key = $1`,
        [metric],
      );
      return row?.owning ?? [];
    },
    find: async (id) => (proposalId.test(id) ? ((await listProposals(manager, { id }))[0] ?? null) : null),
  };
}

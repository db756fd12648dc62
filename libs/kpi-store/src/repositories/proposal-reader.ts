import type { ProposalReader } from '@tandem/application/proposal-ports';
import type { Database } from '../database.js';
import { listProposals } from '../queries/list-proposals.js';

/** Ids are numbers of the database; any other text is the id of nothing. */
const proposalId = /^[1-9]\d{0,17}$/;

export function createProposalReader({ dataSource }: Pick<Database, 'dataSource'>): ProposalReader {
  const { manager } = dataSource;
  return {
    list: (filter) => listProposals(manager, filter),
    find: async (id) => (proposalId.test(id) ? ((await listProposals(manager, { id }))[0] ?? null) : null),
  };
}

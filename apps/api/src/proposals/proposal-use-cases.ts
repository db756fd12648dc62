import { ConfigurationRejected } from '@tandem/application/apply-configuration';
import { decideOnProposal, type DecideOnProposalRequest } from '@tandem/application/decide-on-proposal';
import { InvalidInput } from '@tandem/application/input-errors';
import type { ReadingDependencies } from '@tandem/application/metric-reading';
import { previewDefinition } from '@tandem/application/preview-definition';
import { proposeDefinition, type ProposeDefinitionRequest } from '@tandem/application/propose-definition';
import { readProposals } from '@tandem/application/read-proposals';
import { readVersions } from '@tandem/application/read-versions';
import { createProposalReader } from '@tandem/kpi-store/repositories/proposal-reader';
import { reasonSentence } from '../configuration/reason-sentence.js';
import type { ApiDependencies } from '../dependencies.js';

/** What can be done about the definition of a metric. */
export function proposalUseCases(
  reading: ReadingDependencies,
  { database, jobs }: Pick<ApiDependencies, 'database' | 'jobs'>,
) {
  const dependencies = { ...reading, jobs, proposals: createProposalReader(database) };
  const proposals = readProposals(dependencies);
  const propose = proposeDefinition(dependencies);
  const decide = decideOnProposal(dependencies);
  const preview = previewDefinition(dependencies);
  return {
    readProposals: proposals,
    readVersions: readVersions(dependencies),
    proposeDefinition: async (request: ProposeDefinitionRequest) => proposals.one(await told(propose(request))),
    decideOnProposal: async (request: DecideOnProposalRequest) => proposals.one(await decide(request)),
    previewDefinition: {
      ofCandidate: (request: Parameters<typeof preview.ofCandidate>[0]) => told(preview.ofCandidate(request)),
      ofProposal: preview.ofProposal,
    },
  };
}

/** What is wrong with a definition is told field by field. */
async function told<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof ConfigurationRejected)) throw error;
    throw new InvalidInput(
      error.issues.map(({ path, reason }) => ({
        field: ['definition', ...path].join('.'),
        reason: reasonSentence(reason),
      })),
    );
  }
}

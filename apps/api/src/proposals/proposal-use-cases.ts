import { ConfigurationRejected } from '@tandem/application/apply-configuration';
import { decideOnProposal, type DecideOnProposalRequest } from '@tandem/application/decide-on-proposal';
import { InvalidInput } from '@tandem/application/input-errors';
import type { ReadingDependencies } from '@tandem/application/metric-reading';
import { previewDefinition } from '@tandem/application/preview-definition';
import { proposeDefinition, type ProposeDefinitionRequest } from '@tandem/application/propose-definition';
import { readDefinition } from '@tandem/application/read-definition';
import { readProposals } from '@tandem/application/read-proposals';
import { readVersions } from '@tandem/application/read-versions';
import type { WrittenDefinition } from '@tandem/contracts/proposals';
import type { GovernedDefinition } from '@tandem/domain/metric/governed-definition';
import { createProposalReader } from '@tandem/kpi-store/repositories/proposal-reader';
import { reasonSentence } from '../configuration/reason-sentence.js';
import { yamlText } from '../configuration/yaml-text.js';
import type { ApiDependencies } from '../dependencies.js';
import { readWrittenDefinition } from './read-written-definition.js';

type Written<Request> = Omit<Request, 'definition'> & { readonly definition: WrittenDefinition };

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
  const definition = readDefinition(dependencies);
  return {
    readProposals: proposals,
    readVersions: readVersions(dependencies),
    readDefinition: async (request: { readonly key: string }) => {
      const { formula, ...rest } = await definition(request);
      return { ...rest, formulaText: yamlText(formula) };
    },
    proposeDefinition: async (request: Written<ProposeDefinitionRequest>) =>
      proposals.one(await told(request.definition, (read) => propose({ ...request, definition: read }))),
    decideOnProposal: async (request: DecideOnProposalRequest) => proposals.one(await decide(request)),
    previewDefinition: {
      ofCandidate: (request: Written<Parameters<typeof preview.ofCandidate>[0]>) =>
        told(request.definition, (read) => preview.ofCandidate({ ...request, definition: read })),
      ofProposal: preview.ofProposal,
    },
  };
}

/** What is wrong with a definition is told field by field. */
async function told<Answer>(
  written: WrittenDefinition,
  ask: (definition: GovernedDefinition) => Promise<Answer>,
): Promise<Answer> {
  const { definition, issueOf } = readWrittenDefinition(written);
  try {
    return await ask(definition);
  } catch (error) {
    if (!(error instanceof ConfigurationRejected)) throw error;
    throw new InvalidInput(error.issues.map(({ path, reason }) => issueOf({ path, reason: reasonSentence(reason) })));
  }
}

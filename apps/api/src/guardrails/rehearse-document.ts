import { InvalidInput } from '@tandem/application/input-errors';
import type { ConfigurationStore } from '@tandem/application/ports';
import type { rehearseGuardrails } from '@tandem/application/rehearse-guardrail';
import type { RehearsalBody, RehearsalList } from '@tandem/contracts/guardrails';
import { checkConfiguration } from '@tandem/domain/organisation/check-configuration';
import { located, refusal } from '../configuration/apply-document.js';
import { readConfigurationDocument, type ReadDocumentOptions } from '../configuration/read-configuration-document.js';

/** What is rehearsed is answered again: it must not carry a secret of the environment to whoever asks. */
const noSecrets = {};
/** Each plays a year or two of days: more at once would keep others waiting. */
const mostGuardrails = 20;

/**
 * Rehearses the guardrails of a configuration file over the history that is stored. What is wrong with them is told with file, line and
 * column, as an apply would; nothing is written.
 */
export function rehearseDocument(
  dependencies: Pick<ReadDocumentOptions, 'connectors'> & {
    readonly configuration: Pick<ConfigurationStore, 'load'>;
    readonly rehearse: ReturnType<typeof rehearseGuardrails>;
  },
) {
  return async ({ file, text, ...time }: RehearsalBody): Promise<RehearsalList> => {
    const document = readConfigurationDocument(text, { connectors: dependencies.connectors, secrets: noSecrets });
    const guardrails = document.part.guardrails ?? [];
    const faults = checkConfiguration(await dependencies.configuration.load(), { guardrails }, document.unreadable);
    const issues = [...document.issues, ...faults.map((issue) => located(issue, document))];
    if (issues.length > 0) throw refusal(file, issues);
    if (guardrails.length === 0 || guardrails.length > mostGuardrails) {
      const reason = `Name 1 to ${mostGuardrails} guardrails to rehearse, under "guardrails".`;
      throw new InvalidInput([{ field: 'guardrails', reason, file }]);
    }
    const rehearsals: RehearsalList['rehearsals'] = [];
    for (const guardrail of guardrails)
      rehearsals.push(await dependencies.rehearse.ofCandidate({ guardrail, ...time }));
    return { rehearsals };
  };
}

import { ConfigurationRejected } from '@tandem/application/apply-configuration';
import { InvalidInput } from '@tandem/application/input-errors';
import { reasonSentence } from './reason-sentence.js';

/**
 * What is wrong with a thing of the configuration that a request brings is told field by field.
 *
 * @param under what the request calls the thing; '' where the body is the thing
 */
export async function toldByField<Answer>(under: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ConfigurationRejected)) throw error;
    throw new InvalidInput(
      error.issues.map(({ kind, path, reason }) => ({
        field: fieldName(under === '' ? path : [under, ...path], kind),
        reason: reasonSentence(reason),
      })),
    );
  }
}

/** `keyResults.0.target`, as the schema of a body tells its fields; what concerns the whole thing is told under its kind. */
function fieldName(path: readonly (string | number)[], kind: string): string {
  return path.length ? path.join('.') : kind;
}

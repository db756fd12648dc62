import type { z } from 'zod';
import { documentIssueSentence } from './document-issue-sentence.js';
import type { Path } from './yaml-document.js';

/** Something in a document that is not as it must be. */
export interface Fault {
  readonly path: Path;
  readonly reason: string;
}

/** All that is wrong with a value by its schema, each where it stands; paths begin with `under`. */
export function faultsOf(schema: z.ZodType, value: unknown, under: Path): Fault[] {
  const result = schema.safeParse(value, { error: documentIssueSentence });
  if (result.success) return [];
  return issueFaults(result.error.issues, under);
}

function issueFaults(issues: readonly z.core.$ZodIssue[], under: Path): Fault[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
    const meant = issue.code === 'invalid_union' ? meantAlternative(issue.errors) : null;
    if (meant) return issueFaults(meant, path);
    if (issue.code !== 'unrecognized_keys') return [{ path, reason: issue.message }];
    const sentences = issue.message.split('\n');
    return issue.keys.map((key, index) => ({ path: [...path, key], reason: sentences[index] ?? 'is not known here' }));
  });
}

/** The one alternative whose outer shape was met, so that its inner faults are worth telling; null for none or several. */
function meantAlternative(alternatives: readonly (readonly z.core.$ZodIssue[])[]) {
  const [meant, ...others] = alternatives.filter((issues) => issues.every(({ path }) => path.length > 0));
  return meant?.length && others.length === 0 ? meant : null;
}

import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { InvalidInput } from '@tandem/application/input-errors';
import { isStorableText } from '@tandem/domain/record/storable-text';
import { z } from 'zod';
import { documentIssueSentence } from '../configuration/document-issue-sentence.js';

type Issue = z.core.$ZodIssue;

/** Checks query, parameters and body against the contract of the route; each issue names its field and what would do. */
export function createInputPipe(): PipeTransform<unknown, Promise<unknown>> {
  return {
    transform: async (value, { schema, data }: ArgumentMetadata) => {
      if (!(schema instanceof z.ZodType)) return value;
      const result = await schema.safeParseAsync(value, { error: documentIssueSentence });
      if (result.success) {
        const field = unstorable(result.data, []);
        if (field !== null)
          throw new InvalidInput([{ field: field.join('.') || data || 'body', reason: unstorableReason }]);
        return result.data;
      }
      throw new InvalidInput(result.error.issues.flatMap((issue) => namedIssues(issue, data ?? 'body')));
    },
  };
}

const unstorableReason = 'This text holds a NUL character or half of a character, which no text needs. Leave it out.';

/** The place of a text that the database cannot keep; whatever else a contract allows. */
function unstorable(value: unknown, path: readonly string[]): readonly string[] | null {
  if (typeof value === 'string') return isStorableText(value) ? null : path;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, member] of Object.entries(value)) {
    const found = isStorableText(key) ? unstorable(member, [...path, key]) : path;
    if (found !== null) return found;
  }
  return null;
}

/** @param argument what the value is called when it has no fields itself: the name of a path parameter, or the body */
function namedIssues(issue: Issue, argument: string): { field: string; reason: string }[] {
  const path = issue.path.map(String);
  // An unknown key is reported on the object that holds it; people look for the key.
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...path, key].join('.'),
      reason: 'This is not known here. Leave it out.',
    }));
  }
  return [{ field: path.join('.') || argument, reason: issue.message }];
}

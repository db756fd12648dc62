import { StandardSchemaValidationPipe, type StandardSchemaValidationPipeOptions } from '@nestjs/common';
import { InvalidInput } from '@tandem/application/input-errors';

/** Checks query, parameters and body against the contract of the route; each issue names its field. */
export function createInputPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => new InvalidInput(issues.flatMap(namedIssues)),
  });
}

type Issue = Parameters<NonNullable<StandardSchemaValidationPipeOptions['exceptionFactory']>>[0][number];

function namedIssues(issue: Issue): { field: string; reason: string }[] {
  const path = (issue.path ?? []).map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  // An unknown key is reported on the object that holds it; people look for the key.
  if ('keys' in issue && Array.isArray(issue.keys)) {
    return issue.keys.map((key) => ({
      field: [...path, String(key)].join('.'),
      reason: 'This is not known here. Leave it out.',
    }));
  }
  return [{ field: path.join('.'), reason: issue.message }];
}

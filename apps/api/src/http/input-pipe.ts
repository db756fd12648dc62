import { StandardSchemaValidationPipe } from '@nestjs/common';
import { InvalidInput } from '@tandem/application/input-errors';

/** Checks query, parameters and body against the contract of the route; each issue names its field. */
export function createInputPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({
    exceptionFactory: (issues) =>
      new InvalidInput(
        issues.map((issue) => ({
          field: (issue.path ?? [])
            .map((segment) => String(typeof segment === 'object' ? segment.key : segment))
            .join('.'),
          reason: issue.message,
        })),
      ),
  });
}

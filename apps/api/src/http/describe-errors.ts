import type { OpenAPIObject } from '@nestjs/swagger';

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** Whatever is refused or fails is told as a Problem, whichever route it was. */
export function describeErrors(description: OpenAPIObject): OpenAPIObject {
  for (const path of Object.values(description.paths)) {
    for (const method of methods) {
      const operation = path[method];
      if (!operation) continue;
      operation.responses['default'] ??= {
        description: 'Refused, with what is wrong and what to do; or failed, with nothing of the inside',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
    }
  }
  return description;
}

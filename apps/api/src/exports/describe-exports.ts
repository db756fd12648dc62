import type { OpenAPIObject } from '@nestjs/swagger';
import { mediaTypes } from './export-stream.js';

/** The description gives every medium of a route the schema of its JSON; a file is bytes, and an error is never a file. */
export function describeExports(description: OpenAPIObject): OpenAPIObject {
  const files = new Set<string>(Object.values(mediaTypes));
  for (const { get } of Object.values(description.paths)) {
    for (const [status, response] of Object.entries(get?.responses ?? {})) {
      if (!response || !('content' in response) || !response.content) continue;
      response.content = Object.fromEntries(
        Object.entries(response.content).flatMap(([mediaType, content]) => {
          if (!files.has(mediaType)) return [[mediaType, content]];
          return status === '200' ? [[mediaType, { schema: { type: 'string', format: 'binary' } }]] : [];
        }),
      );
    }
  }
  return description;
}

import { z } from 'zod';
import { configurationDocument } from './configuration-document.js';

/** JSON Schema (2020-12) of a configuration file, as people write it: editors complete and check with it. */
export function configurationJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(configurationDocument, { io: 'input', target: 'draft-2020-12' });
}

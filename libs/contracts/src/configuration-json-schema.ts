import { z } from 'zod';
import { configurationDocument, documentItems, standardMetricChoice } from './configuration-document.js';

/** JSON Schema (2020-12) of a configuration file, as people write it: editors complete and check with it. */
export function configurationJsonSchema(): Record<string, unknown> {
  // Standard metrics are completed from the catalogue before the file is checked: a schema of the finished file would not know the short form.
  const written = configurationDocument
    .extend({
      metrics: z
        .array(z.union([standardMetricChoice, documentItems.metrics]))
        .max(2000)
        .optional(),
    })
    // An extended schema is another one, without the name of the first.
    .meta({ ...configurationDocument.meta() });
  return z.toJSONSchema(written, { io: 'input', target: 'draft-2020-12' });
}

import type { StreamName } from '@tandem/domain/record/streams';
import { z } from 'zod';
import { setting } from '../settings/setting-fields.js';
import { mappingIssues } from './mapping-issues.js';
import { mapping, type Mapping } from './mapping.js';

/** The mappings of a connector whose rows are whatever their owner asks for. */
export const mappingSettings = setting(
  z
    .array(mapping)
    .min(1)
    .max(20)
    .superRefine((given, context) => {
      for (const issue of mappingIssues(given)) {
        context.addIssue({ code: 'custom', path: [...issue.path], message: issue.message });
      }
      for (const [index, { naturalKey }] of given.entries()) {
        if (naturalKey.columns) continue;
        const message = 'must name the columns that tell a row from all others: rows are read again and again';
        context.addIssue({ code: 'custom', path: [index, 'naturalKey', 'columns'], message });
      }
    }),
  {
    label: 'What a row means',
    help: 'Mappings as those of files: which column is which field of which stream, and which columns tell a row from all others. Look for the choices to begin with one.',
    discovered: true,
  },
);

/** The stream of the first mapping: rows are kept as long as its records are. */
export function mainStream([first]: readonly Mapping[]): StreamName {
  if (!first) throw new Error('Settings without a mapping have not been checked.');
  return first.stream;
}

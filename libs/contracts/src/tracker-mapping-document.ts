import {
  trackedColumns,
  type TrackedColumn,
  type TrackedField,
  type TrackerMapping,
} from '@tandem/domain/initiative/tracker-mapping';
import { z } from 'zod';
import { id, text, type Shape } from './configuration-values.js';

const placeholder = '{}';

const trackedField = z
  .strictObject({
    field: text(200).optional().describe('Name or id of the field in Jira.'),
    values: z
      .record(z.string().min(1).max(200), z.string().max(200))
      .refine((values) => Object.keys(values).length <= 200, { error: 'must have at most 200 values' })
      .optional()
      .describe('What a value there means here; others are taken as they stand.'),
    as: text(200)
      .refine((written) => written.includes(placeholder), { error: 'must have {} in the place of the value' })
      .optional()
      .describe('The cell, with {} in the place of the value: "web: {}".'),
    otherwise: text(200).optional().describe('Where nothing stands in the field.'),
  } satisfies Shape<TrackedField>)
  .refine(({ field, otherwise }) => field !== undefined || otherwise !== undefined, {
    error: 'must name a field of Jira, or "otherwise" what is the same of all',
  });

/** A field alone may be written as its name. */
const writtenField = z.union([text(200).transform((field): TrackedField => ({ field })), trackedField]);

const columns = Object.fromEntries(trackedColumns.map((column) => [column, writtenField.optional()])) as Record<
  TrackedColumn,
  z.ZodOptional<typeof writtenField>
>;

/** `initiatives.jira` of the organisation. */
export const trackerMapping = z.strictObject({
  connection: id.describe('Connection to Jira whose address and credentials are used.'),
  query: text(2000).describe('In JQL, such as "project = IDEA".'),
  fields: z.strictObject(columns).refine(({ title, agenda }) => title !== undefined && agenda !== undefined, {
    error: 'must say where title and agenda stand',
  }),
} satisfies Shape<TrackerMapping>);

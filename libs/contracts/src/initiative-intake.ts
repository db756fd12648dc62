import { trackedColumns } from '@tandem/domain/initiative/tracker-mapping';
import { z } from 'zod';
import type { AnswerOf } from './answer-of.js';
import { instant } from './common.js';

/** Issues that one import takes at most. */
export const mostIssues = 500;

const fault = z.strictObject({ column: z.string(), reason: z.string() });

/** Where ideas are taken in from. */
export const jiraIntake = z
  .strictObject({
    mapping: z
      .strictObject({
        connection: z.strictObject({ id: z.string(), name: z.string() }),
        query: z.string(),
        fields: z.array(z.strictObject({ column: z.enum(trackedColumns), field: z.string().nullable() })),
      })
      .nullable(),
  })
  .meta({ id: 'JiraIntake' });

export const jiraImportBody = z.strictObject({ dryRun: z.boolean().default(false) }).meta({ id: 'JiraImportBody' });

export const jiraImported = z
  .strictObject({
    applied: z.boolean(),
    found: z.number().int(),
    /** The query finds more than are taken at once. */
    isCut: z.boolean(),
    changes: z.array(
      z.strictObject({
        id: z.string(),
        issue: z.string(),
        title: z.string(),
        action: z.enum(['create', 'change', 'unchanged']),
        /** What an import changes of one that is there. */
        fields: z.array(z.string()),
      }),
    ),
    /** Issues that were not taken, each with what is wrong; all others were. */
    refused: z.array(z.strictObject({ issue: z.string(), url: z.string(), ...fault.shape })),
  })
  .meta({ id: 'JiraImported' });

/** Lines of lists and issues that wait to be mended or put aside. */
export const refusedLines = z
  .strictObject({
    lines: z.array(
      z.strictObject({
        id: z.string(),
        source: z.enum(['list', 'jira']),
        key: z.string(),
        line: z.number().int(),
        columns: z.array(z.string()),
        cells: z.array(z.string()),
        text: z.string(),
        url: z.string().nullable(),
        faults: z.array(fault),
        refusedAt: instant,
      }),
    ),
  })
  .meta({ id: 'RefusedLines' });

export const mendLineBody = z
  .strictObject({
    cells: z
      .record(z.string().max(50), z.string().max(20_000))
      .refine((cells) => Object.keys(cells).length <= 100, { error: 'must have at most 100 cells' })
      .describe('By column.'),
  })
  .meta({ id: 'MendLineBody' });

export type JiraIntake = AnswerOf<typeof jiraIntake>;
export type JiraImportBody = z.infer<typeof jiraImportBody>;
export type JiraImported = AnswerOf<typeof jiraImported>;
export type RefusedLines = AnswerOf<typeof refusedLines>;
export type MendLineBody = z.infer<typeof mendLineBody>;

import { z } from 'zod';

/** `json` is the answer for programs; the others are the same answer as a file. */
export const exportFormat = z.enum(['json', 'csv', 'ndjson', 'xlsx']);

/** What each route that can be exported takes beside its own parameters. */
export const exportQuery = z.strictObject({
  format: exportFormat
    .default('json')
    .describe('json, or the same answer as a file: csv (RFC 4180), ndjson (one object a line) or xlsx'),
  bom: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Puts a byte order mark in front of a CSV, by which Excel knows that it is UTF-8'),
});

export type ExportFormat = z.infer<typeof exportFormat>;
export type ExportQuery = z.infer<typeof exportQuery>;

import type { AnswerMoment, ExportTable } from './export-table.js';

export const EXPORT_TABLE = 'tandem:export-table';

/** How the answer of a route reads as a table. */
export type TableOf = (answer: unknown, moment: AnswerMoment) => ExportTable;

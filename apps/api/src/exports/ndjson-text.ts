import type { ExportTable } from './export-table.js';

/** One JSON object a line, with the column names as keys. Programs read it, so nothing is neutralised and digits stay strings as in the API. */
export async function* ndjsonText({ columns, rows }: ExportTable): AsyncGenerator<string> {
  for await (const row of rows) {
    yield `${JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])))}\n`;
  }
}

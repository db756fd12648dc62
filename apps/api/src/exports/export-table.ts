/** `null` is a known absence and leaves its cell empty, which is not 0. Numbers that the API prints as decimal strings stay such strings. */
export type Cell = string | number | boolean | null | Readonly<Record<string, string>>;

/** `number` cells hold digits that were rounded elsewhere, once; `pairs` cells hold names with texts. */
export type CellType = 'text' | 'number' | 'pairs';

export interface ExportColumn<Row> {
  readonly name: string;
  readonly type: CellType;
  readonly cell: (row: Row) => Cell;
}

/** An answer of the API as rows. Rows may be read from the store while they are written: nothing here holds them. */
export interface ExportTable {
  /** Small letters, digits and dashes: it names the file and the sheet. */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: CellType }[];
  readonly rows: AsyncIterable<readonly Cell[]>;
}

/** When the answer was given, for answers that are not asked as known at an earlier time. */
export interface AnswerMoment {
  readonly answeredAt: string;
}

/** Puts heading and content of each column side by side, so that they cannot slip against each other. */
export function exportTable<Row>(
  name: string,
  columns: readonly ExportColumn<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
): ExportTable {
  return {
    name,
    columns: columns.map(({ name: heading, type }) => ({ name: heading, type })),
    rows: cellsOf(columns, rows),
  };
}

export function text<Row>(name: string, cell: (row: Row) => Cell): ExportColumn<Row> {
  return { name, type: 'text', cell };
}

export function number<Row>(name: string, cell: (row: Row) => string | number | null): ExportColumn<Row> {
  return { name, type: 'number', cell };
}

async function* cellsOf<Row>(columns: readonly ExportColumn<Row>[], rows: Iterable<Row> | AsyncIterable<Row>) {
  for await (const row of rows) yield columns.map(({ cell }) => cell(row));
}

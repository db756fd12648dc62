import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre';
import type { Product } from './start-product.js';

export type FileFormat = 'csv' | 'ndjson' | 'xlsx';

/** A row of a file by column; what is empty is null. */
export type ExportedRow = Readonly<Record<string, string | null>>;

/** Asks for an answer as a file and reads it with programs that are not ours; every cell as the text that it shows. */
export async function readExport(
  product: Product,
  path: string,
  query: Readonly<Record<string, string>>,
  format: FileFormat,
  reader?: Readonly<Record<string, string>>,
): Promise<ExportedRow[]> {
  const answer = await askForFile(product, path, { ...query, format }, reader);
  return rowsOf(Buffer.from(await answer.arrayBuffer()), format);
}

/** The answer itself, for an administrator unless the headers of another reader are given; throws with its text unless it is a file. */
export async function askForFile(
  product: Product,
  path: string,
  query: Readonly<Record<string, string>>,
  reader?: Readonly<Record<string, string>>,
): Promise<Response> {
  const address = `/api/v1/${path}?${new URLSearchParams(query)}`;
  const answer = await (reader ? fetch(product.url + address, { headers: reader }) : product.fetch(address));
  if (!answer.ok) throw new Error(`${path} ${JSON.stringify(query)} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

export async function rowsOf(bytes: Buffer, format: FileFormat): Promise<ExportedRow[]> {
  switch (format) {
    case 'csv':
      return parse(bytes, { columns: true, bom: true, record_delimiter: '\r\n' }).map((row) =>
        mapCells(row as Record<string, string>, (cell) => (cell === '' ? null : cell)),
      );
    case 'ndjson':
      return bytes
        .toString('utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => mapCells(JSON.parse(line) as Record<string, unknown>, shownInJson));
    case 'xlsx':
      return rowsOfWorkbook(bytes);
  }
}

function mapCells<Cell>(row: Readonly<Record<string, Cell>>, shown: (cell: Cell) => string | null): ExportedRow {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, shown(cell)]));
}

function shownInJson(cell: unknown): string | null {
  if (cell === null) return null;
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}

/** A number cell shows as many decimals as its format has, which is what a person sees in Excel. */
async function rowsOfWorkbook(bytes: Buffer): Promise<ExportedRow[]> {
  const { sheets } = await readXlsx(bytes, { readStyles: true });
  return sheets.flatMap(({ rows, cells }) => {
    const [heading = [], ...body] = rows;
    return body.map((row, index) =>
      Object.fromEntries(
        heading.map((name, column) => {
          const value = row[column] ?? null;
          const format = cells?.get(`${index + 1},${column}`)?.style?.numFmt ?? '0';
          const decimals = format.split('.')[1]?.length ?? 0;
          return [
            String(name),
            typeof value === 'number' ? value.toFixed(decimals) : value === null || value === '' ? null : String(value),
          ];
        }),
      ),
    );
  });
}

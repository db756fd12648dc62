import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from '@tremor/react';
import type { ReactNode } from 'react';
import { useMedia } from './use-media.js';
import { useNear } from './use-near.js';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'right';
  /** The column that names the row; the first one when none says so. */
  readonly heads?: boolean;
  /** It holds names, which may be longer than any word. */
  readonly names?: boolean;
}

interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
}

const HEAD = '!py-0 h-9 !px-3 !text-xs !font-medium !text-text-3 first:!pl-4 last:!pr-4';
const CELL = '!py-2 !px-3 !text-sm !text-text !whitespace-normal first:!pl-4 last:!pr-4 align-top';

/** More rows than these are drawn in chunks, each when it comes near. */
const DRAWN_AT_ONCE = 100;
const CHUNK = 25;
const ROW_HEIGHT = 64;

function inChunks<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  if (rows.length <= DRAWN_AT_ONCE) return [rows];
  return Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, at) => rows.slice(at * CHUNK, (at + 1) * CHUNK));
}

interface RowsProps<Row> extends Pick<DataTableProps<Row>, 'columns' | 'rows' | 'rowKey'> {
  readonly isShort: boolean;
}

function Rows<Row>({ columns, rows, rowKey, isShort }: RowsProps<Row>) {
  const { ref, isNear } = useNear<HTMLTableSectionElement>(isShort);
  return (
    <TableBody ref={ref} className="!divide-line">
      {isNear ? (
        rows.map((row) => (
          <TableRow key={rowKey(row)} className="rowh">
            {columns.map((column, index) =>
              (column.heads ?? index === 0) ? (
                <th key={column.title} scope="row" className={`${CELL} text-left font-normal`}>
                  {column.cell(row)}
                </th>
              ) : (
                <TableCell
                  key={column.title}
                  className={`${CELL} ${column.align === 'right' ? 'num text-right' : ''} ${column.names ? 'names' : ''}`}
                >
                  {column.cell(row)}
                </TableCell>
              ),
            )}
          </TableRow>
        ))
      ) : (
        <tr style={{ height: rows.length * ROW_HEIGHT }}>
          <td colSpan={columns.length} />
        </tr>
      )}
    </TableBody>
  );
}

function Wide<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    <div className="panel overflow-x-auto" role="region" aria-label={caption} tabIndex={0}>
      <Table className="!overflow-visible">
        <caption className="sr">{caption}</caption>
        <TableHead className="border-b border-line">
          <TableRow>
            {columns.map((column) => (
              <TableHeaderCell
                key={column.title}
                scope="col"
                className={`${HEAD} ${column.align === 'right' ? '!text-right' : ''}`}
              >
                {column.title}
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHead>
        {inChunks(rows).map((chunk, index) => (
          <Rows key={index} columns={columns} rows={chunk} rowKey={rowKey} isShort={rows.length <= DRAWN_AT_ONCE} />
        ))}
      </Table>
    </div>
  );
}

/** On a phone a row becomes a card: its name, then each column with its title. Nothing scrolls sideways. */
function Narrow<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  const head = columns.find((column) => column.heads) ?? columns[0];
  return (
    <ul className="panel divide-y divide-line" aria-label={caption}>
      {rows.map((row) => (
        <li key={rowKey(row)} className="later px-4 py-3 text-sm">
          <div>{head?.cell(row)}</div>
          <dl className="mt-1.5 grid grid-cols-[minmax(80px,auto)_1fr] gap-x-3 gap-y-1">
            {columns
              .filter((column) => column !== head)
              .map((column) => (
                <div key={column.title} className="contents">
                  <dt className="text-text-3">{column.title}</dt>
                  <dd className={`min-w-0 ${column.align === 'right' ? 'num' : ''}`}>{column.cell(row)}</dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const wide = useMedia('(min-width: 768px)');
  return wide ? <Wide {...props} /> : <Narrow {...props} />;
}

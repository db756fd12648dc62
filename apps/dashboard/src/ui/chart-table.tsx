import type { ReactNode } from 'react';

export interface ChartColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'right';
  /** Longer text, smaller. */
  readonly isRemark?: boolean;
}

interface ChartTableProps<Row> {
  /** Of the region that scrolls, and of the table in it. */
  readonly label: string;
  readonly caption: string;
  /** The first one names the row. */
  readonly columns: readonly ChartColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  readonly height: number;
}

const HEAD = 'sticky top-0 border-b border-line bg-surface px-2 py-1.5 font-medium';

function cellClass<Row>({ align, isRemark }: ChartColumn<Row>): string {
  if (isRemark === true) return 'min-w-[14rem] px-2 py-1 text-xs text-text-2';
  return align === 'right' ? 'whitespace-nowrap px-2 text-right' : 'px-2 text-text-2';
}

/** The same as a chart, in the place of the chart: what is longer scrolls within it. */
export function ChartTable<Row>({ label, caption, columns, rows, rowKey, height }: ChartTableProps<Row>) {
  const [name, ...others] = columns;
  if (!name) return null;
  return (
    <div className="overflow-auto" style={{ maxHeight: height }} tabIndex={0} role="region" aria-label={label}>
      <table className="num w-full text-sm">
        <caption className="sr">{caption}</caption>
        <thead className="text-xs text-text-3">
          <tr>
            {columns.map(({ title, align }) => (
              <th key={title} scope="col" className={`${HEAD} ${align === 'right' ? 'text-right' : 'text-left'}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-line">
              <th scope="row" className="whitespace-nowrap px-2 py-1 text-left font-normal">
                {name.cell(row)}
              </th>
              {others.map((column) => (
                <td key={column.title} className={cellClass(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import type { ReactNode } from 'react';
import { useParams } from '../navigation/use-params.js';
import { ExportMenu, type ExportMenuProps } from './export-menu.js';
import { words } from './ui-words.js';

interface ChartToolsProps {
  /** The parameter of the address that says whether a chart is shown as its table. */
  readonly view: string;
  /** Of which chart, where several stand on a page. */
  readonly of?: string;
  /** Left out where nothing is kept yet, as in a preview. */
  readonly file?: ExportMenuProps | undefined;
  /** More of them, before the usual ones. */
  readonly children?: ReactNode;
}

export function useTableView(view: string): boolean {
  return useParams().params.get(view) === 'table';
}

/** What can be done with every chart: its table, its files, its picture. */
export function ChartTools({ view, of, file, children }: ChartToolsProps) {
  const { set } = useParams();
  const asTable = useTableView(view);
  return (
    <div className="noprint flex shrink-0 items-center gap-3">
      {children}
      <button type="button" className="lnk text-sm" onClick={() => set({ [view]: asTable ? null : 'table' })}>
        {asTable ? words.chart.asChart : words.chart.asTable}
        {of !== undefined && <span className="sr">: {of}</span>}
      </button>
      {file && <ExportMenu {...file} />}
    </div>
  );
}

import { valueText } from '../../text/number-text.js';
import { ChartTable } from '../../ui/chart-table.js';
import { words } from './case-words.js';
import type { CurvePlace } from './curve-geometry.js';
import { WORDS } from './initiative-words.js';

interface CaseTableProps {
  readonly places: readonly CurvePlace[];
  readonly currency: string;
}

/** The same as the curve, month by month, with every digit. */
export function CaseTable({ places, currency }: CaseTableProps) {
  const column = (title: string, amount: (place: CurvePlace) => string | null) => ({
    title,
    align: 'right' as const,
    cell: (place: CurvePlace) => valueText(amount(place), currency),
  });
  return (
    <ChartTable
      label={words.table}
      caption={words.caption(currency)}
      columns={[
        { title: words.month, cell: ({ known }) => known.month },
        column(WORDS.cost, ({ known }) => known.cost),
        column(WORDS.benefit, ({ known }) => known.benefit),
        column(words.net, ({ known }) => known.net),
        column(words.cumulative, ({ known }) => known.cumulative),
        ...(places.some(({ live }) => live !== null)
          ? [column(words.live, ({ live }) => live?.cumulative ?? null)]
          : []),
      ]}
      rows={places}
      rowKey={({ known }) => known.month}
      height={420}
    />
  );
}

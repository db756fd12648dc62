import { PageLink } from '../../navigation/page-link.js';
import { valueText } from '../../text/number-text.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { lineName, type ChartContext } from './chart-context.js';
import type { ChartPoint } from './chart-model.js';
import { eventsText, placeTitle, versionText } from './point-facts.js';

const HEAD = 'sticky top-0 border-b border-line bg-surface px-2 py-1.5 font-medium';

function Row({ point, context }: { readonly point: ChartPoint; readonly context: ChartContext }) {
  const { metric, grain } = context;
  const place = { kind: 'point', point } as const;
  const { value, single, unit } = point.foreign ?? { ...point, unit: metric.unit };
  const own = (grain === 'day' ? [value, single] : [value]).map((cell) => valueText(cell, unit));
  const cells = [...own, valueText(point.expected, metric.unit)];
  const version = point.beginsVersion ? versionText(point, context) : null;
  const events = [version === null ? null : `Definition: ${version}`, eventsText(place)].filter(
    (text) => text !== null,
  );
  return (
    <tr className="border-b border-line">
      <th scope="row" className="whitespace-nowrap px-2 py-1 text-left font-normal">
        <PageLink
          to={`/metrics/${encodeURIComponent(metric.key)}/records`}
          params={{ from: point.start, to: point.end }}
          className="hit underline decoration-line-2 underline-offset-2 hover:decoration-text"
        >
          {placeTitle(place, context)}
        </PageLink>
        {point.partial && <span className="text-text-3"> so far</span>}
        {point.provisional && <span className="text-text-3"> provisional</span>}
      </th>
      {cells.map((value, index) => (
        <td key={index} className="px-2 text-right">
          {value}
        </td>
      ))}
      <td className="px-2 text-xs text-text-2">{events.join('. ')}</td>
    </tr>
  );
}

interface TrendTableProps {
  readonly context: ChartContext;
  readonly height: number;
  /** Path of the API that answers the line. */
  readonly path: string;
}

/** The chart as a table; each day leads to the records behind it. */
export function TrendTable({ context, height, path }: TrendTableProps) {
  const { model, metric, grain } = context;
  const columns = [lineName(context), ...(grain === 'day' ? ['That day'] : []), 'Pace'];
  return (
    <>
      <div
        className="overflow-auto"
        style={{ maxHeight: height - 40 }}
        tabIndex={0}
        role="region"
        aria-label={`${metric.title}, table of the chart`}
      >
        <table className="num w-full text-sm">
          <caption className="sr">{metric.title} over time</caption>
          <thead className="text-xs text-text-3">
            <tr>
              <th scope="col" className={`${HEAD} text-left`}>
                Date
              </th>
              {columns.map((title) => (
                <th key={title} scope="col" className={`${HEAD} text-right`}>
                  {title}
                </th>
              ))}
              <th scope="col" className={`${HEAD} text-left`}>
                Events
              </th>
            </tr>
          </thead>
          <tbody>
            {model.points.map((point) => (
              <Row key={point.endMs} point={point} context={context} />
            ))}
          </tbody>
        </table>
      </div>
      <div className="noprint mt-2 flex justify-end">
        <ExportMenu path={path} label={`${metric.title} over time`} />
      </div>
    </>
  );
}

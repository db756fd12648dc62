import { PageLink } from '../../navigation/page-link.js';
import { rangeText, valueText } from '../../text/number-text.js';
import { ChartTable, type ChartColumn } from '../../ui/chart-table.js';
import { lineName, type ChartContext } from './chart-context.js';
import { TREND_TABLE_WORDS, PACE_WORDS } from './chart-words.js';
import { placeEvents, placesOf, placeTitle, placeMs, versionText, type Place } from './point-facts.js';
import { TREND_WORDS } from './trend-words.js';

type Column = Omit<ChartColumn<Place>, 'align'>;

/** The columns that say something of what is shown. */
function columnsOf(context: ChartContext): readonly Column[] {
  const { model, metric, grain, keyResult } = context;
  const own = (pick: 'value' | 'single') => (place: Place) => {
    if (place.kind === 'due') return '';
    const { [pick]: value, unit } = place.point.foreign ?? { ...place.point, unit: metric.unit };
    return valueText(value, unit);
  };
  const past = (pick: 'expected' | 'previous') => (place: Place) =>
    place.kind === 'due' ? '' : valueText(place.point[pick], metric.unit);
  const forecast = keyResult?.forecast ?? null;
  const columns: Column[] = [{ title: lineName(context), cell: own('value') }];
  if (grain === 'day') columns.push({ title: TREND_WORDS.thatDay, cell: own('single') });
  columns.push({
    title: PACE_WORDS.pace,
    cell: (place) =>
      place.kind === 'due' ? valueText(keyResult?.target ?? null, metric.unit) : past('expected')(place),
  });
  if (model.points.some(({ previous }) => previous !== null))
    columns.push({ title: TREND_TABLE_WORDS.before, cell: past('previous') });
  if (forecast) {
    const atDue = (text: string) => (place: Place) => (place.kind === 'due' ? text : '');
    columns.push({ title: PACE_WORDS.forecast, cell: atDue(valueText(forecast.value, metric.unit)) });
    columns.push({ title: PACE_WORDS.range80, cell: atDue(rangeText(forecast.low80, forecast.high80, metric.unit)) });
  }
  return columns;
}

function PlaceName({ place, context }: { readonly place: Place; readonly context: ChartContext }) {
  const name = placeTitle(place, context);
  if (place.kind === 'due') return <>{name}</>;
  const { point } = place;
  return (
    <>
      <PageLink
        to={`/metrics/${encodeURIComponent(context.metric.key)}/records`}
        params={{ from: point.start, to: point.end }}
        className="hit underline decoration-line-2 underline-offset-2 hover:decoration-text"
      >
        {name}
      </PageLink>
      {point.partial && <span className="text-text-3"> {TREND_TABLE_WORDS.soFar}</span>}
      {point.provisional && <span className="text-text-3"> {TREND_TABLE_WORDS.provisional}</span>}
      {context.model.signals.has(point.endMs) && <span className="text-accent"> {TREND_TABLE_WORDS.signal}</span>}
    </>
  );
}

function eventsOf(place: Place, context: ChartContext): string {
  const version = place.kind === 'point' && place.point.beginsVersion ? versionText(place.point, context) : null;
  return [...(version === null ? [] : [TREND_TABLE_WORDS.definition(version)]), ...placeEvents(place, context)].join(
    '. ',
  );
}

interface TrendTableProps {
  readonly context: ChartContext;
  readonly height: number;
}

/** The chart as a table; each day leads to the records behind it. */
export function TrendTable({ context, height }: TrendTableProps) {
  const { metric } = context;
  return (
    <ChartTable
      label={TREND_TABLE_WORDS.label(metric.title)}
      caption={TREND_TABLE_WORDS.caption(metric.title)}
      columns={[
        { title: TREND_TABLE_WORDS.date, cell: (place) => <PlaceName place={place} context={context} /> },
        ...columnsOf(context).map((column) => ({ ...column, align: 'right' as const })),
        { title: TREND_TABLE_WORDS.events, cell: (place) => eventsOf(place, context), isRemark: true },
      ]}
      rows={placesOf(context)}
      rowKey={placeMs}
      height={height}
    />
  );
}

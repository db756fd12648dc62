import type { GoalPage } from '@tandem/contracts/goals';
import { valueText } from '../../text/number-text.js';
import { lastWeekdayText } from '../../text/time-text.js';
import { ChartFigure, nearestPlace, PlaceCard, spokenReading } from '../../ui/chart-figure.js';
import { ChartTable } from '../../ui/chart-table.js';
import { useCrosshair } from '../../ui/use-crosshair.js';
import { notesOfDay, type ChartNote } from '../metric/chart-notes.js';
import { PACE_WORDS } from '../metric/chart-words.js';
import { NumberMarks } from '../metric/note-marks.js';
import { againstPace, dueFacts, type PointFact } from '../metric/pace-facts.js';
import { words } from './goal-chart-words.js';
import type { PathPlace, PathShape } from './path-geometry.js';

type KeyResult = GoalPage['keyResults'][number];

export const PATH_HEIGHT = 132;

interface ChartProps {
  readonly keyResult: KeyResult;
  readonly shape: PathShape;
  /** Of the goal, those with a day. */
  readonly notes: readonly ChartNote[];
  readonly timeZone: string;
}

function titleOf({ end, isDue }: PathPlace, timeZone: string): string {
  const day = lastWeekdayText(end, timeZone);
  return isDue ? words.dueDate(day) : day;
}

function factsOf(place: PathPlace, keyResult: KeyResult): readonly PointFact[] {
  const { metric } = keyResult;
  if (place.isDue) return dueFacts(keyResult, metric.unit);
  const distance = againstPace(place, keyResult);
  return [
    {
      name: words.window(metric.windowDays),
      value: place.value === null ? words.noData : valueText(place.value, metric.unit),
    },
    ...(place.expected === null ? [] : [{ name: PACE_WORDS.pace, value: valueText(place.expected, metric.unit) }]),
    ...(distance === null ? [] : [{ name: PACE_WORDS.against, value: distance }]),
  ];
}

function Forecast({ forecast }: { readonly forecast: NonNullable<PathShape['forecast']> }) {
  const { from, x, y } = forecast;
  return (
    <>
      <path d={forecast.cone80} fill="var(--ink-2)" opacity="0.16" />
      <path d={forecast.cone50} fill="var(--ink-2)" opacity="0.26" />
      <line x1={from.x} y1={from.y} x2={x} y2={y} stroke="var(--text-2)" strokeDasharray="2 3" />
      <path
        transform={`translate(${x} ${y})`}
        d="M0-5 5 0 0 5-5 0z"
        fill="var(--surface)"
        stroke="var(--text-2)"
        strokeWidth="1.5"
      />
    </>
  );
}

function Marks({ shape, notes, width }: Pick<ChartProps, 'shape' | 'notes'> & { readonly width: number }) {
  const { todayX, target } = shape;
  return (
    <g aria-hidden="true">
      <line x1={todayX} x2={todayX} y1="4" y2={PATH_HEIGHT - 4} stroke="var(--line-2)" strokeDasharray="1 3" />
      <path d={shape.path} fill="none" stroke="var(--text-3)" strokeWidth="1.5" strokeDasharray="5 4" />
      {shape.forecast && <Forecast forecast={shape.forecast} />}
      <path d={shape.actual} fill="none" stroke="var(--ink)" strokeWidth="2" strokeLinejoin="round" />
      <line x1={width - 18} x2={width - 2} y1={target.y} y2={target.y} stroke="var(--ink)" strokeWidth="3" />
      {shape.now && <circle cx={shape.now.x} cy={shape.now.y} r="3.5" fill="var(--ink)" />}
      <NumberMarks notes={notes} x={shape.x} left={shape.left} right={shape.right} top={10} bottom={PATH_HEIGHT - 4} />
    </g>
  );
}

/** Value, agreed path and forecast of one key result. */
export function PathChart({ keyResult, shape, notes, timeZone, width }: ChartProps & { readonly width: number }) {
  const { places } = shape;
  const now = places.findLastIndex(({ value }) => value !== null);
  const crosshair = useCrosshair({ count: places.length, start: now + 1, stride: 7 });
  const place = crosshair.index === null ? undefined : places[crosshair.index];
  const reading = place && {
    title: titleOf(place, timeZone),
    facts: factsOf(place, keyResult),
    remarks: notesOfDay(notes, place.end),
  };
  return (
    <ChartFigure
      width={width}
      height={PATH_HEIGHT}
      label={words.pathLabel(keyResult.metric.title, words.pathKeys)}
      placeAt={(x) => nearestPlace(places, x)}
      crosshair={crosshair}
      said={reading ? spokenReading(reading) : ''}
      beside={place && reading && <PlaceCard x={place.x} width={width} reading={reading} />}
    >
      <Marks shape={shape} notes={notes} width={width} />
      {place && (
        <g aria-hidden="true" pointerEvents="none">
          <line x1={place.x} x2={place.x} y1="4" y2={PATH_HEIGHT - 4} stroke="var(--accent)" />
          {place.y !== null && (
            <circle cx={place.x} cy={place.y} r="4.5" fill="var(--surface)" stroke="var(--accent)" strokeWidth="2" />
          )}
        </g>
      )}
    </ChartFigure>
  );
}

function remarkOf(place: PathPlace, keyResult: KeyResult): string | null {
  if (!place.isDue) return againstPace(place, keyResult);
  return factsOf(place, keyResult)
    .map(({ name, value }) => `${name} ${value}`)
    .join(', ');
}

/** The same as a table, the latest day first. */
export function PathTable({ keyResult, shape, notes, timeZone }: ChartProps) {
  const { unit } = keyResult.metric;
  return (
    <ChartTable
      label={words.pathTable(keyResult.metric.title)}
      caption={keyResult.metric.title}
      columns={[
        { title: words.day, cell: (place) => titleOf(place, timeZone) },
        { title: words.value, align: 'right', cell: ({ value }) => valueText(value, unit) },
        { title: PACE_WORDS.pace, align: 'right', cell: ({ expected }) => valueText(expected, unit) },
        {
          title: words.remark,
          isRemark: true,
          cell: (place) => [remarkOf(place, keyResult), ...notesOfDay(notes, place.end)].filter(Boolean).join('. '),
        },
      ]}
      rows={[...shape.places].reverse()}
      rowKey={({ end }) => end}
      height={PATH_HEIGHT + 60}
    />
  );
}

import type { GoalPage } from '@tandem/contracts/goals';
import { useRef } from 'react';
import { apiPath } from '../../navigation/address.js';
import { useNow } from '../../navigation/use-now.js';
import { dateText } from '../../text/time-text.js';
import { CardFacts, ChartCard, ChartFigure, nearestIndex } from '../../ui/chart-figure.js';
import { ChartTable } from '../../ui/chart-table.js';
import { ChartTools, useTableView } from '../../ui/chart-tools.js';
import { departmentName } from '../../ui/owners.js';
import { words as pieces } from '../../ui/ui-words.js';
import { useCrosshair } from '../../ui/use-crosshair.js';
import { useWidth } from '../metric/use-width.js';
import { confidenceShape, type ConfidencePlace, type ConfidenceShape } from './confidence-geometry.js';
import { words } from './check-in-words.js';

const HEIGHT = 120;
const CARD_WIDTH = 200;
const COLOURS = { marketing: 'var(--mkt)', it: 'var(--it)' } as const;

/** Lines with the letters of their department at the end; the second one is dashed, so that hue alone says nothing. */
function Marks({ shape, width }: { readonly shape: ConfidenceShape; readonly width: number }) {
  return (
    <g aria-hidden="true">
      {shape.levels.map(({ level, y }) => (
        <g key={level}>
          <line x1="24" x2={width - 30} y1={y} y2={y} stroke="var(--line)" />
          <text x="18" y={y + 4} fontSize="11" textAnchor="end" fill="var(--text-3)">
            {level}
          </text>
        </g>
      ))}
      {shape.lines.map(({ side, path, end }) => (
        <g key={side}>
          <path
            d={path}
            fill="none"
            stroke={COLOURS[side]}
            strokeWidth="2"
            strokeDasharray={side === 'it' ? '6 3' : undefined}
          />
          <text x={end.x + 6} y={end.y + 4} fontSize="12" fontWeight="600" fill={COLOURS[side]}>
            {pieces.letters[side]}
          </text>
        </g>
      ))}
      {shape.places.map(({ checkIn, x, y }) => (
        <circle key={checkIn.at + checkIn.by.id} cx={x} cy={y} r="3" fill={COLOURS[checkIn.side]} />
      ))}
    </g>
  );
}

interface DrawnProps {
  readonly shape: ConfidenceShape;
  readonly timeZone: string;
  readonly width: number;
}

function sentenceOf({ checkIn }: ConfidencePlace, timeZone: string): string {
  const { side, at, confidence, by, note } = checkIn;
  return [`${departmentName(side)}, ${dateText(at, timeZone)}`, words.of10(confidence), by.name, note]
    .filter((part) => part !== '')
    .join('. ');
}

function Chart({ shape, timeZone, width }: DrawnProps) {
  const { places } = shape;
  const crosshair = useCrosshair({ count: places.length, start: places.length, stride: 4 });
  const place = crosshair.index === null ? undefined : places[crosshair.index];
  return (
    <ChartFigure
      width={width}
      height={HEIGHT}
      label={words.chart}
      placeAt={(pointerX) =>
        nearestIndex(
          places.map(({ x }) => x),
          pointerX,
        )
      }
      crosshair={crosshair}
      said={place ? sentenceOf(place, timeZone) : ''}
      beside={
        place && (
          <ChartCard
            left={Math.max(0, place.x + CARD_WIDTH + 12 > width ? place.x - CARD_WIDTH - 12 : place.x + 12)}
            top={6}
            width={Math.min(CARD_WIDTH, width)}
          >
            <CardFacts
              facts={[{ name: departmentName(place.checkIn.side), value: words.of10(place.checkIn.confidence) }]}
            />
            <p className="text-text-2">
              {place.checkIn.by.name}, {dateText(place.checkIn.at, timeZone)}
            </p>
          </ChartCard>
        )
      }
    >
      <Marks shape={shape} width={width} />
      {place && (
        <g aria-hidden="true" pointerEvents="none">
          <line x1={place.x} x2={place.x} y1="4" y2={HEIGHT - 4} stroke="var(--accent)" />
          <circle cx={place.x} cy={place.y} r="4.5" fill="var(--surface)" stroke="var(--accent)" strokeWidth="2" />
        </g>
      )}
    </ChartFigure>
  );
}

function Table({ goal }: { readonly goal: GoalPage }) {
  return (
    <ChartTable
      label={words.table}
      caption={words.title}
      columns={[
        { title: words.at, cell: ({ at }) => dateText(at, goal.timeZone) },
        { title: words.side, cell: ({ side }) => departmentName(side) },
        { title: words.sure, align: 'right', cell: ({ confidence }) => words.of10(confidence) },
        { title: words.by, cell: ({ by }) => by.name },
        { title: words.said, isRemark: true, cell: ({ note }) => note },
      ]}
      rows={goal.checkIns}
      rowKey={({ at, by }) => `${at} ${by.id}`}
      height={HEIGHT + 60}
    />
  );
}

/** How sure both sides were, over the time of the goal. Nothing is drawn while nobody has checked in. */
export function ConfidenceChart({ goal }: { readonly goal: GoalPage }) {
  return goal.checkIns.length === 0 ? null : <Drawn goal={goal} />;
}

function Drawn({ goal }: { readonly goal: GoalPage }) {
  const { ref, width } = useWidth();
  const panel = useRef<HTMLDivElement>(null);
  const now = useNow();
  const asTable = useTableView('confidence');
  const { timeZone, asKnownAt, checkIns } = goal;
  const toMs = asKnownAt === null ? now : Date.parse(asKnownAt);
  const fromMs = Date.parse(`${goal.start}T00:00:00Z`);
  const shape = width > 0 ? confidenceShape(checkIns, { fromMs, toMs, width, height: HEIGHT }) : null;
  return (
    <div ref={panel} className="mt-3">
      <div className="mb-1 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p className="text-xs text-text-3">{words.key}</p>
        <ChartTools
          view="confidence"
          of={words.title}
          file={{
            path: apiPath(`/goals/${encodeURIComponent(goal.id)}/check-ins`, { asKnownAt }),
            label: words.file,
            image: {
              drawing: () => panel.current?.querySelector<SVGSVGElement>('figure > svg') ?? null,
              title: words.picture(goal.title),
              source: words.source(dateText(toMs, timeZone)),
              name: `${goal.id}-confidence`,
            },
          }}
        />
      </div>
      <div ref={ref} style={{ minHeight: HEIGHT }}>
        {asTable ? <Table goal={goal} /> : shape && <Chart shape={shape} timeZone={timeZone} width={width} />}
      </div>
    </div>
  );
}

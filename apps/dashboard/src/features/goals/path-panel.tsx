import type { GoalPage } from '@tandem/contracts/goals';
import type { Note } from '@tandem/contracts/notes';
import { useRef } from 'react';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { countText, distanceText, rangeText, shareText, valueText } from '../../text/number-text.js';
import { oddsText } from '../../text/odds-text.js';
import { localDayText } from '../../text/time-text.js';
import { ChartTools, useTableView } from '../../ui/chart-tools.js';
import type { ExportMenuProps } from '../../ui/export-menu.js';
import { numbered, type ChartNote } from '../metric/chart-notes.js';
import { METHODS } from '../metric/method-words.js';
import { sourceLine } from '../metric/source-line.js';
import { useWidth } from '../metric/use-width.js';
import { NumberedNotes } from '../notes/numbered-notes.js';
import { words } from './goal-chart-words.js';
import { PATH_HEIGHT, PathChart, PathTable } from './path-chart.js';
import { pathShape, shownTime } from './path-geometry.js';

type KeyResult = GoalPage['keyResults'][number];

/** Value, pace and forecast as one sentence, which is also what the drawing says to whoever cannot see it. */
function outlook({ forecast, metric, expected, paceGap, paceSide, current, freshness }: KeyResult): string {
  const value = valueText(current.value, metric.unit);
  const now =
    expected === null || paceGap === null || paceSide === null
      ? words.now(value)
      : words[paceSide === 'ahead' ? 'nowAhead' : 'nowBehind'](value, distanceText(paceGap, metric.unit));
  if (forecast === null) return `${now} ${freshness.stale ? words.paused : words.tooShort}`;
  const range = rangeText(forecast.low80, forecast.high80, metric.unit);
  const expectation = words.forecast(
    localDayText(forecast.at),
    valueText(forecast.value, metric.unit),
    range,
    oddsText(forecast.probability),
  );
  return `${now} ${expectation}`;
}

/** By which method, how far it usually errs, and how often its range held: what a forecast is worth. */
function trust({ forecast, metric }: KeyResult): string | null {
  if (forecast === null) return null;
  const { method, points, error, coverage80 } = forecast;
  return words.trust(
    METHODS[method],
    words.weeks(countText(points), points),
    distanceText(error, metric.unit),
    coverage80 === null ? words.notTested : words.held(shareText(coverage80)),
  );
}

interface PathProps {
  readonly goal: PathPanelProps['goal'];
  readonly keyResult: KeyResult;
  readonly path: GoalPage['paths'][number];
  readonly notes: readonly ChartNote[];
  readonly nowMs: number;
}

/** The chart or its table, in a place of the same height. */
function Drawn({ goal, keyResult, path, notes, nowMs, asTable }: PathProps & { readonly asTable: boolean }) {
  const { ref, width } = useWidth();
  const shape = width > 0 ? pathShape(keyResult, path, { width, height: PATH_HEIGHT, nowMs }) : null;
  const drawn = shape && { keyResult, shape, notes, timeZone: goal.timeZone };
  return (
    <div ref={ref} style={{ minHeight: PATH_HEIGHT }}>
      {drawn && asTable && <PathTable {...drawn} />}
      {drawn && !asTable && <PathChart {...drawn} width={width} />}
    </div>
  );
}

/** What a chart of a kept goal is had as; of a preview there is nothing to be had. */
function fileOf({ goal, keyResult }: PathProps, drawing: () => SVGSVGElement | null): ExportMenuProps | undefined {
  if (goal.id === undefined) return undefined;
  const asKnownAt = goal.asKnownAt ?? null;
  const { metric, current, freshness } = keyResult;
  const about = { metric, version: current.version, freshness, asKnownAt, timeZone: goal.timeZone };
  return {
    path: apiPath(`/goals/${encodeURIComponent(goal.id)}`, { asKnownAt }),
    label: words.pathFile,
    image: {
      drawing,
      title: words.pathTitle(metric.title, outlook(keyResult)),
      source: sourceLine(about),
      name: `${goal.id}-${metric.key}`,
    },
  };
}

function PathOfOne(props: PathProps) {
  const { goal, keyResult } = props;
  const article = useRef<HTMLElement>(null);
  const asTable = useTableView('view');
  const { metric } = keyResult;
  const file = fileOf(props, () => article.current?.querySelector<SVGSVGElement>('figure > svg') ?? null);
  return (
    <article ref={article} className="panel min-w-0 px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h3 className="min-w-[10rem] flex-1 text-base font-semibold">
          <PageLink
            to={`/metrics/${encodeURIComponent(metric.key)}`}
            params={{ kr: keyResult.id, view: null }}
            className="hover:underline"
          >
            {metric.title}
          </PageLink>
        </h3>
        <ChartTools view="view" of={metric.title} file={file} />
      </div>
      <p className="num mb-1 text-xs text-text-3">
        {words.pathCaption(
          valueText(keyResult.baseline, metric.unit),
          valueText(keyResult.target, metric.unit),
          localDayText(goal.due),
        )}
      </p>
      <Drawn {...props} asTable={asTable} />
      <p className="num mt-1 text-sm text-text-2">{outlook(keyResult)}</p>
      {trust(keyResult) && <p className="num mt-1 text-xs text-text-3">{trust(keyResult)}</p>}
      {keyResult.movedAfterMiss && <p className="mt-1 text-xs font-medium text-warn">{words.moved}</p>}
    </article>
  );
}

interface PathPanelProps {
  readonly goal: Pick<GoalPage, 'keyResults' | 'paths' | 'due' | 'timeZone'> &
    Partial<Pick<GoalPage, 'id' | 'asKnownAt'>>;
  /** What people wrote on the goal; a preview has none. */
  readonly notes?: readonly Note[];
  readonly nowMs: number;
}

const NO_NOTES: readonly Note[] = [];

/** For each key result that is to be reached: the value, the agreed path to the due date, and the forecast with its ranges. */
export function PathPanel({ goal, notes = NO_NOTES, nowMs }: PathPanelProps) {
  const drawn = goal.paths.flatMap((path) => {
    const keyResult = goal.keyResults.find(({ id }) => id === path.keyResult);
    return keyResult ? [{ path, keyResult }] : [];
  });
  if (drawn.length === 0) return null;
  const onCharts = numbered(
    notes,
    shownTime(
      drawn.map(({ keyResult }) => keyResult),
      drawn.map(({ path }) => path),
    ),
  );
  return (
    <section className="mt-4" aria-labelledby="paths">
      <h2 id="paths" className="sr">
        {words.paths}
      </h2>
      <div className={`grid gap-4 ${drawn.length > 1 ? 'md:grid-cols-2' : ''}`}>
        {drawn.map(({ path, keyResult }) => (
          <PathOfOne key={keyResult.id} goal={goal} path={path} keyResult={keyResult} notes={onCharts} nowMs={nowMs} />
        ))}
      </div>
      <NumberedNotes notes={onCharts} />
    </section>
  );
}

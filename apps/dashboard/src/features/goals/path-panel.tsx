import type { GoalPage } from '@tandem/contracts/goals';
import { PageLink } from '../../navigation/page-link.js';
import { counted, distanceText, rangeText, shareText, valueText } from '../../text/number-text.js';
import { oddsText } from '../../text/odds-text.js';
import { localDayText } from '../../text/time-text.js';
import { METHODS } from '../metric/metric-facts.js';
import { useWidth } from '../metric/use-width.js';
import { pathShape } from './path-geometry.js';

type KeyResult = GoalPage['keyResults'][number];

const HEIGHT = 132;

/** Value, pace and forecast as one sentence, which is also what the drawing says to whoever cannot see it. */
function outlook({ forecast, metric, expected, paceGap, paceSide, current, freshness }: KeyResult): string {
  const now = `Now ${valueText(current.value, metric.unit)}`;
  const pace =
    expected === null || paceGap === null || paceSide === null
      ? ''
      : `, ${distanceText(paceGap, metric.unit)} ${paceSide === 'ahead' ? 'ahead of' : 'behind'} the path`;
  if (forecast === null) {
    const why = freshness.stale
      ? 'The forecast is paused: the data are stale.'
      : 'There is too little history for a forecast.';
    return `${now}${pace}. ${why}`;
  }
  const range = rangeText(forecast.low80, forecast.high80, metric.unit);
  return `${now}${pace}. Forecast for ${localDayText(forecast.at)}: ${valueText(forecast.value, metric.unit)} (80% range ${range}), odds of the target ${oddsText(forecast.probability)}.`;
}

/** By which method, how far it usually errs, and how often its range held: what a forecast is worth. */
function trust({ forecast, metric }: KeyResult): string | null {
  if (forecast === null) return null;
  const held =
    forecast.coverage80 === null
      ? 'history is too short to test its 80% range'
      : `its 80% range held ${shareText(forecast.coverage80)} of the time`;
  return `By ${METHODS[forecast.method]} on ${counted(forecast.points, 'settled week')}, which erred least on this history: usual error ${distanceText(forecast.error, metric.unit)}; ${held}.`;
}

function Drawing({ keyResult, path, nowMs }: { keyResult: KeyResult; path: GoalPage['paths'][number]; nowMs: number }) {
  const { ref, width } = useWidth();
  const shape = width > 0 ? pathShape(keyResult, path, { width, height: HEIGHT, nowMs }) : null;
  return (
    <div ref={ref} style={{ height: HEIGHT }}>
      {shape && (
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true" className="block">
          <line
            x1={shape.todayX}
            x2={shape.todayX}
            y1="4"
            y2={HEIGHT - 4}
            stroke="var(--line-2)"
            strokeDasharray="1 3"
          />
          {shape.forecast && (
            <>
              <path d={shape.forecast.cone80} fill="var(--ink-2)" opacity="0.16" />
              <path d={shape.forecast.cone50} fill="var(--ink-2)" opacity="0.26" />
            </>
          )}
          <path d={shape.path} fill="none" stroke="var(--text-3)" strokeWidth="1.5" strokeDasharray="5 4" />
          <path d={shape.actual} fill="none" stroke="var(--ink)" strokeWidth="2" strokeLinejoin="round" />
          <line
            x1={width - 18}
            x2={width - 2}
            y1={shape.target.y}
            y2={shape.target.y}
            stroke="var(--ink)"
            strokeWidth="3"
          />
          {shape.forecast && (
            <>
              <line
                x1={shape.forecast.from.x}
                y1={shape.forecast.from.y}
                x2={shape.forecast.x}
                y2={shape.forecast.y}
                stroke="var(--text-2)"
                strokeDasharray="2 3"
              />
              <path
                transform={`translate(${shape.forecast.x} ${shape.forecast.y})`}
                d="M0-5 5 0 0 5-5 0z"
                fill="var(--surface)"
                stroke="var(--text-2)"
                strokeWidth="1.5"
              />
            </>
          )}
          {shape.now && <circle cx={shape.now.x} cy={shape.now.y} r="3.5" fill="var(--ink)" />}
        </svg>
      )}
    </div>
  );
}

/** For each key result that is to be reached: the value, the agreed path to the due date, and the forecast with its ranges. */
export function PathPanel({ goal, nowMs }: { readonly goal: GoalPage; readonly nowMs: number }) {
  const drawn = goal.paths.flatMap((path) => {
    const keyResult = goal.keyResults.find(({ id }) => id === path.keyResult);
    return keyResult ? [{ path, keyResult }] : [];
  });
  if (drawn.length === 0) return null;
  return (
    <section className="mt-4" aria-labelledby="paths">
      <h2 id="paths" className="sr">
        Path and forecast
      </h2>
      <div className={`grid gap-4 ${drawn.length > 1 ? 'md:grid-cols-2' : ''}`}>
        {drawn.map(({ path, keyResult }) => (
          <article key={keyResult.id} className="panel min-w-0 px-4 py-3">
            <h3 className="text-base font-semibold">
              <PageLink
                to={`/metrics/${encodeURIComponent(keyResult.metric.key)}`}
                params={{ kr: keyResult.id }}
                className="hover:underline"
              >
                {keyResult.metric.title}
              </PageLink>
            </h3>
            <p className="num text-xs text-text-3">
              {valueText(keyResult.baseline, keyResult.metric.unit)} to{' '}
              {valueText(keyResult.target, keyResult.metric.unit)} by {localDayText(goal.due)} · solid: value, dashed:
              agreed path, cone: forecast
            </p>
            <Drawing keyResult={keyResult} path={path} nowMs={nowMs} />
            <p className="num text-sm text-text-2">{outlook(keyResult)}</p>
            {trust(keyResult) && <p className="num mt-1 text-xs text-text-3">{trust(keyResult)}</p>}
            {keyResult.movedAfterMiss && (
              <p className="mt-1 text-xs font-medium text-warn">
                Its aim was moved after it had been missed: see the history below.
              </p>
            )}
          </article>
        ))}
      </div>
    </section>
  );
}

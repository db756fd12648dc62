import type { KeyResultProgress } from '@tandem/contracts/board';
import { differenceText, distanceText, NONE, shareText, valueText } from '../../text/number-text.js';
import { STATE_WORDS } from '../../text/state-words.js';
import { durationText, lastDayText, localDayText } from '../../text/time-text.js';
import { words } from './board-words.js';

const CHANGE_TONES = {
  better: 'text-ok',
  worse: 'text-bad',
  noise: 'text-text-3',
  tooFewPoints: 'text-text-3',
} as const;
const SUB = 'sub block text-xs leading-4';

interface CellProps {
  readonly keyResult: KeyResultProgress;
}

export function NowFigure({ keyResult, timeZone }: CellProps & { readonly timeZone: string }) {
  const { current, freshness, metric } = keyResult;
  const note =
    current.value === null
      ? words.noData
      : freshness.stale && freshness.dataTo !== null
        ? words.asOfDay(lastDayText(freshness.dataTo, timeZone))
        : STATE_WORDS[current.state];
  const faint = current.value === null || freshness.stale;
  return (
    <>
      <span className={faint ? 'text-text-3' : ''}>{valueText(current.value, metric.unit)}</span>
      {note !== null && <span className={`${SUB} whitespace-nowrap font-normal text-text-3`}>{note}</span>}
    </>
  );
}

interface ChangeProps extends CellProps {
  readonly inline?: boolean;
  /** Set when the heading of the column does not say it. */
  readonly withDays?: boolean;
}

/** Colour only when a rule says that it is a signal; the word carries the meaning. */
export function ChangeFigure({ keyResult, inline = false, withDays = false }: ChangeProps) {
  const { change, metric, freshness } = keyResult;
  if (change === null || freshness.stale) return <span className="text-xs text-text-3">{NONE}</span>;
  return (
    <span className={`num whitespace-nowrap ${CHANGE_TONES[change.verdict]}`} title={words.overDays(change.days)}>
      {differenceText(change.delta, metric.unit)}
      {inline ? ' ' : ''}
      <span className={inline ? '' : SUB}>
        {words.change[change.verdict]}
        {withDays && `, ${words.daysShort(change.days)}`}
      </span>
    </span>
  );
}

export function PaceFigure({ keyResult }: CellProps) {
  const { kind, paceGap, paceSide, shareInside, metric, freshness } = keyResult;
  if (kind === 'stay') {
    return shareInside === null ? (
      <span className="text-xs text-text-3">{words.hold}</span>
    ) : (
      <span className="num whitespace-nowrap">
        {shareText(shareInside)}
        <span className={`${SUB} text-text-3`}>{words.weeksInside}</span>
      </span>
    );
  }
  if (paceGap === null || paceSide === null || freshness.stale)
    return <span className="text-xs text-text-3">{NONE}</span>;
  return (
    <span className="num whitespace-nowrap">
      {distanceText(paceGap, metric.unit)}
      <span className={`${SUB} ${paceSide === 'ahead' ? 'text-text-3' : 'font-medium text-text'}`}>
        {words.pace[paceSide]}
      </span>
    </span>
  );
}

function forecastOutcome(keyResult: KeyResultProgress): string {
  const { forecast, metric } = keyResult;
  if (forecast === null) return '';
  return forecast.meetsTarget ? words.meets : words.misses(distanceText(forecast.gap, metric.unit));
}

export function ForecastFigure({ keyResult, withDate }: CellProps & { readonly withDate: boolean }) {
  const { forecast, metric, freshness } = keyResult;
  if (forecast === null)
    return <span className="text-xs text-text-3">{freshness.stale ? words.paused : words.none}</span>;
  return (
    <span className="num whitespace-nowrap">
      {valueText(forecast.value, metric.unit)}
      <span className={`${SUB} ${forecast.meetsTarget ? 'text-text-3' : 'text-bad'}`}>
        {forecastOutcome(keyResult)}
        {withDate ? `, ${localDayText(forecast.at)}` : ''}
      </span>
    </span>
  );
}

/** How old the newest complete data are; not when somebody last looked for them. */
export function DataAge({ keyResult, nowMs }: CellProps & { readonly nowMs: number }) {
  const { dataTo, stale } = keyResult.freshness;
  if (dataTo === null) return <span className="text-text-3">{words.noneYet}</span>;
  const age = durationText(nowMs - Date.parse(dataTo));
  return stale ? (
    <span className="font-medium text-warn">{words.stale(age)}</span>
  ) : (
    <span className="text-text-3">{age}</span>
  );
}

/** Target, pace and forecast in one line, for a phone. */
export function CardSummary({ keyResult, target }: CellProps & { readonly target: string }) {
  const { paceGap, paceSide, metric, freshness, forecast, kind, shareInside } = keyResult;
  const parts: string[] = [kind === 'stay' ? words.card.hold(target) : words.card.target(target)];
  if (paceGap !== null && paceSide !== null && !freshness.stale)
    parts.push(`${distanceText(paceGap, metric.unit)} ${words.pace[paceSide]}`);
  if (kind === 'stay' && shareInside !== null) parts.push(words.card.inside(shareText(shareInside)));
  if (freshness.stale) parts.push(words.card.paused);
  return (
    <p className="num mt-1.5 text-xs text-text-2">
      {parts.join(' · ')}
      {forecast !== null && (
        <>
          {' '}
          · {words.card.forecast(valueText(forecast.value, metric.unit))}{' '}
          <span className={forecast.meetsTarget ? '' : 'text-bad'}>{forecastOutcome(keyResult)}</span>
        </>
      )}
    </p>
  );
}

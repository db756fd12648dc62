import type { MetricPage } from '@tandem/contracts/metrics';
import { distanceText, shareText, valueText } from '../../text/number-text.js';
import { drawnLimit, targetText } from '../../text/status-words.js';
import { dayText, DAY_MS, durationWords, lastDayText, localDayText } from '../../text/time-text.js';

type KeyResult = MetricPage['keyResults'][number]['keyResult'];
type Guardrail = MetricPage['guardrails'][number];

const RECENT_MS = 42 * DAY_MS;

function reachMessage(keyResult: KeyResult): string {
  const { forecast, metric, paceSide, paceGap } = keyResult;
  const target = targetText(keyResult);
  if (forecast === null) {
    if (paceSide === null || paceGap === null) return `The way to ${target}`;
    return `${distanceText(paceGap, metric.unit)} ${paceSide === 'ahead' ? 'ahead of' : 'behind'} the path to ${target}`;
  }
  const due = localDayText(forecast.at);
  const misses = `forecast to miss ${target} by ${distanceText(forecast.gap, metric.unit)}`;
  if (paceSide === 'behind') {
    return forecast.meetsTarget
      ? `Behind the path, yet forecast to reach ${target} by ${due}`
      : `Behind the path and ${misses}`;
  }
  if (paceSide === 'ahead') {
    return forecast.meetsTarget
      ? `Ahead of the path, forecast to reach ${target} by ${due}`
      : `Ahead of the path, but ${misses}`;
  }
  return forecast.meetsTarget ? `Forecast to reach ${target} by ${due}` : `On ${due} ${misses}`;
}

function stayMessage(keyResult: KeyResult): string {
  const share = keyResult.shareInside;
  if (share === null) return `To be held at ${targetText(keyResult)}`;
  return `Inside its limit in ${shareText(share)} of the weeks`;
}

/** A guardrail that broke and held again not long ago is worth a word before the path. */
function recovery(guardrail: Guardrail | null, nowMs: number, timeZone: string): string | null {
  const to = guardrail?.state === 'held' ? guardrail.lastBreach?.to : null;
  if (!guardrail || !to || nowMs - Date.parse(to) > RECENT_MS) return null;
  const where =
    drawnLimit(guardrail) === null
      ? 'inside its guardrail'
      : guardrail.side === 'floor'
        ? 'above its floor'
        : 'below its ceiling';
  return `Back ${where} since ${dayText(to, timeZone)}`;
}

/** The title of the chart says what the chart shows. */
export function chartMessage(
  page: Pick<MetricPage, 'current' | 'freshness' | 'metric' | 'timeZone'>,
  keyResult: KeyResult | null,
  guardrail: Guardrail | null,
  nowMs: number,
): string {
  const { freshness, metric, timeZone } = page;
  if (page.current.value === null) return 'No data in this window yet';
  if (freshness.stale) {
    return freshness.dataTo === null ? 'No new data' : `No new data since ${lastDayText(freshness.dataTo, timeZone)}`;
  }
  if (guardrail?.state === 'breached') {
    if (drawnLimit(guardrail) === null) return `Beyond its guardrail: ${guardrail.title}`;
    const where = guardrail.side === 'floor' ? 'Under its floor' : 'Over its ceiling';
    const since = guardrail.since === null ? '' : ` for ${durationWords(nowMs - Date.parse(guardrail.since))}`;
    return `${where} of ${valueText(guardrail.limit, metric.unit)}${since}`;
  }
  if (keyResult === null) return 'No target is agreed: shown, not judged';
  const main = keyResult.kind === 'stay' ? stayMessage(keyResult) : reachMessage(keyResult);
  const back = recovery(guardrail, nowMs, timeZone);
  return back === null ? main : `${back}. ${main}`;
}

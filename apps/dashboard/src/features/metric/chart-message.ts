import type { MetricPage } from '@tandem/contracts/metrics';
import { distanceText, shareText, valueText } from '../../text/number-text.js';
import { drawnLimit, targetText } from '../../text/status-words.js';
import { dayText, DAY_MS, durationWords, lastDayText, localDayText } from '../../text/time-text.js';
import { MESSAGE_WORDS } from './trend-words.js';

type KeyResult = MetricPage['keyResults'][number]['keyResult'];
type Guardrail = MetricPage['guardrails'][number];

const RECENT_MS = 42 * DAY_MS;

function reachMessage(keyResult: KeyResult): string {
  const { forecast, metric, paceSide, paceGap } = keyResult;
  const target = targetText(keyResult);
  if (forecast === null) {
    if (paceSide === null || paceGap === null) return MESSAGE_WORDS.way(target);
    return MESSAGE_WORDS.pace(distanceText(paceGap, metric.unit), paceSide, target);
  }
  const due = localDayText(forecast.at);
  const gap = distanceText(forecast.gap, metric.unit);
  if (paceSide === 'behind') {
    return forecast.meetsTarget ? MESSAGE_WORDS.behindReaches(target, due) : MESSAGE_WORDS.behindMisses(target, gap);
  }
  if (paceSide === 'ahead') {
    return forecast.meetsTarget ? MESSAGE_WORDS.aheadReaches(target, due) : MESSAGE_WORDS.aheadMisses(target, gap);
  }
  return forecast.meetsTarget ? MESSAGE_WORDS.reaches(target, due) : MESSAGE_WORDS.misses(due, target, gap);
}

function stayMessage(keyResult: KeyResult): string {
  const share = keyResult.shareInside;
  if (share === null) return MESSAGE_WORDS.held(targetText(keyResult));
  return MESSAGE_WORDS.inside(shareText(share));
}

/** A guardrail that broke and held again not long ago is worth a word before the path. */
function recovery(guardrail: Guardrail | null, nowMs: number, timeZone: string): string | null {
  const to = guardrail?.state === 'held' ? guardrail.lastBreach?.to : null;
  if (!guardrail || !to || nowMs - Date.parse(to) > RECENT_MS) return null;
  const side = drawnLimit(guardrail)?.side ?? 'whole';
  return MESSAGE_WORDS.back[side](dayText(to, timeZone));
}

/** The title of the chart says what the chart shows. */
export function chartMessage(
  page: Pick<MetricPage, 'current' | 'freshness' | 'metric' | 'timeZone'>,
  keyResult: KeyResult | null,
  guardrail: Guardrail | null,
  nowMs: number,
): string {
  const { freshness, metric, timeZone } = page;
  if (page.current.value === null) return MESSAGE_WORDS.noData;
  if (freshness.stale) {
    return freshness.dataTo === null
      ? MESSAGE_WORDS.noNewData
      : MESSAGE_WORDS.noneSince(lastDayText(freshness.dataTo, timeZone));
  }
  if (guardrail?.state === 'breached') {
    if (drawnLimit(guardrail) === null) return MESSAGE_WORDS.beyond(guardrail.title);
    const duration = guardrail.since === null ? null : durationWords(nowMs - Date.parse(guardrail.since));
    return MESSAGE_WORDS.breached[guardrail.side ?? 'ceiling'](valueText(guardrail.limit, metric.unit), duration);
  }
  if (keyResult === null) return MESSAGE_WORDS.noTarget;
  const main = keyResult.kind === 'stay' ? stayMessage(keyResult) : reachMessage(keyResult);
  const back = recovery(guardrail, nowMs, timeZone);
  return back === null ? main : `${back}. ${main}`;
}

import type { MetricPage } from '@tandem/contracts/metrics';
import { dateText, lastDayText, timeText } from '../../text/time-text.js';
import { TREND_WORDS } from './trend-words.js';

/** What stands below a picture of a chart, so that it can be traced when it has left the page. */
export function sourceLine(
  {
    metric,
    version,
    freshness,
    asKnownAt,
    timeZone,
  }: Pick<MetricPage, 'metric' | 'version' | 'freshness' | 'asKnownAt' | 'timeZone'>,
  nowMs = Date.now(),
): string {
  const sources = metric.sources.map(({ name }) => name).join(', ');
  const moment = `${timeText(asKnownAt ?? nowMs, timeZone)} ${timeZone}`;
  return [
    metric.title,
    TREND_WORDS.source.version(version),
    ...(sources === '' ? [] : [sources]),
    ...(freshness.dataTo === null
      ? []
      : [
          TREND_WORDS.source.dataTo(
            `${lastDayText(freshness.dataTo, timeZone)} ${dateText(freshness.dataTo, timeZone).slice(-4)}`,
          ),
        ]),
    asKnownAt === null ? TREND_WORDS.source.drawn(moment) : TREND_WORDS.source.asKnownAt(moment),
  ].join(' · ');
}

import type { KeyResultProgress } from '@tandem/contracts/board';
import { valueText } from '../../text/number-text.js';
import { limitText, targetText } from '../../text/status-words.js';
import { words } from './board-words.js';

/** What the bar shows, as a sentence for those who do not see it. */
export function bulletSentence(keyResult: KeyResultProgress): string {
  const { metric, current, baseline, expected, forecast, guardrail, freshness, kind } = keyResult;
  const value = (decimal: string | null): string => valueText(decimal, metric.unit);
  const parts = [
    current.value === null
      ? words.bar.noValue
      : (freshness.stale ? words.bar.nowStale : words.bar.now)(value(current.value)),
    kind === 'stay'
      ? words.bar.toHold(targetText(keyResult))
      : words.bar.fromTo(value(baseline), targetText(keyResult)),
  ];
  if (expected !== null) parts.push(words.bar.pace(value(expected)));
  parts.push(
    forecast === null
      ? words.bar.noForecast
      : words.bar.forecast(value(forecast.value), value(forecast.low80), value(forecast.high80)),
  );
  if (guardrail !== null) parts.push(words.bar.guardrail(limitText(guardrail, metric.unit)));
  return `${metric.title}: ${parts.join(', ')}`;
}

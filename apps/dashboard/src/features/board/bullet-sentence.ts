import type { KeyResultProgress } from '@tandem/contracts/board';
import { valueText } from '../../text/number-text.js';
import { limitText, targetText } from '../../text/status-words.js';

/** What the bar shows, as a sentence for those who do not see it. */
export function bulletSentence(keyResult: KeyResultProgress): string {
  const { metric, current, baseline, expected, forecast, guardrail, freshness, kind } = keyResult;
  const value = (decimal: string | null): string => valueText(decimal, metric.unit);
  const parts = [
    current.value === null ? 'no value' : `now ${value(current.value)}${freshness.stale ? ' (stale)' : ''}`,
    kind === 'stay' ? `to hold ${targetText(keyResult)}` : `from ${value(baseline)} to target ${targetText(keyResult)}`,
  ];
  if (expected !== null) parts.push(`pace today ${value(expected)}`);
  parts.push(
    forecast === null
      ? 'no forecast'
      : `forecast ${value(forecast.value)}, 80% range ${value(forecast.low80)} to ${value(forecast.high80)}`,
  );
  if (guardrail !== null) parts.push(`guardrail ${limitText(guardrail, metric.unit)}`);
  return `${metric.title}: ${parts.join(', ')}`;
}

import type { MetricPage } from '@tandem/contracts/metrics';
import { distanceText, rangeText, valueText } from '../../text/number-text.js';
import { PACE_WORDS } from './chart-words.js';

export interface PointFact {
  readonly name: string;
  readonly value: string;
}

type KeyResult = MetricPage['keyResults'][number]['keyResult'];

interface PacePoint {
  readonly end: string;
  readonly value: string | null;
  readonly expected: string | null;
}

/** "0.13 pp behind", by the side on which better lies; null where there is nothing to compare. */
export function againstPace(point: PacePoint, keyResult: KeyResult | null): string | null {
  if (point.value === null || point.expected === null || keyResult === null) return null;
  const { unit, precision } = keyResult.metric;
  // Of now the server has said it; of earlier days it is the difference of two values that it said.
  if (point.end === keyResult.current.end && keyResult.paceGap !== null && keyResult.paceSide !== null)
    return PACE_WORDS[keyResult.paceSide](distanceText(keyResult.paceGap, unit));
  const gap = Number(point.value) - Number(point.expected);
  const distance = Math.abs(gap).toFixed(precision);
  if (Number(distance) === 0) return PACE_WORDS.onPath;
  const isUp = Number(keyResult.target) >= Number(keyResult.baseline);
  return PACE_WORDS[gap > 0 === isUp ? 'ahead' : 'behind'](distanceText(distance, unit));
}

/** What is aimed at by the due date, and what is expected then. */
export function dueFacts(keyResult: KeyResult | null, unit: string): readonly PointFact[] {
  const { target = null, forecast = null } = keyResult ?? {};
  return [
    ...(target === null ? [] : [{ name: PACE_WORDS.target, value: valueText(target, unit) }]),
    ...(forecast
      ? [
          { name: PACE_WORDS.forecast, value: valueText(forecast.value, unit) },
          { name: PACE_WORDS.range50, value: rangeText(forecast.low50, forecast.high50, unit) },
          { name: PACE_WORDS.range80, value: rangeText(forecast.low80, forecast.high80, unit) },
        ]
      : []),
  ];
}

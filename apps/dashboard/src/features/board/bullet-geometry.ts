import type { KeyResultProgress } from '@tandem/contracts/board';
import { drawnLimit } from '../../text/status-words.js';

/** Places on the bar in per cent of its width. Right is always better, whatever the unit and direction. */
export interface BulletMarks {
  readonly baseline: number;
  readonly now: number | null;
  /** One tick for a target or a limit to hold; two for "between". */
  readonly targets: readonly number[];
  readonly pace: number | null;
  readonly forecast: { readonly at: number; readonly low: number; readonly high: number } | null;
  /** The zone beyond the guardrail; `limit` is the edge that is drawn. */
  readonly guardrail: { readonly from: number; readonly to: number; readonly limit: number } | null;
}

type Measured = Pick<
  KeyResultProgress,
  'kind' | 'baseline' | 'target' | 'atLeast' | 'atMost' | 'expected' | 'guardrail' | 'trend'
> & {
  readonly current: Pick<KeyResultProgress['current'], 'value'>;
  readonly forecast:
    KeyResultProgress['forecast'] | Pick<NonNullable<KeyResultProgress['forecast']>, 'value' | 'low80' | 'high80'>;
};

/** Values that stand at 1/6 and at 5/6 of the bar. */
interface Scale {
  readonly zero: number;
  readonly one: number;
}

const ROOM = 0.25;

function number(decimal: string | null | undefined): number | null {
  return decimal === null || decimal === undefined ? null : Number(decimal);
}

function reachScale(keyResult: Measured): Scale | null {
  const zero = number(keyResult.baseline);
  const one = number(keyResult.target);
  return zero === null || one === null || zero === one ? null : { zero, one };
}

/**
 * A key result that is to be held has no baseline. Its limit takes the place of the target, and the bar is made wide enough for the worst
 * and the best that was seen, so that the marks stay in view.
 */
function stayScale(keyResult: Measured): Scale | null {
  const low = number(keyResult.atLeast);
  const high = number(keyResult.atMost);
  if (low !== null && high !== null) return low === high ? null : { zero: low, one: high };
  const limit = low ?? high;
  if (limit === null) return null;
  const better = low === null ? -1 : 1;
  const rail = drawnLimit(keyResult.guardrail);
  const seen = [keyResult.current.value, ...keyResult.trend.map((point) => point.value)];
  const values = [...seen.flatMap((value) => (value === null ? [] : [Number(value)])), ...(rail ? [rail.limit] : [])];
  const distances = values.map((value) => better * (value - limit));
  const worst = Math.max(0, ...distances.map((distance) => -distance));
  const best = Math.max(0, ...distances);
  const span = Math.max(worst, best / ROOM) || Math.abs(limit) / 10 || 1;
  return { zero: limit - better * span, one: limit };
}

/** Baseline at 1/6 and target at 5/6 of every bar, so that targets align down the table. null when there is nothing to measure against. */
export function bulletMarks(keyResult: Measured): BulletMarks | null {
  const scale = keyResult.kind === 'reach' ? reachScale(keyResult) : stayScale(keyResult);
  if (scale === null) return null;
  const place = (value: number): number => {
    const share = (value - scale.zero) / (scale.one - scale.zero);
    return Math.min(100, Math.max(0, ((share + ROOM) / (1 + 2 * ROOM)) * 100));
  };
  const at = (decimal: string | null | undefined): number | null => {
    const value = number(decimal);
    return value === null ? null : place(value);
  };
  const held = [keyResult.atLeast, keyResult.atMost].flatMap((limit) => (limit === null ? [] : [place(Number(limit))]));
  const { forecast } = keyResult;
  return {
    baseline: place(scale.zero),
    now: at(keyResult.current.value),
    targets: keyResult.kind === 'reach' ? [place(scale.one)] : held,
    pace: at(keyResult.expected),
    forecast:
      forecast === null
        ? null
        : {
            at: place(Number(forecast.value)),
            low: Math.min(place(Number(forecast.low80)), place(Number(forecast.high80))),
            high: Math.max(place(Number(forecast.low80)), place(Number(forecast.high80))),
          },
    guardrail: guardrailZone(keyResult.guardrail, scale, place),
  };
}

function guardrailZone(
  guardrail: Measured['guardrail'],
  scale: Scale,
  place: (value: number) => number,
): BulletMarks['guardrail'] {
  const drawn = drawnLimit(guardrail);
  if (drawn === null) return null;
  const limit = place(drawn.limit);
  const rising = scale.one > scale.zero;
  const badIsLeft = (drawn.side === 'floor') === rising;
  const zone = badIsLeft ? { from: 0, to: limit, limit } : { from: limit, to: 100, limit };
  return zone.to - zone.from <= 0 ? null : zone;
}

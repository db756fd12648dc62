import Big from 'big.js';
import type { AlertState } from '../alert/alert.js';
import type { VerdictReason } from './guardrail.js';
import type { Limit } from './limit-of.js';

export interface Held {
  readonly kind: 'ok' | 'breached';
  readonly reason: VerdictReason;
  /** The limit that decided. */
  readonly against: string;
}

export type JudgedAlert = Pick<AlertState, 'state' | 'resumeState'>;

/**
 * Holds a decimal string against a limit, exactly. While the alert is firing the clear limit counts as well (hysteresis), and equal is
 * inside it; at the fire limit equal is inside unless `equal` says `outside`.
 */
export function holdAgainst(
  measured: string,
  limit: Limit,
  alert: JudgedAlert,
  equal: 'inside' | 'outside' = 'inside',
): Held {
  if (isBeyond(measured, limit.fire, limit.side, equal)) {
    return { kind: 'breached', reason: limit.side === 'floor' ? 'belowFloor' : 'aboveCeiling', against: limit.fire };
  }
  if (!isFiring(alert) || new Big(limit.clear).eq(limit.fire)) {
    return { kind: 'ok', reason: 'insideLimit', against: limit.fire };
  }
  return isBeyond(measured, limit.clear, limit.side, 'inside')
    ? { kind: 'breached', reason: 'betweenFireAndClear', against: limit.clear }
    : { kind: 'ok', reason: 'insideClearLimit', against: limit.clear };
}

function isBeyond(value: string, limit: string, side: Limit['side'], equal: 'inside' | 'outside'): boolean {
  const compared = new Big(value).cmp(limit);
  if (compared === 0) return equal === 'outside';
  return side === 'floor' ? compared < 0 : compared > 0;
}

/** Firing, on the way out of it, or hidden behind missing data: the episode is not over. */
export function isFiring(alert: JudgedAlert): boolean {
  const state = alert.state === 'noData' || alert.state === 'error' ? alert.resumeState : alert.state;
  return state === 'firing' || state === 'recovering';
}

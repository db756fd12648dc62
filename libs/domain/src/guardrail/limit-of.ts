import Big from 'big.js';

export interface Limit {
  readonly side: 'floor' | 'ceiling';
  /** The limit that fires; a value equal to it is inside, unless the guardrail says otherwise. Decimal string. */
  readonly fire: string;
  /** The limit that clears a firing alert: never laxer than `fire`. */
  readonly clear: string;
}

/** What states a limit; guardrails of several kinds do. */
export interface StatedLimit {
  readonly id: string;
  readonly atLeast?: string;
  readonly atMost?: string;
  readonly clearAt?: string;
}

/**
 * Reads the two limits of a guardrail. A clear limit on the wrong side of the fire limit would let an alert clear while it is
 * still breached, so the stricter of the two counts. Throws when the guardrail does not state exactly one limit.
 */
export function limitOf({ id, atLeast, atMost, clearAt }: StatedLimit): Limit {
  if (atLeast !== undefined && atMost === undefined) {
    return {
      side: 'floor',
      fire: atLeast,
      clear: clearAt !== undefined && new Big(clearAt).gt(atLeast) ? clearAt : atLeast,
    };
  }
  if (atMost !== undefined && atLeast === undefined) {
    return {
      side: 'ceiling',
      fire: atMost,
      clear: clearAt !== undefined && new Big(clearAt).lt(atMost) ? clearAt : atMost,
    };
  }
  throw new Error(`Guardrail "${id}" must state exactly one of "atLeast" and "atMost".`);
}

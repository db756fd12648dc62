import Big from 'big.js';
import { limitOf, type StatedLimit } from './limit-of.js';

/** Share of the way from limit to target that counts as near. */
const nearShareOfRoom = '0.2';
/** Share of the limit itself that counts as near when there is no target to measure the room by. */
const nearShareOfLimit = '0.05';

export type GuardrailProximity = 'inside' | 'near' | 'beyond';

/**
 * How close a value stands to the fire limit; for people's eyes only, it alerts nobody.
 * `beyond`: outside the limit (equal is inside). `near`: inside, but
 * - not yet past the clear limit, where the guardrail states one: its owner has said where calm begins; or
 * - within a fifth of the room between limit and `target`, where the metric has a target on the inner side; or
 * - within 5 % of the limit's own size, where neither is known. A limit of 0 then has only the limit itself as near.
 * `target` is the key result's target in the metric's unit, null when there is none.
 */
export function guardrailProximity(guardrail: StatedLimit, value: string, target: string | null): GuardrailProximity {
  const limit = limitOf(guardrail);
  const inward = (to: string) =>
    limit.side === 'floor' ? new Big(to).minus(limit.fire) : new Big(limit.fire).minus(to);
  const distance = inward(value);
  if (distance.lt(0)) return 'beyond';
  if (inward(limit.clear).gt(0)) return distance.lt(inward(limit.clear)) ? 'near' : 'inside';
  const room = target === null ? null : inward(target);
  const nearUpTo =
    room !== null && room.gt(0) ? room.times(nearShareOfRoom) : new Big(limit.fire).abs().times(nearShareOfLimit);
  return distance.lte(nearUpTo) ? 'near' : 'inside';
}

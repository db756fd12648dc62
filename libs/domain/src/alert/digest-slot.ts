import { dayMs, instantOfWallClock, wallClockMs, zoneNamed } from '../metric/local-day.js';

export type DigestCadence = 'daily' | 'weekly';

export interface DigestPlan {
  readonly cadence: DigestCadence;
  /** Hour of the local clock, 0 to 23. */
  readonly hour: number;
  /** IANA zone. */
  readonly timeZone: string;
  /** ISO day of week on which a weekly digest comes: 1 Monday … 7 Sunday. */
  readonly weekStartsOn: number;
}

const hourMs = 3_600_000;

/**
 * The last instant at or before `now` at which a digest is due. An hour that a clock change leaves out is due when the clock jumps over it; one
 * that comes twice is due at the first.
 */
export function lastDigestSlot(now: Date, plan: DigestPlan): Date {
  const zone = zoneNamed(plan.timeZone);
  const today = Math.floor(wallClockMs(now.getTime(), zone) / dayMs);
  // Two weeks hold a slot of every plan, whatever the clock does between.
  for (let day = today; day > today - 15; day -= 1) {
    if (plan.cadence === 'weekly' && isoWeekday(day) !== plan.weekStartsOn) continue;
    const slot = instantOfWallClock(day * dayMs + plan.hour * hourMs, zone);
    if (slot <= now.getTime()) return new Date(slot);
  }
  throw new Error(`No ${plan.cadence} slot was found before ${now.toISOString()}.`);
}

/** Day 0 is 1 January 1970, a Thursday. */
function isoWeekday(localDay: number): number {
  return ((((localDay + 3) % 7) + 7) % 7) + 1;
}

export interface DigestDue {
  /** What is told: everything since the last digest, also after a standstill of several slots. */
  readonly from: Date;
  readonly to: Date;
}

/**
 * Which digest is due; null for none. A standstill is caught up with one digest over all of it. A clock that was set back by more than a slot
 * begins anew with the present one.
 *
 * @param toldTo the slot up to which everything was told
 */
export function digestDue(toldTo: Date, now: Date, plan: DigestPlan): DigestDue | { readonly restartAt: Date } | null {
  const slot = lastDigestSlot(now, plan);
  if (slot > toldTo) return { from: toldTo, to: slot };
  const cadenceMs = plan.cadence === 'daily' ? dayMs : 7 * dayMs;
  return toldTo.getTime() - slot.getTime() >= 2 * cadenceMs ? { restartAt: slot } : null;
}

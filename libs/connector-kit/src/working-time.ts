import { CalendarError } from '@tandem/domain/metric/local-day';
import { openIntervals } from '@tandem/domain/metric/opening-times';
import type { OpeningTimes } from '@tandem/domain/organisation/business-calendar';

/** A time in which a clock ran; without an end it runs on. */
export interface Stretch {
  readonly from: string;
  readonly to: string | null;
}

const dayMs = 86_400_000;
const daysAtOnce = 14;
const daysLookedAt = 366;

/**
 * The instant at which so much opening time has passed in the stretches, the last of which runs on; null when it does not come within a year, or when no
 * calendar tells of that time.
 */
export function dueByOpeningTimes(
  opening: OpeningTimes,
  stretches: readonly Stretch[],
  targetMs: number,
): string | null {
  let left = targetMs;
  for (const { from, to } of stretches) {
    const begins = Date.parse(from);
    const ends = to === null ? begins + daysLookedAt * dayMs : Date.parse(to);
    for (let at = begins; at < ends; at += daysAtOnce * dayMs) {
      for (const { startMs, endMs } of openBetween(opening, at, Math.min(ends, at + daysAtOnce * dayMs))) {
        if (endMs - startMs >= left) return new Date(startMs + left).toISOString();
        left -= endMs - startMs;
      }
    }
  }
  return null;
}

function openBetween(opening: OpeningTimes, fromMs: number, toMs: number) {
  try {
    return openIntervals(opening, new Date(fromMs), new Date(toMs));
  } catch (error) {
    if (error instanceof CalendarError) return [];
    throw error;
  }
}

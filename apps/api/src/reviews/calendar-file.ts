import type { Meeting } from '@tandem/domain/review/review-cadence';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/**
 * The meetings as a calendar file (RFC 5545). Each is one event at its instant in UTC, so that no reader has to know the clock changes of the
 * zone; its identity is the date that the rule gives, so that a moved or cancelled meeting stays the same entry of every calendar.
 */
export function calendarFile(
  {
    organisation,
    meetings,
    now,
  }: { readonly organisation: string; readonly meetings: readonly Meeting[]; readonly now: Date },
  origin: string,
): string {
  const host = new URL(origin).host;
  const calendar = ical({
    name: `Reviews, ${organisation}`,
    prodId: { company: 'Tandem', product: 'Reviews', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3_600,
  });
  for (const { slot, startsAt, endsAt, movedFrom, isCancelled } of meetings) {
    calendar.createEvent({
      id: `review-${slot}@${host}`,
      start: startsAt,
      end: endsAt,
      stamp: now,
      sequence: movedFrom === null && !isCancelled ? 0 : 1,
      summary: 'Review of marketing and IT',
      description: `What moved, what broke, what is at risk, what to decide: ${origin}/reviews/next`,
      url: `${origin}/reviews/next`,
      status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}

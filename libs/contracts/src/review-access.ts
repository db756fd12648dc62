import { z } from 'zod';
import { instant, localDate } from './common.js';
import { reviewContent, reviewItem } from './reviews.js';

export const reviewLink = z
  .strictObject({
    id: z.string(),
    madeAt: instant,
    madeBy: z.string(),
    expiresAt: instant,
    revokedAt: instant.nullable(),
    /** When somebody last read with it. */
    openedAt: instant.nullable(),
  })
  .meta({ id: 'ReviewLink' });
export const reviewLinkList = z.strictObject({ links: z.array(reviewLink) }).meta({ id: 'ReviewLinkList' });
export const reviewLinkBody = z.strictObject({ days: z.number().int().min(1).max(90).default(14) });
/** The address is shown once: only the hash of its token is kept. */
export const reviewLinkMade = z.strictObject({ link: reviewLink, url: z.string() }).meta({ id: 'ReviewLinkMade' });

export const sharedReviewBody = z.strictObject({ token: z.string().min(1).max(200) });
/** What somebody invited reads. */
export const sharedReview = z.strictObject({ review: reviewItem, content: reviewContent }).meta({ id: 'SharedReview' });

const meetingException = z.strictObject({
  on: localDate,
  to: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, 'Use a local time such as 2026-12-16T14:00')
    .optional(),
  cancelled: z.literal(true).optional(),
});

/** The same rule as `organisation.reviews` of a configuration file; weekdays by their ISO number. */
export const cadenceBody = z
  .strictObject({
    weekday: z.number().int().min(1).max(7),
    weeks: z.array(z.number().int().min(1).max(5)).min(1).max(5),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Use a time of day such as 10:00'),
    minutes: z.number().int().min(10).max(480),
    askBeforeDays: z.number().int().min(0).max(14),
    exceptions: z
      .array(
        meetingException.refine(({ to, cancelled }) => (to === undefined) !== (cancelled === undefined), {
          error: 'A meeting is either moved or left out',
        }),
      )
      .max(100),
  })
  .meta({ id: 'ReviewCadence' });

export const meetings = z
  .strictObject({
    timeZone: z.string(),
    cadence: cadenceBody,
    /** The coming ones, those that are left out among them. */
    meetings: z.array(
      z.strictObject({
        slot: localDate,
        startsAt: instant,
        endsAt: instant,
        movedFrom: instant.nullable(),
        isCancelled: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'ReviewMeetings' });

export const calendarFeed = z
  .strictObject({ id: z.string(), madeAt: instant, readAt: instant.nullable() })
  .meta({ id: 'CalendarFeed' });
export const calendarFeedList = z.strictObject({ feeds: z.array(calendarFeed) }).meta({ id: 'CalendarFeedList' });
/** The address is shown once. */
export const calendarFeedMade = z
  .strictObject({ feed: calendarFeed, url: z.string() })
  .meta({ id: 'CalendarFeedMade' });
/** 256 bits as base64url, and the ending that calendars look for. */
export const calendarToken = z.string().regex(/^[A-Za-z0-9_-]{43}\.ics$/, 'Use the address as it was shown');

export type ReviewLink = z.infer<typeof reviewLink>;
export type ReviewLinkList = z.infer<typeof reviewLinkList>;
export type ReviewLinkBody = z.infer<typeof reviewLinkBody>;
export type ReviewLinkMade = z.infer<typeof reviewLinkMade>;
export type SharedReview = z.infer<typeof sharedReview>;
export type CadenceBody = z.infer<typeof cadenceBody>;
export type Meetings = z.infer<typeof meetings>;
export type CalendarFeedList = z.infer<typeof calendarFeedList>;
export type CalendarFeedMade = z.infer<typeof calendarFeedMade>;

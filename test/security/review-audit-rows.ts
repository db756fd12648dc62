import type { CalendarFeedMade, ReviewLinkMade } from '@tandem/contracts/review-access';
import type { AccessStage, Reply } from '../access/access-stage.js';
import { reviewKeeping } from '../reviews/review-keeping.js';

type Headers = Readonly<Record<string, string>>;
interface Asked {
  readonly as?: Headers;
  readonly ids?: string[];
  readonly body?: object;
}

/** Drives every changing route of reviews, from the draft to the end. `lead` speaks for marketing, `guest` for IT. */
export async function reviewsLeaveTheirRows({
  drive,
  stage,
  lead,
  guest,
}: {
  readonly drive: (route: string, asked: Asked) => Promise<{ readonly reply: Reply; readonly rows: string[] }>;
  readonly stage: AccessStage;
  readonly lead: Headers;
  readonly guest: Headers;
}): Promise<void> {
  await reviewKeeping(stage.database, () => stage.now)();
  const rowsOf = async (route: string, asked: Asked) => (await drive(route, asked)).rows;
  const ids = ['1'];
  const { reply, rows } = await drive('POST /api/v1/reviews/:number/links', { as: guest, ids, body: {} });
  expect(rows).toEqual(['link.make review by account']);
  const { link, url } = (reply as Reply<ReviewLinkMade>).body;
  const token = url.split('#')[1];
  expect(await rowsOf('POST /api/v1/shared-review', { as: {}, body: { token } })).toEqual([
    'link.open review by review-link',
  ]);
  expect(await rowsOf('DELETE /api/v1/reviews/:number/links/:id', { as: lead, ids: ['1', link.id] })).toEqual([
    'link.revoke review by account',
  ]);
  const made = await drive('POST /api/v1/account/review-calendars', { as: guest, body: {} });
  expect(made.rows).toEqual(['create calendarFeed by account']);
  const feed = (made.reply as Reply<CalendarFeedMade>).body.feed.id;
  expect(await rowsOf('DELETE /api/v1/account/review-calendars/:id', { as: guest, ids: [feed] })).toEqual([
    'revoke calendarFeed by account',
  ]);
  const cadence = { weekday: 4, weeks: [2], at: '09:00', minutes: 30, askBeforeDays: 1, exceptions: [] };
  expect(await rowsOf('PUT /api/v1/review-meetings', { as: lead, body: cadence })).toEqual([
    'change organisation by account',
    'move review by clock',
  ]);
  const explain = { as: guest, ids, body: { metric: 'cycles', text: 'A quiet week.' } };
  expect(await rowsOf('POST /api/v1/reviews/:number/explanations', explain)).toEqual(['explain review by service']);
  expect(await rowsOf('POST /api/v1/reviews/:number/hold', { as: lead, ids, body: {} })).toEqual([
    'hold review by account',
    'open review by clock',
  ]);
  expect(await rowsOf('POST /api/v1/reviews/:number/close', { as: guest, ids, body: {} })).toEqual([
    'close review by account',
  ]);
}

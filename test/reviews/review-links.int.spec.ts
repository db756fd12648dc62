import type { CalendarFeedMade, Meetings, ReviewLinkMade, SharedReview } from '@tandem/contracts/review-access';
import { sharedReview } from '@tandem/contracts/review-access';
import { adminHeaders } from '../product/admin-access.js';
import { GoalStage, helped } from '../goals/goal-stage.js';
import { reviewKeeping } from './review-keeping.js';

const dayMs = 86_400_000;
let stage: GoalStage;

beforeEach(async () => {
  stage = await GoalStage.open();
  stage.access.now = new Date('2026-11-30T08:00:00Z');
  await stage.apply({ goals: [helped] });
  await reviewKeeping(stage.access.database, () => stage.access.now)();
});
afterEach(() => stage.close());

const tokenOf = ({ url }: { url: string }) => url.split('#')[1] ?? '';
const open = (token: string) => stage.access.ask<SharedReview>('POST', '/shared-review', { body: { token } });
const invite = (days = 14) => stage.post<ReviewLinkMade>('/reviews/1/links', stage.it, { days });
const acts = async () => {
  const { rows } = await stage.access.database.pool.query<{ act: string }>(
    `select action || ' by ' || split_part(actor, ':', 1) as act from audit_log where action like 'link.%' order by id`,
  );
  return rows.map(({ act }) => act);
};

describe('a link for those invited', () => {
  it('leads to that review, without an account, and each opening is on record', async () => {
    const made = await invite();
    const { status, body } = await open(tokenOf(made));
    expect(status).toBe(200);
    expect(sharedReview.parse(body)).toEqual(body);
    expect(body.review).toMatchObject({ number: 1, state: 'draft' });
    await open(tokenOf(made));
    expect(await acts()).toEqual(['link.make by account', 'link.open by review-link']);
    stage.access.later(2 * 3_600_000);
    await open(tokenOf(made));
    expect(await acts()).toHaveLength(3);
  });

  it('says the frozen content once the review was held, and nothing of the next one', async () => {
    const token = tokenOf(await invite());
    await stage.post('/reviews/1/hold', stage.it);
    stage.access.later(dayMs);
    const { body } = await open(token);
    expect(body.content).toEqual(await stage.get('/reviews/1/content'));
  });

  it('lets nobody in anywhere else', async () => {
    const token = tokenOf(await invite());
    for (const path of ['/reviews', '/reviews/1', '/reviews/1/content', '/board']) {
      const { status } = await stage.access.ask('GET', path, { headers: { authorization: `Bearer ${token}` } });
      expect([path, status]).toEqual([path, 401]);
    }
  });

  it('leads nowhere once it is taken back, has expired, or never was: the same answer each time', async () => {
    const revoked = await invite();
    const { id } = revoked.link;
    const taken = await stage.access.ask('DELETE', `/reviews/1/links/${id}`, { headers: stage.marketing });
    expect(taken.status).toBe(204);
    expect((await stage.access.ask('DELETE', `/reviews/1/links/${id}`, { headers: stage.it })).status).toBe(404);
    const expired = await invite(1);
    stage.access.later(dayMs);
    const answers = await Promise.all([tokenOf(revoked), tokenOf(expired), 'nothing'].map(open));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await acts()).toEqual(['link.make by account', 'link.revoke by account', 'link.make by account']);
  });

  it('is stored as a hash, and shown once', async () => {
    const token = tokenOf(await invite());
    const { rows } = await stage.access.database.pool.query<{ row: string }>(
      'select to_jsonb(l)::text as row from review_link l',
    );
    expect(rows.map(({ row }) => row).join()).not.toContain(token);
    expect(JSON.stringify(await stage.access.ask('GET', '/reviews/1/links', { headers: stage.it }))).not.toContain(
      token,
    );
  });
});

describe('the calendar of the meetings', () => {
  const subscribe = async () => {
    const { url } = await stage.post<CalendarFeedMade>('/account/review-calendars', stage.it);
    return url.replace(/^.*\/api\/v1/, '');
  };
  const calendar = async (path: string) => {
    const answer = await stage.access.api.inject({ url: `/api/v1${path}` });
    return { status: answer.statusCode, type: answer.headers['content-type'], body: answer.body.replace(/\r\n /g, '') };
  };
  const plan = (body: object) => stage.access.ask<Meetings>('PUT', '/review-meetings', { headers: adminHeaders, body });

  it('is read without a session, in the words of RFC 5545, at the instants of the zone', async () => {
    await stage.apply({ organisation: { timeZone: 'Europe/Berlin' } });
    const { status, type, body } = await calendar(await subscribe());
    expect([status, type]).toEqual([200, 'text/calendar; charset=utf-8']);
    const lines = body.split('\r\n');
    expect(lines[0]).toBe('BEGIN:VCALENDAR');
    expect(lines).toEqual(expect.arrayContaining(['VERSION:2.0', 'METHOD:PUBLISH', 'END:VCALENDAR']));
    // Ten o'clock in Berlin is nine in winter and eight in summer.
    expect(lines).toEqual(expect.arrayContaining(['DTSTART:20261201T090000Z', 'DTEND:20261201T094500Z']));
    expect(lines).toEqual(expect.arrayContaining(['DTSTART:20270601T080000Z']));
    const uids = lines.filter((line) => line.startsWith('UID:'));
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.length).toBeGreaterThanOrEqual(24);
  });

  it('keeps the entry of a meeting that is moved or left out', async () => {
    const feed = await subscribe();
    const entry = async () => {
      const { body } = await calendar(feed);
      return body.split('BEGIN:VEVENT').find((part) => part.includes('UID:review-2026-12-15')) ?? '';
    };
    expect(await entry()).toContain('DTSTART:20261215T100000Z');
    const { cadence } = await stage.get<Meetings>('/review-meetings');
    const moved = await plan({ ...cadence, exceptions: [{ on: '2026-12-15', to: '2026-12-16T14:00' }] });
    expect(moved.body.meetings.find(({ slot }) => slot === '2026-12-15')).toMatchObject({
      startsAt: '2026-12-16T14:00:00.000Z',
      movedFrom: '2026-12-15T10:00:00.000Z',
    });
    expect(await entry()).toContain('DTSTART:20261216T140000Z');
    await plan({ ...cadence, exceptions: [{ on: '2026-12-15', cancelled: true }] });
    expect(await entry()).toContain('STATUS:CANCELLED');
  });

  it('ends when its address is taken back, or its owner is shut out', async () => {
    const feed = await subscribe();
    const { feeds } = (
      await stage.access.ask<{ feeds: { id: string }[] }>('GET', '/account/review-calendars', { headers: stage.it })
    ).body;
    const path = `/account/review-calendars/${feeds[0]?.id ?? ''}`;
    expect((await stage.access.ask('DELETE', path, { headers: stage.marketing })).status).toBe(404);
    expect((await calendar(feed)).status).toBe(200);
    expect((await stage.access.ask('DELETE', path, { headers: stage.it })).status).toBe(204);
    expect((await calendar(feed)).status).toBe(404);
    const other = await subscribe();
    await stage.access.database.pool.query(
      `update account set disabled_at = now() where email = 'service@example.org'`,
    );
    expect((await calendar(other)).status).toBe(404);
  });

  it('is as the file of the configuration has it, both ways', async () => {
    const exceptions = [{ on: '2026-12-15', cancelled: true }];
    await stage.apply({ organisation: { reviews: { weekday: 'thursday', weeks: [2, 4], at: '14:30', exceptions } } });
    const { cadence, meetings } = await stage.get<Meetings>('/review-meetings');
    expect(cadence).toMatchObject({ weekday: 4, weeks: [2, 4], at: '14:30', minutes: 45, exceptions });
    expect(meetings[0]).toMatchObject({ slot: '2026-12-10', startsAt: '2026-12-10T14:30:00.000Z' });
    await plan({ ...cadence, at: '15:00' });
    const exported = JSON.stringify(await stage.get('/configuration'));
    expect(exported).toContain('weekday: thursday');
    expect(exported).toContain('15:00');
    const bad = await plan({ ...cadence, at: '25:00' });
    expect(bad.status).toBe(400);
  });
});

import { createHash } from 'node:crypto';
import type { AskedList, ReviewContent, ReviewList, ReviewPage } from '@tandem/contracts/reviews';
import { reviewContent } from '@tandem/contracts/reviews';
import { adminHeaders } from '../product/admin-access.js';
import { base, GoalStage, helped } from '../goals/goal-stage.js';
import { reviewKeeping } from './review-keeping.js';

const dayMs = 86_400_000;
/** Nine weeks as they were, and three in which everything broke. */
const weeks = [11, 12, 11, 13, 12, 13, 12, 14, 13];
const broken = [...weeks, 2, 3, 2];
const owned = base.metrics.map((one) => ({ ...one, owners: { marketing: 'campaigns', it: 'service' } }));

let stage: GoalStage;
let keep: () => Promise<void>;

beforeEach(async () => {
  stage = await GoalStage.open();
  stage.access.now = new Date('2026-11-30T08:00:00Z');
  keep = reviewKeeping(stage.access.database, () => stage.access.now);
  await stage.apply({ goals: [helped], metrics: owned });
  await stage.collect(broken);
});
afterEach(() => stage.close());

const text = async (path: string) => {
  const { statusCode, body } = await stage.access.api.inject({ url: `/api/v1${path}`, headers: adminHeaders });
  expect(statusCode).toBe(200);
  return body;
};
const content = async (number: number | 'next') =>
  JSON.parse(await text(`/reviews/${number}/content`)) as ReviewContent;
const list = async () => (await stage.get<ReviewList>('/reviews')).reviews;

describe('a review', () => {
  it('is opened for the coming meeting, twice a month by the rule', async () => {
    await keep();
    await keep();
    expect(await list()).toMatchObject([
      { number: 1, slot: '2026-12-01', startsAt: '2026-12-01T10:00:00.000Z', state: 'draft', asKnownAt: null },
    ]);
  });

  it('fills itself until the meeting, and says what the contract says', async () => {
    await keep();
    const draft = await content('next');
    expect(reviewContent.parse(draft)).toEqual(draft);
    const [moved] = draft.sections.whatMoved.moved;
    expect(moved).toMatchObject({ metric: { key: 'attainment' }, rule: 'beyondLimits', verdict: 'worse' });
    expect(moved?.unexplained.map(({ side }) => side)).toEqual(['marketing', 'it']);
    // A campaign that began while everything broke.
    const announced = {
      event: 'campaign',
      what: 'Winter sale',
      startsAt: '2026-11-17T08:00:00Z',
      endsAt: null,
      note: '',
    };
    await stage.post('/planned-changes', stage.marketing, announced);
    expect((await content('next')).sections.whatMoved.moved[0]?.events).toMatchObject([
      { kind: 'campaign', side: 'marketing', title: 'Winter sale began', at: '2026-11-17T08:00:00.000Z' },
    ]);
    await stage.post('/reviews/next/explanations', stage.it, { metric: 'attainment', text: 'The desk was moved.' });
    const [explained] = (await content('next')).sections.whatMoved.moved;
    expect(explained?.explanations).toMatchObject([{ side: 'it', text: 'The desk was moved.', by: 'Head of Service' }]);
    expect(explained?.unexplained).toEqual([{ side: 'marketing', owner: 'Head of Campaigns' }]);
  });

  it('asks the owners of both sides once, some days before', async () => {
    const guarding = { metric: 'attainment', atLeast: 1, owners: { marketing: 'campaigns', it: 'service' } };
    await stage.apply({
      routes: [
        { id: 'it-room', channel: 'email', to: ['room@example.org'], side: 'it' },
        { id: 'elsewhere', channel: 'email', to: ['elsewhere@example.org'] },
      ],
      guardrails: [{ id: 'floor', title: 'Floor', ...guarding, routes: ['it-room'] }],
    });
    stage.access.now = new Date('2026-11-27T08:00:00Z');
    await keep();
    expect((await stage.get<ReviewPage>('/reviews/next')).askedAt).toBeNull();
    stage.access.now = new Date('2026-11-30T08:00:00Z');
    await keep();
    await keep();
    const { asked } = await stage.get<ReviewPage>('/reviews/next');
    expect(
      asked.filter(({ metric }) => metric === 'attainment').map(({ name, side, told }) => [name, side, told]),
    ).toEqual([
      ['Head of Campaigns', 'marketing', true],
      ['Head of Service', 'it', true],
    ]);
    // What is asked stands in the inbox until the side has answered.
    const open = async () =>
      (await stage.get<AskedList>('/reviews/asked')).asked.flatMap(({ metric, side }) =>
        metric.key === 'attainment' ? [side] : [],
      );
    expect(await open()).toEqual(['marketing', 'it']);
    await stage.post('/reviews/next/explanations', stage.it, { metric: 'attainment', text: 'The desk was moved.' });
    expect(await open()).toEqual(['marketing']);
    const { rows } = await stage.access.database.pool.query(
      `select address, content ->> 'url' as url from outbox where kind = 'explanationAsked' and route_id is null order by address`,
    );
    const url = 'https://tandem.example.org/reviews/1';
    expect(rows).toEqual([
      { address: 'campaigns@example.org', url },
      { address: 'service@example.org', url },
    ]);
    const channels = await stage.access.database.pool.query(
      `select route_id, channel, jsonb_array_length(content -> 'metrics') as metrics
         from outbox where kind = 'explanationAsked' and route_id is not null`,
    );
    expect(channels.rows).toEqual([{ route_id: 'it-room', channel: 'email', metrics: 1 }]);
  });

  it('is frozen when it is held: the same bytes after a correction, a changed definition and a new name', async () => {
    await keep();
    const held = await stage.post<ReviewPage>('/reviews/next/hold', stage.it);
    expect(held).toMatchObject({ number: 1, state: 'held', asKnownAt: '2026-11-30T08:00:00.000Z' });
    const before = await text('/reviews/1/content');
    expect(createHash('sha256').update(before).digest('hex')).toBe(held.contentHash);

    stage.access.later(dayMs);
    await stage.collect(broken.map((met) => met + 4));
    await stage.apply({
      organisation: { name: 'Southern Ferries' },
      metrics: owned.map((one) => ({ ...one, title: `${one.key} anew`, precision: 3 })),
    });
    await stage.post('/goals/helped/check-ins', stage.it, { confidence: 3, note: 'It fell.' });
    expect(await text('/reviews/1/content')).toBe(before);
    const next = await content('next');
    expect(next.sections.whatMoved.moved.map(({ metric }) => metric.title)).not.toContain('attainment');
    expect(next).toMatchObject({ number: 2, previous: { number: 1, asKnownAt: '2026-11-30T08:00:00.000Z' } });
  });

  it('cannot be changed in the database, held twice, or explained any more', async () => {
    await keep();
    await stage.post('/reviews/1/hold', stage.marketing);
    const { pool } = stage.access.database;
    await expect(pool.query(`update review_snapshot set content = 'x'`)).rejects.toThrow('only ever added');
    await expect(pool.query('delete from review_snapshot')).rejects.toThrow('only ever added');
    expect(await stage.refused('/reviews/1/hold', stage.it)).toMatchObject({ status: 409 });
    const late = { metric: 'attainment', text: 'Too late.' };
    expect(await stage.refused('/reviews/1/explanations', stage.it, late)).toMatchObject({ status: 409 });
    expect(await stage.post('/reviews/1/close', stage.it)).toMatchObject({ state: 'closed' });
    expect(await stage.refused('/reviews/1/close', stage.it)).toMatchObject({ status: 409 });
    expect(await list()).toMatchObject([
      { number: 2, slot: '2026-12-15', state: 'draft' },
      { number: 1, state: 'closed' },
    ]);
  });

  it('is frozen by the clock as of the end of its meeting, also when nobody looked for a day', async () => {
    await keep();
    stage.access.now = new Date('2026-12-02T09:00:00Z');
    await keep();
    expect(await list()).toMatchObject([
      { number: 2, slot: '2026-12-15', state: 'draft' },
      {
        number: 1,
        state: 'held',
        heldBy: null,
        asKnownAt: '2026-12-01T10:45:00.000Z',
        heldAt: '2026-12-02T09:00:00.000Z',
      },
    ]);
    expect((await content(1)).asKnownAt).toBe('2026-12-01T10:45:00.000Z');
  });

  it('follows a meeting that is moved, and gives its draft to the next one when it is left out', async () => {
    await keep();
    const except = async (exceptions: object[]) => {
      await stage.apply({ organisation: { reviews: { exceptions } } });
      await keep();
      return (await list())[0];
    };
    expect(await except([{ on: '2026-12-01', to: '2026-12-03T14:30' }])).toMatchObject({
      slot: '2026-12-01',
      startsAt: '2026-12-03T14:30:00.000Z',
    });
    expect(await except([{ on: '2026-12-01', cancelled: true }])).toMatchObject({ number: 1, slot: '2026-12-15' });
  });

  it('compares its figures with the last one', async () => {
    await keep();
    const first = await content('next');
    await stage.post('/reviews/1/hold', stage.it);
    const figures = (await content('next')).sections.headline.figures;
    for (const figure of first.sections.headline.figures) {
      const { was } = figures.find(({ code }) => code === figure.code) ?? {};
      expect([figure.code, was]).toEqual([figure.code, { value: figure.value, of: figure.of }]);
    }
  });
});

import type { NoticeContent } from '@tandem/application/delivery-ports';
import { sendDigests } from '@tandem/application/send-digests';
import { noticeMessage } from '@tandem/channels/notice-message';
import type { Problem } from '@tandem/contracts/common';
import type { MetricPage } from '@tandem/contracts/metrics';
import type { Note, NoteList } from '@tandem/contracts/notes';
import { createAlertReader } from '@tandem/kpi-store/repositories/alert-reader';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createDigestStore } from '@tandem/kpi-store/repositories/digest-store';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { GoalStage, helped } from '../goals/goal-stage.js';
import { adminHeaders } from '../product/admin-access.js';

const hourMs = 3_600_000;

let stage: GoalStage;
beforeAll(async () => {
  stage = await GoalStage.open();
  await stage.apply({ goals: [helped] });
});
afterEach(() => stage.access.database.owner.query('truncate note_version, note'));
afterAll(() => stage.close());

const onMetric = '/metrics/attainment/notes';
const began = { text: 'The new desk opened.', day: '2026-10-05' };
const list = (path = onMetric, asKnownAt?: Date) =>
  stage.get<NoteList>(`${path}${asKnownAt ? `?asKnownAt=${asKnownAt.toISOString()}` : ''}`);
const texts = ({ notes }: NoteList) => notes.map(({ text }) => text);
const change = (method: 'PUT' | 'DELETE', id: string, by: Readonly<Record<string, string>>, body?: object) =>
  stage.access.ask<Note>(method, `/notes/${id}`, { headers: by, ...(body ? { body } : {}) });

describe('a note', () => {
  it('on a metric and on a goal carries its day, its author and the side of the author, for everybody', async () => {
    for (const path of [onMetric, '/goals/helped/notes']) {
      await stage.post(path, stage.it, began);
      await stage.post(path, stage.marketing, { text: 'We saw it in the mails.' });
      const { notes } = await list(path);
      expect(notes).toMatchObject([
        { ...began, side: 'it', by: { id: 'service', name: 'Head of Service' }, changedAt: null, earlier: [] },
        { text: 'We saw it in the mails.', day: null, side: 'marketing', by: { id: 'campaigns' } },
      ]);
    }
    expect(texts(await list('/metrics/cycles/notes'))).toEqual([]);
  });

  it('is changed and removed by its author only, and says for ever what it said then', async () => {
    const times: Date[] = [];
    const wait = () => {
      times.push(stage.access.now);
      stage.access.later(hourMs);
    };
    wait();
    const { id } = await stage.post<Note>(onMetric, stage.it, began);
    wait();
    const others = await change('PUT', id, stage.marketing, { text: 'Ours now' });
    expect([others.status, JSON.stringify(others.body)]).toEqual([403, expect.stringMatching(/Only who wrote/)]);
    expect((await change('DELETE', id, stage.marketing)).status).toBe(403);
    const better = { text: 'The new desk opened, with two people.', day: '2026-10-06' };
    expect(await change('PUT', id, stage.it, better)).toMatchObject({
      status: 200,
      body: { ...better, changedAt: stage.access.now.toISOString(), earlier: [began] },
    });
    wait();
    expect((await change('DELETE', id, stage.it)).status).toBe(200);
    wait();
    expect(texts(await list())).toEqual([]);
    expect((await change('PUT', id, stage.it, better)).status).toBe(404);
    const known = await Promise.all(times.map(async (time) => texts(await list(onMetric, time))));
    expect(known).toEqual([[], [began.text], [better.text], []]);
    const earlier = await list(onMetric, times[1]);
    expect(earlier.notes[0]).toMatchObject({ changedAt: null, earlier: [] });
  });

  it('is answered below it; removed, it stays without words for as long as an answer stands', async () => {
    const first = await stage.post<Note>(onMetric, stage.it, began);
    const answer = await stage.post<Note>(onMetric, stage.marketing, { text: 'It helped.', answers: first.id });
    expect(answer).toMatchObject({ answers: first.id, day: null });
    await change('DELETE', first.id, stage.it);
    const { notes } = await list();
    expect(notes).toMatchObject([
      { id: first.id, text: null, earlier: [] },
      { id: answer.id, text: 'It helped.' },
    ]);
    await change('DELETE', answer.id, stage.marketing);
    expect(texts(await list())).toEqual([]);
  });

  it.each([
    [onMetric, { text: '  ' }, 400, /text/],
    [onMetric, { text: 'x', day: '2026-02-30' }, 400, /day/],
    [onMetric, { text: 'x'.repeat(2001) }, 400, /text/],
    [onMetric, { text: 'x', answers: '999' }, 400, /no note "999" here/],
    [onMetric, { text: 'x', side: 'it' }, 400, /side/],
    ['/metrics/nothing/notes', { text: 'x' }, 404, /no metric "nothing"/],
    ['/goals/nothing/notes', { text: 'x' }, 404, /no goal "nothing"/],
  ])('on %s that says %j is refused with what is wrong', async (path, body, status, said) => {
    const refused = await stage.refused(path, stage.marketing, body);
    expect([refused.status, (refused.body as Problem).message]).toEqual([status, expect.stringMatching(said)]);
  });

  it('answers neither an answer nor a note of something else, and an answer has no day of its own', async () => {
    const first = await stage.post<Note>(onMetric, stage.it, began);
    const answer = await stage.post<Note>(onMetric, stage.it, { text: 'a', answers: first.id });
    const refused = async (path: string, body: object) =>
      JSON.stringify((await stage.refused(path, stage.marketing, body)).body);
    expect(await refused(onMetric, { text: 'b', answers: answer.id })).toMatch(/is an answer itself/);
    expect(await refused('/metrics/cycles/notes', { text: 'b', answers: first.id })).toMatch(/no note/);
    expect(await refused(onMetric, { ...began, answers: first.id })).toMatch(/the day of the note that it answers/);
    expect((await change('PUT', answer.id, stage.it, began)).status).toBe(400);
  });

  it('is written by nobody who only reads, nor with a token, and is exported as a table', async () => {
    const viewer = await stage.access.person('viewer@example.org', 'viewer', 'it', 'platform');
    expect((await stage.refused(onMetric, viewer, began)).status).toBe(403);
    expect((await stage.refused(onMetric, adminHeaders, began)).status).toBe(403);
    await stage.post(onMetric, stage.it, { ...began, text: '=1+1' });
    const csv = await stage.access.ask<string>('GET', `${onMetric}?format=csv`, { headers: viewer });
    const [heading, row] = csv.body.split('\r\n');
    expect(heading).toBe('note,on,key,answers,day,department,author,text,made_at,changed_at,time_zone,as_known_at');
    expect(row).toMatch(/^\d+,metric,attainment,,2026-10-05,it,Head of Service,'=1\+1,/);
  });
});

describe('a metric', () => {
  it('is followed by each for themselves, and left again', async () => {
    const followed = async (by: Readonly<Record<string, string>>) =>
      (await stage.access.ask<{ metrics: string[] }>('GET', '/account/followed', { headers: by })).body.metrics;
    const ask = (method: 'PUT' | 'DELETE', key: string) =>
      stage.access.ask(method, `/account/followed/${key}`, { headers: stage.it });
    expect((await ask('PUT', 'cycles')).body).toEqual({ metrics: ['cycles'] });
    stage.access.later(hourMs);
    expect((await ask('PUT', 'attainment')).body).toEqual({ metrics: ['cycles', 'attainment'] });
    expect((await ask('PUT', 'nothing')).status).toBe(404);
    expect(await followed(stage.marketing)).toEqual([]);
    expect((await ask('DELETE', 'cycles')).body).toEqual({ metrics: ['attainment'] });
    expect(await followed(stage.it)).toEqual(['attainment']);
  });

  it('that somebody follows is part of their digests, with the digits that the page shows', async () => {
    const { database } = stage.access;
    const body = { daily: { hour: 6 }, weekly: null };
    await stage.access.ask('PATCH', '/account/digests', { headers: stage.it, body });
    await stage.access.ask('PUT', '/account/followed/cycles', { headers: stage.it });
    const send = sendDigests({
      digests: createDigestStore(database),
      configuration: createConfigurationStore(database),
      observations: createObservationReader(database),
      alerts: createAlertReader(database),
      jobs: { enqueue: () => Promise.resolve() },
      publicUrl: 'https://tandem.example.org',
    });
    const digest = async () => {
      stage.access.later(24 * hourMs);
      await send(stage.access.now);
      const { rows } = await database.pool.query<{ content: NoticeContent }>(
        `select content from outbox where kind = 'digest' order by sequence desc limit 1`,
      );
      return rows[0] ? noticeMessage(rows[0].content).parts : [];
    };
    const { current } = await stage.get<MetricPage>('/metrics/cycles');
    const followed = (await digest()).filter(({ sentences }) => sentences[0]?.startsWith('You follow it'));
    expect(followed.map(({ heading }) => heading)).toEqual(['attainment', 'cycles']);
    expect(followed[1]?.sentences[0]).toMatch(new RegExp(`${current.value} in the 7 days to 8 Nov`));
    expect(followed[1]?.link?.url).toBe('https://tandem.example.org/metrics/cycles');
    for (const key of ['cycles', 'attainment']) {
      await stage.access.ask('DELETE', `/account/followed/${key}`, { headers: stage.it });
    }
    expect((await digest()).flatMap(({ sentences }) => sentences).join()).not.toContain('You follow it');
  });
});

import { remindOfActions } from '@tandem/application/decisions/remind-of-actions';
import { tellSpentBudgets } from '@tandem/application/review/tell-spent-budgets';
import type { Action, ActionList } from '@tandem/contracts/actions';
import type { AuditVerdict } from '@tandem/contracts/audit';
import type { Decision } from '@tandem/contracts/decisions';
import type { ApplyAnswer } from '@tandem/contracts/system';
import type { AgreementList, ChangeBudgetList, CommunicationGaps, GoalBudget, Pulse } from '@tandem/contracts/talk';
import { reviewContent, type ReviewContent } from '@tandem/contracts/reviews';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { createActionStore } from '@tandem/kpi-store/repositories/action-store';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createDecisionStore } from '@tandem/kpi-store/repositories/decision-store';
import { createEvidenceReader } from '@tandem/kpi-store/repositories/evidence-reader';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { createSpentBudgets } from '@tandem/kpi-store/repositories/spent-budgets';
import { createTalkStore } from '@tandem/kpi-store/repositories/talk-store';
import { adminHeaders } from '../product/admin-access.js';
import { rowsOf, type ExportedRow } from '../product/read-export.js';
import { GoalStage, helped } from '../goals/goal-stage.js';
import { reviewKeeping } from '../reviews/review-keeping.js';
import { grade, signedByBoth } from './decision-stage.js';

const nine = [11, 12, 11, 13, 12, 13, 12, 14, 13];
const mailed = (stage: GoalStage) =>
  stage.access.database.pool
    .query<{ address: string; kind: string; content: Record<string, unknown> }>(
      'select address, kind, content from outbox order by sequence',
    )
    .then(({ rows }) => rows);

describe('working together', () => {
  let stage: GoalStage;
  beforeEach(async () => {
    stage = await GoalStage.open();
    await stage.apply({ goals: [helped] });
  });
  afterEach(() => stage.close());

  const later = (day: string) => (stage.access.now = new Date(`${day}T12:00:00Z`));
  /** The answer of a route as a CSV, read by a program that is not ours. */
  const fileOf = async (path: string): Promise<ExportedRow[]> => {
    const { status, body } = await stage.access.ask<string>('GET', `${path}?format=csv`, { headers: adminHeaders });
    expect(status).toBe(200);
    return rowsOf(Buffer.from(body), 'csv');
  };
  const gaps = async () => (await stage.get<CommunicationGaps>('/communication-gaps')).gaps;
  const codes = async () =>
    (await gaps()).map(({ code, sides, subject }) => `${code} ${sides.join('+')} ${subject.id}`);
  const jobs = { enqueue: () => Promise.resolve() };
  const stores = () => {
    const { database } = stage.access;
    return {
      configuration: createConfigurationStore(database),
      observations: createObservationReader(database),
      decisions: createDecisionStore(database),
    };
  };

  describe('actions', () => {
    const open = (more: object = {}) =>
      stage.post<Action>('/actions', stage.marketing, {
        title: 'Staff the second shift',
        text: '',
        owner: 'service',
        due: '2026-11-20',
        metric: 'attainment',
        decision: null,
        ...more,
      });

    it('are carried until they are closed with a result, and say whether the number moved', async () => {
      const { id: decision } = await signedByBoth(stage);
      const made = await open({ decision });
      expect(made).toMatchObject({ status: 'open', side: 'it', decision, effect: { verdict: 'notYet' } });
      later('2026-11-22');
      expect((await stage.get<ActionList>('/actions')).actions[0]).toMatchObject({ status: 'late', daysLate: 2 });
      const moved = await stage.post<Action>(`/actions/${made.id}/change`, stage.it, {
        due: '2026-11-27',
        reason: 'Two are ill.',
      });
      expect(moved).toMatchObject({ status: 'open', due: '2026-11-27' });
      later('2026-11-26');
      await stage.collect([...nine, 16, 19]);
      const closed = await stage.post<Action>(`/actions/${made.id}/close`, stage.it, {
        as: 'done',
        result: 'Eight people.',
      });
      expect(closed).toMatchObject({
        status: 'done',
        result: 'Eight people.',
        effect: { before: '65.0', after: '95.0', delta: '30.0', verdict: 'better' },
      });
      expect(closed.steps.map(({ step, reason }) => [step, reason])).toEqual([
        ['open', null],
        ['change', 'Two are ill.'],
        ['done', null],
      ]);
      expect(
        (await stage.refused(`/actions/${made.id}/close`, stage.it, { as: 'done', result: 'Again.' })).status,
      ).toBe(400);
    });

    it('refuse an owner, a metric, a decision and a day that are not there', async () => {
      const wrong = { title: 'T', text: '', owner: 'nobody', due: '2026-11-20', metric: null, decision: null };
      const fieldsOf = async (body: object) => {
        const reply = await stage.refused('/actions', stage.marketing, body);
        return (reply.body as { issues: { field: string }[] }).issues.map(({ field }) => field);
      };
      expect(await fieldsOf(wrong)).toEqual(['owner']);
      expect(await fieldsOf({ ...wrong, owner: 'service', due: '2026-11-09' })).toEqual(['due']);
      expect(await fieldsOf({ ...wrong, owner: 'service', metric: 'nothing' })).toEqual(['metric']);
      expect(await fieldsOf({ ...wrong, owner: 'service', decision: '77' })).toEqual(['decision']);
    });

    it('remind their owner before and after the day, each time once', async () => {
      await open();
      const remind = async (day: string) => {
        const now = later(day);
        const actions = createActionStore(stage.access.database);
        const run = remindOfActions({ ...stores(), actions, jobs, publicUrl: 'https://tandem.example' });
        await run(now);
        await run(now);
        return (await mailed(stage)).map(({ address, content }) => `${address} ${String(content['reminder'])}`);
      };
      expect(await remind('2026-11-17')).toEqual([]);
      const told = ['dueSoon', 'due', 'overdue', 'overdue'].map((kind) => `service@example.org ${kind}`);
      expect(await remind('2026-11-18')).toEqual(told.slice(0, 1));
      expect(await remind('2026-11-20')).toEqual(told.slice(0, 2));
      expect(await remind('2026-11-21')).toEqual(told.slice(0, 3));
      expect(await remind('2026-11-24')).toEqual(told.slice(0, 3));
      expect(await remind('2026-11-28')).toEqual(told);
    });
  });

  describe('communication gaps', () => {
    it('appear by rule and go with what closes them', async () => {
      // The goal began on 7 September, and nobody has said anything since.
      expect(await codes()).toEqual(['checkInMissing marketing helped', 'checkInMissing it helped']);
      for (const by of [stage.marketing, stage.it]) {
        await stage.post('/goals/helped/check-ins', by, { confidence: 6, note: 'Well.' });
      }
      expect(await codes()).toEqual([]);
      await stage.post('/metrics/attainment/openings', stage.marketing);
      await stage.post('/metrics/attainment/openings', stage.marketing);
      const [opened] = await gaps();
      expect(opened).toMatchObject({ code: 'openedByOneSide', sides: ['it'], numbers: { opens: 2 } });
      await stage.post('/metrics/attainment/openings', stage.it);
      expect(await codes()).toEqual([]);
      const proposal = await stage.propose(85);
      expect(await codes()).toEqual(['signatureMissing it helped']);
      await stage.post(`/goals/helped/proposals/${proposal.id}/sign`, stage.it);
      expect(await codes()).toEqual([]);
    });

    it('tell of a decision past its date until its metric has graded it', async () => {
      const { id } = await signedByBoth(stage);
      later('2026-11-24');
      expect(await codes()).toContain(`decisionPastDate marketing+it ${id}`);
      await stage.collect([...nine, 13, 15]);
      await grade(stage);
      expect((await codes()).filter((code) => code.startsWith('decision'))).toEqual([]);
    });

    it('follow the thresholds of the configuration file, which is written out again', async () => {
      await stage.apply({
        organisation: { communication: { checkInDays: 90, acknowledgeWithin: '4h', pulseMinimum: 2 } },
      });
      expect(await codes()).toEqual([]);
      const { thresholds } = await stage.get<CommunicationGaps>('/communication-gaps');
      expect(thresholds).toMatchObject({
        checkInDays: 90,
        acknowledgeMs: 14_400_000,
        pulseMinimum: 2,
        alignmentPoints: 2,
      });
      const text = (await stage.access.ask<string>('GET', '/configuration', { headers: adminHeaders })).body;
      expect(JSON.stringify(text)).toContain('acknowledgeWithin: 4h');
    });
  });

  describe('the alignment pulse', () => {
    it('shows scores from the minimum count on, and a gap of more than two points', async () => {
      await stage.apply({ organisation: { communication: { checkInDays: 300, pulseMinimum: 2 } } });
      const others = {
        marketing: await stage.access.person('more@example.org', 'viewer', 'marketing'),
        it: await stage.access.person('less@example.org', 'viewer', 'it'),
      };
      const answer = (by: Readonly<Record<string, string>>, both: number) =>
        stage.post('/pulse', by, { sameOutcome: both, toldInTime: both });
      await answer(stage.marketing, 9);
      await answer(stage.it, 5);
      const twice = await stage.refused('/pulse', stage.it, { sameOutcome: 1, toldInTime: 1 });
      expect(twice.status).toBe(400);
      const few = await stage.get<Pulse>('/pulse?metric=attainment');
      expect(few.rounds).toMatchObject([{ gap: null, sides: { marketing: { count: 1, score: null, answers: null } } }]);
      await answer(others.marketing, 8);
      await answer(others.it, 6);
      const shown = await stage.get<Pulse>('/pulse?metric=attainment');
      expect(shown.rounds).toMatchObject([
        { round: { key: '2026-11-a' }, gap: 3, sides: { marketing: { score: 8.5 }, it: { score: 5.5 } } },
      ]);
      expect(await codes()).toEqual(['alignmentApart marketing+it 2026-11-a']);
      const { rows } = await stage.access.database.pool.query<object>('select * from pulse_answer');
      expect(Object.keys(rows[0] ?? {}).sort()).toEqual([
        'id',
        'round',
        'same_outcome',
        'side',
        'told_in_time',
        'workspace',
      ]);
    });
  });

  describe('agreements of notice', () => {
    const agreement = {
      id: 'campaign-notice',
      title: 'Campaign notice',
      event: 'campaign',
      side: 'marketing',
      lead: { unit: 'workingDays', count: 5 },
      services: [],
      reason: 'The desk has to be staffed.',
      expiresOn: null,
    };
    const announce = (what: string, startsAt: string) =>
      stage.post('/planned-changes', stage.marketing, { event: 'campaign', what, startsAt, endsAt: null, note: '' });

    it('hold when both sides have signed, and count what was told too late', async () => {
      const proposed = await stage.post<Decision>('/agreements', stage.marketing, agreement);
      expect(proposed).toMatchObject({ status: 'waiting', waitsFor: ['it'], kind: 'agreement' });
      expect((await stage.get<AgreementList>('/agreements')).agreements).toEqual([]);
      await stage.post(`/decisions/${proposed.id}/sign`, stage.it);
      // It is Tuesday, 10 November, at eight.
      await announce('Winter sale', '2026-11-17T08:00:00Z');
      await announce('Advent', '2026-11-16T08:00:00Z');
      later('2026-11-18');
      const [held] = (await stage.get<AgreementList>('/agreements')).agreements;
      expect(held).toMatchObject({ basis: 'announced', events: 2, missed: 1, medianHours: 156, unconfirmed: [] });
      expect(held?.misses).toMatchObject([{ event: { what: 'Advent' }, verdict: 'tooLate', hours: 144 }]);
      expect(await codes()).toContain('noticeMissed marketing campaign-notice');
    });

    it('count campaigns that began without notice, and say what was announced and never seen', async () => {
      const { id } = await stage.post<Decision>('/agreements', stage.marketing, agreement);
      await stage.post(`/decisions/${id}/sign`, stage.it);
      await announce('Winter sale', '2026-11-17T08:00:00Z');
      await announce('Advent', '2026-11-17T08:00:00Z');
      const began = [
        campaign('winter sale', '2026-11-17T10:00:00Z'),
        campaign('Flash', '2026-11-16T08:00:00Z', '2026-11-18T08:00:00Z'),
        campaign('Before', '2026-11-09T08:00:00Z'),
      ];
      const cancelled = { ...campaign('Off', '2026-11-16T08:00:00Z') };
      await deliver(stage, [...began, { ...cancelled, fields: { ...cancelled.fields, state: 'cancelled' } }]);
      later('2026-11-20');
      const [held] = (await stage.get<AgreementList>('/agreements')).agreements;
      expect(held).toMatchObject({ basis: 'delivered', events: 2, missed: 1, toldTo: null });
      expect(held?.misses).toMatchObject([{ event: { what: 'Flash' }, verdict: 'unannounced', notice: null }]);
      expect(held?.unconfirmed).toMatchObject([{ what: 'Advent', startsAt: '2026-11-17T08:00:00.000Z' }]);
      expect(await fileOf('/agreements')).toMatchObject([
        {
          agreement: 'campaign-notice',
          took_place: '2',
          missed: '1',
          change: 'Flash',
          verdict: 'unannounced',
          told_at: null,
        },
        {
          agreement: 'campaign-notice',
          change: 'Advent',
          change_at: '2026-11-17T08:00:00.000Z',
          verdict: 'unconfirmed',
        },
      ]);
      const [missed] = (await gaps()).filter(({ code }) => code === 'noticeMissed');
      expect(missed).toMatchObject({ sides: ['marketing'], numbers: { missed: 1, of: 2 } });
      await reviewKeeping(stage.access.database, () => stage.access.now)();
      const review = await stage.get<ReviewContent>('/reviews/next/content');
      expect(reviewContent.parse(review)).toEqual(review);
      expect(review.sections.communicationGaps?.agreements).toMatchObject([
        { missed: 1, of: 2, note: '1 announcement without a campaign that a source tells of.' },
      ]);
    });

    it('hold releases against what was announced, and say so where no source tells of any', async () => {
      const ofReleases = {
        ...agreement,
        id: 'release-notice',
        event: 'release',
        side: 'it',
        lead: { unit: 'hours', count: 48 },
      };
      const { id } = await stage.post<Decision>('/agreements', stage.marketing, ofReleases);
      await stage.post(`/decisions/${id}/sign`, stage.it);
      const planned = { event: 'release', what: 'Shop', startsAt: '2026-11-13T08:00:00Z', endsAt: null, note: '' };
      await stage.post('/planned-changes', stage.it, planned);
      expect((await stage.get<AgreementList>('/agreements')).agreements).toMatchObject([
        { basis: 'announced', events: 0 },
      ]);
      await deploy(stage, [
        ['1', 'shop', '2026-11-13T09:00:00Z', 'succeeded'],
        ['2', 'shop', '2026-11-15T09:00:00Z', 'succeeded'],
        ['3', 'shop', '2026-11-09T09:00:00Z', 'succeeded'],
      ]);
      later('2026-11-18');
      const [held] = (await stage.get<AgreementList>('/agreements')).agreements;
      expect(held).toMatchObject({ events: 2, missed: 1 });
      expect(held?.misses).toMatchObject([
        { event: { at: '2026-11-15T09:00:00.000Z' }, verdict: 'unannounced', notice: null },
      ]);
    });
  });

  it('agrees by a file: who has not signed in it signs in the browser, and an export changes nothing', async () => {
    const release = {
      id: 'release-notice',
      title: 'Release notice',
      event: 'release',
      side: 'it',
      lead: { unit: 'hours', count: 48 },
      reason: 'Campaigns need a quiet shop.',
      signed: { it: 'service' },
    };
    const apply = (...agreements: object[]) => stage.apply({ agreements });
    expect((await apply(release)).agreements).toEqual([
      { id: 'release-notice', action: 'propose', waitsFor: ['marketing'] },
    ]);
    // What waits already is not put forward again.
    expect((await apply(release)).agreements).toMatchObject([{ action: 'unchanged' }]);
    expect((await stage.get<AgreementList>('/agreements')).waiting).toHaveLength(1);
    const both = { ...release, signed: { it: 'service', marketing: 'campaigns' } };
    expect((await apply(both)).agreements).toEqual([{ id: 'release-notice', action: 'agree', waitsFor: [] }]);
    expect((await stage.get<AgreementList>('/agreements')).agreements).toMatchObject([
      { id: 'release-notice', side: 'it', lead: { unit: 'hours', count: 48 } },
    ]);

    const exported = await stage.access.ask<string>('GET', '/configuration', { headers: adminHeaders });
    expect(exported.body).toContain('release-notice');
    const again = await stage.access.ask<ApplyAnswer>('POST', '/configuration', {
      headers: adminHeaders,
      // The source of this stage is a row without settings, which no file could bring.
      body: { text: exported.body.replace(/^connections:\n(?:[ -].*\n)+/m, '') },
    });
    expect(again.body.agreements).toEqual([{ id: 'release-notice', action: 'unchanged', waitsFor: [] }]);
    expect(again.body.changes.filter(({ action }) => action !== 'unchanged')).toEqual([]);

    // Other terms are put forward, and the old ones hold until both have signed.
    const longer = { ...release, lead: { unit: 'workingDays', count: 3 }, signed: {}, driver: 'service' };
    expect((await apply(longer)).agreements).toMatchObject([{ action: 'propose', waitsFor: ['marketing', 'it'] }]);
    expect((await stage.get<AgreementList>('/agreements')).agreements[0]?.lead.count).toBe(48);
    const wrong = { ...longer, id: 'other', signed: { it: 'campaigns' } };
    await expect(apply(wrong)).rejects.toThrow('is of marketing and cannot sign for IT');
    expect((await stage.get<AuditVerdict>('/audit/verify')).ok).toBe(true);
  });

  it('brings all of a file or nothing: where its agreement cannot be written, the rest of it is not there either', async () => {
    const { owner } = stage.access.database;
    await owner.query(`alter table decision add constraint no_agreement check (kind <> 'agreement') not valid`);
    const people = [{ id: 'newcomer', name: 'Newcomer', side: 'it' }];
    const lead = { unit: 'hours', count: 48 };
    const release = { id: 'release-notice', title: 'Release notice', event: 'release', side: 'it', lead };
    const file = { people, agreements: [{ ...release, reason: 'A quiet shop.', signed: { it: 'newcomer' } }] };
    const known = async () => (await createConfigurationStore(stage.access.database).load()).people.map(({ id }) => id);
    await expect(stage.apply(file)).rejects.toThrow('500');
    expect(await known()).not.toContain('newcomer');
    await owner.query('alter table decision drop constraint no_agreement');
    // Somebody whom the same file brings has signed in it.
    expect((await stage.apply(file)).agreements).toMatchObject([{ action: 'propose', waitsFor: ['marketing'] }]);
    expect(await known()).toContain('newcomer');
  });

  describe('the change budget', () => {
    const kept = { id: 'kept', kind: 'stay', metric: 'attainment', atLeast: 70 };
    const budget = async () => (await stage.get<GoalBudget>('/goals/kept/change-budget')).budget;
    const signed = async () => {
      const release = {
        kind: 'budgetRelease',
        title: 'The season goes on',
        about: { kind: 'goal', id: 'kept' },
        effect: null,
      };
      await signedByBoth(stage, release);
    };

    beforeEach(async () => {
      await stage.apply({
        goals: [{ ...helped, id: 'kept', title: 'Promises are kept', keyResults: [kept], drivers: [] }],
      });
      later('2026-11-20');
    });

    it('is drawn on by releases and campaigns, and what is left over is shown', async () => {
      await stage.post('/planned-changes', stage.marketing, {
        event: 'campaign',
        what: 'Winter sale',
        startsAt: '2026-11-03T00:00:00Z',
        endsAt: '2026-11-05T00:00:00Z',
        note: '',
      });
      await deploy(stage, [['1', 'shop', '2026-11-04T10:00:00Z', 'failed']]);
      // The first was announced as well and counts once; one without an end lasts for its day.
      await deliver(stage, [
        campaign('Winter sale', '2026-11-03T00:00:00Z', '2026-11-05T00:00:00Z'),
        campaign('Advent', '2026-11-07T00:00:00Z'),
      ]);
      const own = await budget();
      // Weeks from Monday: 20 events, 13 of them met in the week from 2 November; those that failed are the later ones of each weekday.
      expect(own).toMatchObject({
        objective: 0.7,
        basis: { kind: 'keyResult', id: 'kept' },
        state: 'spent',
        hold: 'hold',
      });
      const { releases, campaigns, unattributed } = own?.by ?? { releases: 0, campaigns: 0, unattributed: 0 };
      expect(releases + campaigns + unattributed).toBe(own?.consumed);
      expect(releases).toBeGreaterThan(0);
      expect(campaigns).toBeGreaterThan(0);
      const drawn = (own?.days ?? []).flatMap(({ date, changes }) =>
        changes.filter(({ kind }) => kind === 'campaign').map(({ what }) => `${date} ${what}`),
      );
      expect(drawn).toEqual(['2026-11-03 Winter sale', '2026-11-04 Winter sale', '2026-11-07 Advent']);
      const rows = await fileOf(`/goals/${own?.goal.id ?? ''}/change-budget`);
      expect(rows.map(({ day, day_failed: failed, changes }) => [day, failed, changes])).toEqual(
        own?.days.map(({ date, bad, changes }) => [date, `${bad}`, changes.map(({ what }) => what).join('; ') || null]),
      );
      expect(rows[0]).toMatchObject({ consumed: `${own?.consumed ?? ''}`, hold: 'hold', released_by_decision: null });
      expect(await fileOf('/change-budgets')).toEqual(rows);
      expect((await stage.get<GoalBudget>('/goals/helped/change-budget')).budget).toBeNull();
      expect(await fileOf('/goals/helped/change-budget')).toEqual([]);
    });

    it('asks both sides to hold once, until both sign its release or the month turns', async () => {
      const tell = async () => {
        const told = {
          talk: createTalkStore(stage.access.database),
          budgets: createSpentBudgets(stage.access.database),
          evidence: createEvidenceReader(stage.access.database),
        };
        const run = tellSpentBudgets({ ...stores(), ...told, jobs, publicUrl: null });
        await run(stage.access.now);
        await run(stage.access.now);
        return (await mailed(stage))
          .filter(({ kind }) => kind === 'budgetSpent')
          .map(({ address }) => address)
          .sort();
      };
      expect(await tell()).toEqual(['campaigns@example.org', 'service@example.org']);
      expect((await budget())?.hold).toBe('hold');
      await signed();
      expect(await budget()).toMatchObject({
        state: 'spent',
        hold: 'released',
        release: { title: 'The season goes on' },
      });
      later('2026-12-02');
      expect(await budget()).toMatchObject({ state: 'tooFew', hold: 'none', firstDate: '2026-12-01' });
      expect((await stage.get<ChangeBudgetList>('/change-budgets')).budgets).toHaveLength(1);
      expect(await tell()).toHaveLength(2);
    });
  });
});

/** Production releases, as a source would bring them: key, service, when it finished, outcome. */
async function deploy(stage: GoalStage, all: readonly (readonly [string, string, string, string])[]): Promise<void> {
  const records = all.map(([key, service, finishedAt, outcome]): CanonicalRecord => ({
    stream: 'deployment',
    naturalKey: key,
    fields: { service, tier: 'production', finishedAt: new Date(finishedAt).toISOString(), outcome },
    dimensions: {},
    origin: `releases.csv:${key}`,
  }));
  await deliver(stage, records);
}

function campaign(title: string, startsAt: string, endsAt?: string): CanonicalRecord {
  const fields = { title, startsAt, ...(endsAt === undefined ? {} : { endsAt }) };
  return { stream: 'campaign', naturalKey: title, fields, dimensions: {}, origin: `campaigns.csv:${title}` };
}

async function deliver(stage: GoalStage, records: readonly CanonicalRecord[]): Promise<void> {
  const { database, now } = stage.access;
  const runs = createRunStore(database);
  const run = await runs.begin(await runs.queue('desk', 'request', now), now);
  if (!run) throw new Error('The run did not begin.');
  await createRecordStore(database).commitPage(run, { ...nothingElse, records }, now);
  await runs.succeed(run, now);
}
const nothingElse = { rejected: [], filteredOut: 0, cursor: null, progress: null, coverage: {} };

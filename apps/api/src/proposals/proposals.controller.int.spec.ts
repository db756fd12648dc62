import 'reflect-metadata';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { problem } from '@tandem/contracts/common';
import {
  definitionPreview,
  metricDefinition,
  metricVersionList,
  proposal,
  proposalList,
  type Proposal,
} from '@tandem/contracts/proposals';
import { applyAnswer } from '@tandem/contracts/system';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createMetricBackfill } from '@tandem/kpi-store/repositories/metric-backfill';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { rememberPrincipal } from '../access/caller.js';
import { ConfigurationController } from '../configuration/configuration.controller.js';
import { configurationUseCases } from '../configuration/configuration-use-cases.js';
import { createInputPipe } from '../http/input-pipe.js';
import { ProblemFilter } from '../http/problem-filter.js';
import { USE_CASES } from '../use-cases.js';
import { proposalUseCases } from './proposal-use-cases.js';
import { ProposalsController } from './proposals.controller.js';

const signedIn = {
  kind: 'account',
  name: 'Somebody',
  accountId: '00000000-0000-4000-8000-000000000001',
  sessionId: '00000000-0000-4000-8000-000000000002',
  role: 'owner',
  side: null,
  mustEnrol: false,
} as const;

const governed = {
  formula: {
    kind: 'ratio',
    stream: 'slaCycle',
    at: ['dueAt'],
    numerator: { where: { state: 'met' } },
    denominator: { where: { state: ['met', 'breached'] } },
  },
  unit: '%',
  precision: 1,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
};
const byEnd = { ...governed, formula: { ...governed.formula, at: ['stoppedAt'] }, precision: 2 };
const file = (metric: object, rest: object = {}) =>
  JSON.stringify({
    version: 1,
    people: [
      { id: 'campaigns', name: 'Head of Campaigns', side: 'marketing' },
      { id: 'service', name: 'Head of Service', side: 'it' },
      { id: 'platform', name: 'Head of Platform', side: 'it' },
    ],
    metrics: [
      {
        key: 'attainment',
        title: 'Attainment',
        description: 'Promises kept',
        owners: { marketing: 'campaigns', it: 'service' },
        ...metric,
      },
    ],
    ...rest,
  });

describe('proposals over HTTP', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let jobs: string[];
  let now: Date;

  beforeEach(async () => {
    database = await openTestDatabase();
    jobs = [];
    now = new Date('2026-11-16T09:00:00Z');
    const clock = () => now;
    const given = {
      database,
      jobs: {
        enqueue: (name: string, payload: object) =>
          Promise.resolve(void jobs.push(`${name} ${JSON.stringify(payload)}`)),
      },
      connectors: [],
      secrets: {},
      clock,
    };
    const reading = {
      configuration: createConfigurationStore(database),
      observations: createObservationReader(database),
      clock,
    };
    const module = await Test.createTestingModule({
      controllers: [ConfigurationController, ProposalsController],
      providers: [
        { provide: USE_CASES, useValue: { ...configurationUseCases(given), ...proposalUseCases(reading, given) } },
      ],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    app.useGlobalPipes(createInputPipe());
    app.useGlobalFilters(new ProblemFilter());
    // In the place of the guard, which stands in a test of its own.
    const fastify = app.getHttpAdapter().getInstance();
    fastify.addHook('preHandler', (request, _reply, done) => {
      const personId = request.headers['x-speaks-as'];
      if (typeof personId === 'string') rememberPrincipal(request, { ...signedIn, personId });
      done();
    });
    await app.init();
    await fastify.ready();
    await database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('desk', 'Desk', 'file', '{}', 86400000, 0)`,
    );
    await apply(file(governed));
    await collect();
    jobs.length = 0;
  });
  afterEach(async () => {
    await app.close();
    await database.close();
  });

  async function apply(text: string, dryRun = false) {
    const answer = await app.inject({
      method: 'POST',
      url: '/configuration',
      payload: { file: 't.yaml', text, dryRun },
    });
    expect({ status: answer.statusCode, body: answer.statusCode === 200 ? null : answer.body }).toEqual({
      status: 200,
      body: null,
    });
    return applyAnswer.parse(answer.json()).changes;
  }
  const metricChanges = async (text: string, dryRun = false) =>
    (await apply(text, dryRun))
      .filter(({ kind }) => kind === 'metric')
      .map(({ action, waitsFor, fields }) =>
        [action, ...(waitsFor ?? []), ...fields.map(({ field }) => field)].join(' '),
      );

  /** A week of promises: all were due on Mondays and kept, and ended on Tuesdays; one of each Thursday was not. */
  async function collect(): Promise<void> {
    const runs = createRunStore(database);
    const run = await runs.begin(await runs.queue('desk', 'request', now), now);
    if (!run) throw new Error('The run did not begin.');
    const cycle = (id: string, due: number, stopped: number, state: string): CanonicalRecord => ({
      stream: 'slaCycle',
      naturalKey: id,
      fields: {
        ticket: id,
        measure: 'resolution',
        startedAt: '2026-10-01T00:00:00.000Z',
        dueAt: new Date(Date.UTC(2026, 10, due, 12)).toISOString(),
        stoppedAt: new Date(Date.UTC(2026, 10, stopped, 12)).toISOString(),
        state,
      },
      dimensions: {},
      origin: `desk.csv:${id}`,
    });
    const records = [cycle('A', 2, 3, 'met'), cycle('B', 8, 9, 'breached'), cycle('C', 10, 10, 'met')];
    const coverage = { slaCycle: { from: '2026-10-01T00:00:00.000Z', to: now.toISOString() } };
    await createRecordStore(database).commitPage(
      run,
      { records, rejected: [], filteredOut: 0, cursor: null, progress: null, coverage },
      now,
    );
    await runs.succeed(run, now);
    await createMetricBackfill(database).recalculate('attainment', now);
  }

  /** `by` names the person that whoever is signed in speaks as. */
  const post = (path: string, { by, ...payload }: { by?: string; [field: string]: unknown }) =>
    app.inject({
      method: 'POST',
      url: `/metrics/attainment/${path}`,
      payload,
      headers: by === undefined ? {} : { 'x-speaks-as': by },
    });
  async function accepted(path: string, payload: { by?: string; [field: string]: unknown }): Promise<Proposal> {
    const answer = await post(path, payload);
    expect({ status: answer.statusCode, body: answer.statusCode < 300 ? null : answer.body }).toEqual({
      status: path === 'proposals' ? 201 : 200,
      body: null,
    });
    return proposal.parse(answer.json());
  }
  async function refused(path: string, payload: { by?: string; [field: string]: unknown }, status: number) {
    const answer = await post(path, payload);
    expect(answer.statusCode).toBe(status);
    return problem.parse(answer.json());
  }
  const propose = (more: object = {}) =>
    accepted('proposals', { definition: byEnd, reason: 'Ends are what customers see', by: 'campaigns', ...more });
  const versions = async () =>
    metricVersionList.parse((await app.inject({ url: '/metrics/attainment/versions' })).json()).versions;
  const listed = async (url = '/metrics/attainment/proposals') =>
    proposalList.parse((await app.inject({ url })).json()).proposals;
  const audited = async () =>
    (
      await database.pool.query<{ row: string }>(
        `select action || ' ' || subject_kind || ' by ' || actor as row from audit_log where subject_kind in ('proposal', 'metric') order by id`,
      )
    ).rows.map(({ row }) => row);

  it('changes nothing until both sides have signed, then makes a version and counts it', async () => {
    const made = await propose();
    expect(made).toMatchObject({
      state: 'open',
      baseVersion: 1,
      side: 'marketing',
      proposedBy: { id: 'campaigns', name: 'Head of Campaigns' },
      waitsFor: ['it'],
      fields: [
        { field: 'formula.at', from: 'dueAt', to: 'stoppedAt' },
        { field: 'precision', from: '1', to: '2' },
      ],
    });
    expect((await versions()).map(({ version }) => version)).toEqual([1]);
    expect(jobs).toEqual([]);
    expect(await listed('/proposals')).toHaveLength(1);

    now = new Date('2026-11-17T09:00:00Z');
    const signed = await accepted(`proposals/${made.id}/sign`, { by: 'platform' });
    expect(signed).toMatchObject({ state: 'accepted', version: 2, waitsFor: [], closedAt: now.toISOString() });
    expect(signed.steps.map(({ step, side, by }) => `${step} ${side} ${by?.id}`)).toEqual([
      'propose marketing campaigns',
      'sign marketing campaigns',
      'sign it platform',
      'accept null undefined',
    ]);
    expect(await versions()).toMatchObject([
      { version: 2, validFrom: now.toISOString(), validTo: null, inForce: true, reason: made.reason, precision: 2 },
      { version: 1, validTo: now.toISOString(), inForce: false, signatures: [], precision: 1 },
    ]);
    expect((await versions())[0]?.signatures.map(({ side, by }) => `${side} ${by.name}`)).toEqual([
      'marketing Head of Campaigns',
      'it Head of Platform',
    ]);
    expect(jobs).toEqual([
      'metric.backfill {"metricKeys":["attainment"]}',
      'guardrails.evaluate {"metricKeys":["attainment"]}',
    ]);
    expect(await listed('/proposals')).toEqual([]);
    expect(await audited()).toEqual([
      'create metric by apply',
      'propose proposal by campaigns',
      'sign proposal by campaigns',
      'sign proposal by platform',
      'accept proposal by apply',
      'change metric by apply',
    ]);
  });

  it('shows both histories over the same weeks, and stores nothing for it', async () => {
    const made = await propose();
    const answers = [
      await app.inject({ url: `/metrics/attainment/proposals/${made.id}/preview` }),
      await post('proposals/preview', { definition: byEnd }),
    ];
    const [ofProposal, ofCandidate] = answers.map((answer) => definitionPreview.parse(answer.json()));
    expect(ofCandidate).toEqual(ofProposal);
    const last = ofProposal?.points.slice(-2).map(({ before, after, delta }) => ({
      week: before.start.slice(0, 10),
      before: `v${before.version} ${before.numerator}/${before.denominator}`,
      after: `v${after.version} ${after.numerator}/${after.denominator}`,
      delta,
    }));
    expect(last).toEqual([
      { week: '2026-11-02', before: 'v1 1/2', after: 'v2 1/1', delta: '50.00' },
      { week: '2026-11-09', before: 'v1 1/1', after: 'v2 1/2', delta: '-50.00' },
    ]);
    expect(ofProposal).toMatchObject({
      before: { current: { value: '100.0' } },
      after: { current: { value: '50.00' } },
    });
    const { rows } = await database.pool.query('select distinct metric_version_id::text as id from observation');
    expect(rows).toEqual([{ id: '1' }]);
  });

  it('takes effect at the later time that it names, and never before now', async () => {
    const past = { definition: byEnd, reason: 'r', by: 'campaigns', effectiveFrom: '2026-11-15' };
    expect((await refused('proposals', past, 400)).issues).toMatchObject([{ field: 'effectiveFrom' }]);
    const made = await propose({ effectiveFrom: '2026-12-01' });
    await accepted(`proposals/${made.id}/sign`, { by: 'service' });
    expect((await versions())[0]).toMatchObject({ version: 2, validFrom: '2026-12-01T00:00:00.000Z', inForce: false });
    now = new Date('2026-12-01T00:00:00.000Z');
    expect((await versions())[0]).toMatchObject({ version: 2, inForce: true });
  });

  it('is one at a time, signed once a side, refused with a reason, and withdrawn by its own side', async () => {
    const made = await propose();
    const again = { definition: { ...byEnd, precision: 3 }, reason: 'r', by: 'service' };
    expect((await refused('proposals', again, 409)).message).toContain(`proposal ${made.id}`);
    expect((await refused(`proposals/${made.id}/sign`, { by: 'campaigns' }, 409)).message).toContain(
      'signed for marketing',
    );
    expect((await refused(`proposals/${made.id}/withdraw`, { by: 'service' }, 409)).message).toContain(
      'Only marketing',
    );
    expect((await refused(`proposals/${made.id}/refuse`, { by: 'service' }, 400)).issues).toMatchObject([
      { field: 'reason' },
    ]);
    expect((await refused(`proposals/${made.id}/sign`, { by: 'nobody' }, 400)).issues).toMatchObject([{ field: 'by' }]);
    const no = await accepted(`proposals/${made.id}/refuse`, { by: 'service', reason: 'Ends are gamed' });
    expect(no).toMatchObject({ state: 'refused', steps: [{}, {}, { step: 'refuse', reason: 'Ends are gamed' }] });
    expect((await refused(`proposals/${made.id}/sign`, { by: 'service' }, 409)).message).toContain('refused already');
    const second = await propose();
    expect(await accepted(`proposals/${second.id}/withdraw`, { by: 'campaigns' })).toMatchObject({
      state: 'withdrawn',
    });
    expect((await listed()).map(({ state }) => state)).toEqual(['withdrawn', 'refused']);
    await refused('proposals/77/sign', { by: 'service' }, 404);
    await refused('proposals/nonsense/sign', { by: 'service' }, 404);
  });

  it('refuses what would change nothing or cannot be counted, and says where it is wrong', async () => {
    const same = { definition: governed, reason: 'r', by: 'campaigns' };
    expect((await refused('proposals', same, 400)).message).toContain('nothing would change');
    const wrong = { ...same, definition: { ...governed, formula: { ...governed.formula, at: ['closedAt'] } } };
    expect((await refused('proposals', wrong, 400)).issues).toMatchObject([{ field: 'definition.formula.at.0' }]);
    expect((await refused('proposals/preview', { definition: wrong.definition }, 400)).issues).toHaveLength(1);
  });

  it('gives the definition to start from, and takes its formula back as text', async () => {
    const answer = await app.inject({ url: '/metrics/attainment/definition' });
    const { version, needsBoth, signingTeams, formulaText, ...rest } = metricDefinition.parse(answer.json());
    expect({ version, needsBoth, signingTeams }).toEqual({
      version: 1,
      needsBoth: true,
      signingTeams: { marketing: null, it: null },
    });
    expect(formulaText).toContain('at: [dueAt]');
    const unchanged = { definition: { ...rest, formulaText }, reason: 'r', by: 'campaigns' };
    expect((await refused('proposals', unchanged, 400)).message).toContain('nothing would change');
    const definition = { ...rest, formulaText: formulaText.replace('dueAt', 'stoppedAt') };
    expect((await post('proposals/preview', { definition })).statusCode).toBe(200);
    expect((await accepted('proposals', { ...unchanged, definition })).fields).toEqual([
      { field: 'formula.at', from: 'dueAt', to: 'stoppedAt' },
    ]);
  });

  it('names the line of what is wrong with a formula that came as text', async () => {
    const { formula: _formula, ...rest } = governed;
    const told = async (formulaText: string, more: object = {}) =>
      (
        await refused('proposals/preview', { definition: { ...rest, unit: 'count', formulaText, ...more } }, 400)
      ).issues?.map(({ field, line }) => `${field} ${line}`);
    expect(await told('kind: count\nstream: slaCycle\nat: [closedAt]\n')).toEqual(['definition.formula.at.0 3']);
    expect(await told('kind: count\nstream: slaCycle\nat: [dueAt]\nwher: {}\n')).toEqual(['definition.formula.wher 4']);
    expect(await told('kind: count\nat: [dueAt\n')).toEqual([expect.stringContaining('definition.formulaText')]);
    expect(await told('# nothing\n')).toEqual(['definition.formulaText 1']);
    expect(await told('kind: derived\nexpression: nothing + 1\n')).toEqual(['definition.formula.expression 2']);
    expect(await told('kind: count\n', { formula: governed.formula })).toEqual(['definition.formulaText undefined']);
    expect((await refused('proposals/preview', { definition: rest }, 400)).issues).toMatchObject([
      { field: 'definition.formula' },
    ]);
  });

  it('lets nobody rewrite who signed', async () => {
    await propose();
    for (const statement of [
      'update definition_proposal_step set by_person = null',
      'delete from definition_proposal_step',
    ]) {
      await expect(database.pool.query(statement)).rejects.toThrow('only ever added');
    }
  });

  describe('from a configuration file', () => {
    it('are proposals that wait for both, and stay the same however often the file is applied', async () => {
      const changed = file({ ...byEnd, title: 'Promises' });
      expect(await metricChanges(changed, true)).toEqual(['change title', 'propose marketing it formula.at precision']);
      expect(await listed()).toEqual([]);
      expect(await metricChanges(changed)).toEqual(['change title', 'propose marketing it formula.at precision']);
      expect(await metricChanges(changed)).toEqual(['unchanged']);
      const [made] = await listed();
      expect(made).toMatchObject({
        side: null,
        proposedBy: null,
        waitsFor: ['marketing', 'it'],
        metric: { title: 'Promises' },
      });
      await accepted(`proposals/${made?.id}/sign`, { by: 'service' });
      await accepted(`proposals/${made?.id}/sign`, { by: 'campaigns' });
      expect(await metricChanges(changed)).toEqual(['unchanged']);
      expect((await versions()).map(({ version }) => version)).toEqual([2, 1]);
    });

    it('replace an unsigned proposal of an earlier file, but none that somebody has signed', async () => {
      await apply(file(byEnd));
      await apply(file({ ...byEnd, precision: 3 }));
      expect((await listed()).map(({ state }) => state)).toEqual(['open', 'withdrawn']);
      const [open] = await listed();
      await accepted(`proposals/${open?.id}/sign`, { by: 'service' });
      const answer = await app.inject({ method: 'POST', url: '/configuration', payload: { text: file(byEnd) } });
      expect(problem.parse(answer.json()).issues).toMatchObject([{ field: 'metrics[0].formula' }]);
      expect(answer.statusCode).toBe(400);
    });

    it('take effect at once when the file carries both signatures for that very version', async () => {
      const changes = [
        { metric: 'attainment', version: 2, reason: 'Ends count', signed: { marketing: 'campaigns', it: 'platform' } },
      ];
      expect(await metricChanges(file(byEnd, { changes }))).toEqual(['change formula.at precision']);
      expect(await metricChanges(file(byEnd, { changes }))).toEqual(['unchanged']);
      expect(await versions()).toMatchObject([{ version: 2, reason: 'Ends count' }, { version: 1 }]);
      expect(jobs[0]).toBe('metric.backfill {"metricKeys":["attainment"]}');
      // The entry was for version 2: it signs nothing else.
      const next = file({ ...byEnd, windowDays: 14 }, { changes });
      expect(await metricChanges(next)).toEqual(['propose marketing it windowDays']);
    });

    it('say so when a proposal has become outdated by them', async () => {
      const made = await propose();
      const changes = [
        { metric: 'attainment', version: 2, reason: 'Two weeks', signed: { marketing: 'campaigns', it: 'platform' } },
      ];
      await apply(file({ ...governed, windowDays: 14 }, { changes }));
      expect(await listed()).toMatchObject([{ state: 'accepted' }, { id: made.id, state: 'open', outdated: true }]);
      expect((await refused(`proposals/${made.id}/sign`, { by: 'service' }, 409)).message).toContain(
        'version 2 has been signed',
      );
    });

    it('need no signature where a side never was an owner, nor for words and owners', async () => {
      expect(await metricChanges(file({ ...governed, title: 'Kept promises' }))).toEqual(['change title']);
      const alone = { ...governed, key: 'lone', owners: { marketing: 'campaigns' } };
      await apply(file(alone));
      expect(await metricChanges(file({ ...alone, ...byEnd }))).toEqual(['change formula.at precision']);
      const { versions: made } = metricVersionList.parse((await app.inject({ url: '/metrics/lone/versions' })).json());
      expect(made).toMatchObject([{ version: 2, signatures: [], proposalId: null }, { version: 1 }]);
    });

    it('wait for a side whose owner was taken away, until it has signed one', async () => {
      const without = { ...governed, owners: { it: 'service' } };
      expect(await metricChanges(file(without))).toEqual(['change owners.marketing']);
      now = new Date('2026-11-16T10:00:00Z');
      expect((await metricChanges(file({ ...without, ...byEnd })))[0]).toBe(
        'propose marketing it formula.at precision',
      );
      const [open] = await listed();
      await accepted(`proposals/${open?.id}/sign`, { by: 'service' });
      expect(await accepted(`proposals/${open?.id}/sign`, { by: 'campaigns' })).toMatchObject({ state: 'accepted' });
      // With that signature marketing has given it up.
      now = new Date('2026-11-16T11:00:00Z');
      expect(
        metricDefinition.parse((await app.inject({ url: '/metrics/attainment/definition' })).json()),
      ).toMatchObject({
        version: 2,
        needsBoth: false,
      });
      expect(await metricChanges(file({ ...without, ...byEnd, precision: 3 }))).toEqual(['change precision']);
      const direct = await accepted('proposals', { definition: governed, reason: 'Back', by: 'service' });
      expect(direct).toMatchObject({ state: 'accepted', version: 4 });
      expect((await versions())[0]).toMatchObject({ version: 4, signatures: [{ side: 'it' }] });
    });

    it('wait for a side that became an owner and left again without a version', async () => {
      const { owners: _owners, ...alone } = { ...governed, key: 'lone', owners: {} };
      await apply(file({ ...alone, owners: { it: 'service' } }));
      await apply(file({ ...alone, owners: { it: 'service', marketing: 'campaigns' } }));
      await apply(file({ ...alone, owners: { it: 'service' } }));
      expect(await metricChanges(file({ ...alone, precision: 4, owners: { it: 'service' } }))).toEqual([
        'propose marketing it precision',
      ]);
    });

    it('refuse signatures of people who are not there or on the other side', async () => {
      const changes = [
        { metric: 'attainment', version: 2, reason: 'r', signed: { marketing: 'platform', it: 'ghost' } },
      ];
      const answer = await app.inject({
        method: 'POST',
        url: '/configuration',
        payload: { text: file(byEnd, { changes }) },
      });
      expect(problem.parse(answer.json()).issues?.map(({ field }) => field)).toEqual([
        'changes[0].signed.marketing',
        'changes[0].signed.it',
      ]);
    });
  });
});

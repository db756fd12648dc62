import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { JobQueue } from '@tandem/application/ports';
import { connectors } from '@tandem/connectors/registry';
import { problem, type Problem } from '@tandem/contracts/common';
import { applyAnswer, type ApplyAnswer } from '@tandem/contracts/system';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { createInputPipe } from '../http/input-pipe.js';
import { ProblemFilter } from '../http/problem-filter.js';
import { USE_CASES } from '../use-cases.js';
import { ConfigurationController } from './configuration.controller.js';
import { configurationUseCases } from './configuration-use-cases.js';

const example = readFileSync(new URL('../../../../docs/as-code-example.yaml', import.meta.url), 'utf8');
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const otherSecret = 'whsec_AAAA9r8GKYqrTwjUPD8ILPZIo2LaAAAA';

describe('configuration over HTTP', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let jobs: string[];
  let secrets: Record<string, string>;

  beforeEach(async () => {
    database = await openTestDatabase();
    jobs = [];
    secrets = { TANDEM_SECRET_ON_CALL: secret };
    const queue: JobQueue = {
      enqueue: (name, payload) => {
        jobs.push(`${name} ${JSON.stringify(payload)}`);
        return Promise.resolve();
      },
    };
    const module = await Test.createTestingModule({
      controllers: [ConfigurationController],
      providers: [
        {
          provide: USE_CASES,
          useValue: configurationUseCases({
            database,
            jobs: queue,
            connectors,
            secrets,
            clock: () => new Date('2016-05-01T09:00:00Z'),
          }),
        },
      ],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter({ bodyLimit: 10_000_000 }));
    app.useGlobalPipes(createInputPipe());
    app.useGlobalFilters(new ProblemFilter());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterEach(async () => {
    await app.close();
    await database.close();
  });

  const post = (body: Record<string, unknown>) => app.inject({ method: 'POST', url: '/configuration', payload: body });
  const apply = async (text: string, dryRun = false): Promise<ApplyAnswer> => {
    const answer = await post({ file: 'team.yaml', text, dryRun });
    expect({ status: answer.statusCode, body: answer.statusCode === 200 ? null : answer.body }).toEqual({
      status: 200,
      body: null,
    });
    return applyAnswer.parse(answer.json());
  };
  const refuse = async (text: string): Promise<Problem> => {
    const answer = await post({ file: 'team.yaml', text });
    expect(answer.statusCode).toBe(400);
    return problem.parse(answer.json());
  };
  const summary = ({ changes }: ApplyAnswer) => changes.map(({ action, kind, id }) => `${action} ${kind} ${id}`);
  const auditCount = async () => (await database.pool.query('select 1 from audit_log')).rowCount;

  it('applies a file, and finds nothing to change the second time', async () => {
    const first = await apply(example);
    expect(first.applied).toBe(true);
    expect(summary(first)).toEqual([
      'change organisation organisation',
      'create team service-desk',
      'create person digital',
      'create person service',
      'create route on-call',
      'create route leads',
      'create connection tickets',
      'create calendar support-hours',
      'create metric attainment',
      'create metric tickets-due',
      'create goal helped-in-time',
      'create guardrail attainment-floor',
      'create guardrail tickets-kept-down',
      'create alertPolicy service',
      'create initiative faster-answers',
    ]);
    expect(jobs).toEqual([
      'metric.backfill {"metricKeys":["attainment","tickets-due"]}',
      'connection.sync {"connectionId":"tickets","runId":"1"}',
      'guardrails.evaluate {"metricKeys":["attainment","tickets-due"]}',
    ]);
    expect(await auditCount()).toBe(16);

    jobs.length = 0;
    const second = await apply(example);
    expect(new Set(second.changes.map(({ action }) => action))).toEqual(new Set(['unchanged']));
    expect(jobs).toEqual([]);
    expect(await auditCount()).toBe(16);
  });

  it('tells in a dry run what an apply would change, and writes nothing', async () => {
    await apply(example);
    jobs.length = 0;
    const changed = example
      .replace('target: 80.5', 'target: 82')
      .replace('for: 10m', 'for: 15m')
      .replace('[dueAt, stoppedAt', '[stoppedAt');
    const dry = await apply(changed, true);
    expect(dry.applied).toBe(false);
    expect(dry.changes.filter(({ action }) => action !== 'unchanged')).toEqual([
      {
        kind: 'metric',
        id: 'attainment',
        action: 'propose',
        fields: [{ field: 'formula.at', from: 'dueAt, stoppedAt, knownAt', to: 'stoppedAt, knownAt' }],
        waitsFor: ['marketing', 'it'],
      },
      {
        kind: 'goal',
        id: 'helped-in-time',
        // It is published, so that its terms are both sides' to change.
        action: 'propose',
        fields: [{ field: 'keyResults[attainment].target', from: '80.5', to: '82' }],
        waitsFor: ['marketing', 'it'],
      },
      {
        kind: 'guardrail',
        id: 'attainment-floor',
        action: 'change',
        fields: [{ field: 'for', from: '10m', to: '15m' }],
      },
    ]);
    expect(jobs).toEqual([]);
    expect((await apply(changed)).changes).toEqual(dry.changes);
    expect(jobs).toEqual(['guardrails.evaluate {"metricKeys":["attainment"]}']);
  });

  it('counts every metric anew when the time zone moves the days', async () => {
    await apply(example);
    jobs.length = 0;
    await apply('version: 1\norganisation: { timeZone: Europe/Berlin }');
    expect(jobs).toEqual(['metric.backfill {"metricKeys":["attainment","tickets-due"]}']);
  });

  it('exports a file that changes nothing when it is applied, and carries no secret', async () => {
    await apply(example);
    const exported = await app.inject({ method: 'GET', url: '/configuration' });
    expect(exported.headers['content-type']).toBe('text/yaml; charset=utf-8');
    expect(exported.body).not.toContain('whsec_');
    const again = await apply(exported.body);
    expect(new Set(again.changes.map(({ action }) => action))).toEqual(new Set(['unchanged']));
    const { rows } = await database.pool.query<{ secret: string }>("select secret from route where id = 'on-call'");
    const place = { table: 'route', column: 'secret', row: 'on-call' };
    expect(database.secrets.open(rows[0]?.secret ?? '', place)).toBe(secret);
  });

  it('says that a secret is another one without saying which', async () => {
    await apply(example);
    secrets['TANDEM_SECRET_ON_CALL'] = otherSecret;
    const { changes } = await apply(example);
    expect(changes.find(({ id }) => id === 'on-call')).toMatchObject({
      action: 'change',
      fields: [{ field: 'secret', from: '(secret)', to: '(new secret)' }],
    });
    const audit = await database.pool.query("select * from audit_log where subject_id = 'on-call'");
    expect(audit.rowCount).toBe(2);
    expect(JSON.stringify(audit.rows)).not.toContain('whsec_');
  });

  it('refuses a file with all its faults, each with file, line and column, and writes nothing', async () => {
    const text = example
      .replace('team: service-desk }', 'team: service-desk, crew: web }')
      .replace('[priority, team]', '[priorty, team]')
      .replace('metric: attainment, baseline: 62', 'metric: attainmnt, baseline: 62')
      .replace('atLeast: 60', 'atLeast: sixty');
    const { message, issues, ...rest } = await refuse(text);
    expect(rest).toEqual({ statusCode: 400, error: 'Bad Request' });
    expect(message).toContain('crew');
    const line = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
    expect(issues?.map((issue) => ({ ...issue, column: typeof issue.column }))).toEqual([
      {
        file: 'team.yaml',
        line: line('crew: web'),
        column: 'number',
        field: 'people[1].crew',
        reason: expect.stringContaining('is not known here'),
      },
      {
        file: 'team.yaml',
        line: line('[priorty'),
        column: 'number',
        field: 'metrics[0].formula.dimensions[0]',
        reason: expect.stringContaining('the stream slaCycle has no field "priorty"; did you mean "priority"?'),
      },
      {
        file: 'team.yaml',
        line: line('attainmnt'),
        column: 'number',
        field: 'goals[0].keyResults[0].metric',
        reason: 'there is no metric "attainmnt"; did you mean "attainment"?',
      },
      {
        file: 'team.yaml',
        line: line('sixty'),
        column: 'number',
        field: 'guardrails[0].atLeast',
        reason: expect.stringContaining('must be a decimal number'),
      },
    ]);
    expect(await auditCount()).toBe(0);
    expect(jobs).toEqual([]);
  });

  it('points to the right line when things before it could not be read', async () => {
    const text =
      'version: 1\nguardrails:\n  - id: Broken\n  - id: floor\n    title: Floor\n    metric: nowhere\n    atLeast: 1\n';
    const { issues } = await refuse(text);
    expect(issues?.map(({ field, line }) => `${line} ${field}`)).toEqual(
      expect.arrayContaining(['3 guardrails[0].id', '6 guardrails[1].metric']),
    );
  });

  it('names stored things that a file would make wrong', async () => {
    await apply(example);
    const { issues } = await refuse(
      'version: 1\npeople:\n  - { id: digital, name: Head of Digital Marketing, side: it }\n',
    );
    expect(issues?.map(({ field, reason }) => `${field}: ${reason}`)).toEqual([
      'metrics.attainment.owners.marketing: is stored, and this file would make it wrong: "digital" is on the side of IT: name a person or team of marketing',
      'metrics.tickets-due.owners.marketing: is stored, and this file would make it wrong: "digital" is on the side of IT: name a person or team of marketing',
      'goals.helped-in-time.owners.marketing: is stored, and this file would make it wrong: "digital" is on the side of IT: name a person or team of marketing',
      'guardrails.tickets-kept-down.owners.marketing: is stored, and this file would make it wrong: "digital" is on the side of IT: name a person or team of marketing',
      'initiatives.faster-answers.owners.marketing: is stored, and this file would make it wrong: "digital" is on the side of IT: name a person or team of marketing',
    ]);
  });

  it('refuses bodies that are no request to apply', async () => {
    for (const body of [{}, { text: 5 }, { text: 'version: 1', actor: 'admin' }]) {
      expect((await post(body)).statusCode).toBe(400);
    }
  });

  it('answers the schema of a file, which a checker of schemas can use', async () => {
    const answer = await app.inject({ method: 'GET', url: '/configuration/schema' });
    expect(answer.headers['content-type']).toBe('application/schema+json; charset=utf-8');
    expect(answer.json()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Tandem configuration',
      type: 'object',
      required: ['version'],
      additionalProperties: false,
      properties: {
        version: { const: 1 },
        people: { type: 'array', items: { properties: { side: { enum: ['marketing', 'it'] } } } },
        organisation: { properties: { weekStartsOn: { enum: expect.arrayContaining(['monday', 'sunday']) } } },
      },
    });
  });
});

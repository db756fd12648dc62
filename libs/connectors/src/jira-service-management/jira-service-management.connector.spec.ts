import { readFileSync } from 'node:fs';
import { textOf } from '@tandem/connector-kit/acceptance/stub-values';
import { openApiProblems, type OpenApiExcerpt } from '@tandem/connector-kit/acceptance/open-api-problems';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorAnswer, VendorRequest } from '@tandem/connector-kit/acceptance/vendor-server';
import type { VendorStub, VendorWorld } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { settingFields } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import {
  jiraServiceManagementConnector,
  jiraSettings,
  type JiraSettings,
} from './jira-service-management.connector.js';
import { issueRow, normalizeIssue } from './jira-service-management.normalize.js';

const json = z.record(z.string(), z.json());
const recorded = z
  .object({
    operations: z.custom<OpenApiExcerpt>(),
    issue: json,
    sla: z.looseObject({ values: z.array(json) }),
    desks: z.looseObject({ values: z.array(json) }),
  })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

const size = 100;
const minuteMs = 60_000;
/** As an account in Jakarta sees it. */
const local = (at: Date) => new Date(at.getTime() + 7 * 60 * minuteMs).toISOString().replace('Z', '+0700');
const date = (at: Date) => ({ iso8601: local(at).replace(/\.\d+/, ''), jira: local(at), epochMillis: at.getTime() });
const stamped = z.object({ fields: z.object({ updated: z.string() }) });
const updatedOf = (row: VendorRow) => Date.parse(stamped.parse(row).fields.updated);
const list = z.array(json);
const slasOf = (row: VendorRow) => list.parse(row.slas);
const number = (row: VendorRow) => Number(row.id);

/** Both searches: minutes are the finest that they know, and a date in words is refused as it would be read in an unknown zone. */
function searched({ path, query }: VendorRequest, world: VendorWorld): VendorAnswer {
  const asked = /^project = "(\w+)" AND updated >= (\d+) ORDER BY updated ASC, key ASC$/.exec(query.get('jql') ?? '');
  if (!asked) return { status: 400, body: { errorMessages: ['Error in the JQL Query'] } };
  const from = Math.floor(Number(asked[2]) / minuteMs) * minuteMs;
  const rows = world.rows
    .filter((row) => updatedOf(row) >= from)
    .sort((a, b) => updatedOf(a) - updatedOf(b) || number(a) - number(b));
  const offset = Number(query.get('nextPageToken') ?? query.get('startAt') ?? 0);
  const issues = world.slice(rows, offset, size).map(({ slas: _, ...row }) => row);
  if (path === '/rest/api/2/search') return { body: { startAt: offset, maxResults: size, total: rows.length, issues } };
  const isLast = offset + size >= rows.length;
  return { body: { issues, isLast, ...(isLast ? {} : { nextPageToken: String(offset + size) }) } };
}

const email = 'reports@example.com';
const credentials = `Basic ${Buffer.from(`${email}:token_of_the_trial`).toString('base64')}`;

const requests: VendorStub<JiraSettings> = {
  connector: jiraServiceManagementConnector,
  stream: 'requests',
  pageSize: size,
  settings: (origin) => ({ url: origin, email, token: 'token_of_the_trial', projects: ['ITH'] }),
  row: (index, at) => ({
    ...recorded.issue,
    id: String(10_000 + index),
    key: `ITH-${index}`,
    fields: { ...json.parse(recorded.issue.fields), updated: local(at) },
    slas: [
      { id: '10', name: 'Time to resolution', ongoingCycle: { startTime: date(at), breached: false, paused: false } },
    ],
  }),
  change: (row, at) => {
    const { ongoingCycle, completedCycles = [], ...sla } = slasOf(row)[0] ?? {};
    const ended = { ...json.parse(ongoingCycle ?? list.parse(completedCycles)[0]), stopTime: date(at) };
    return {
      ...row,
      fields: { ...json.parse(row.fields), updated: local(at) },
      slas: [{ ...sla, completedCycles: [ended] }],
    };
  },
  keysOf: (row) => [`${textOf(row.id)}/10/1`],
  neededField: 'key',
  // The search has no description among those that are published for Service Management.
  contract: (request) =>
    request.path.startsWith('/rest/servicedeskapi/') ? openApiProblems(recorded.operations, request) : [],
  answer: (request, world) => {
    if (request.headers.authorization !== credentials) return { status: 401, body: {} };
    if (request.path === '/rest/api/3/search/jql') return searched(request, world);
    const id = /^\/rest\/servicedeskapi\/request\/(\d+)\/sla$/.exec(request.path)?.[1];
    const row = world.rows.find((one) => one.id === id);
    const start = Number(request.query.get('start'));
    return row ? { body: { start, isLastPage: true, values: slasOf(row).slice(start) } } : null;
  },
  errorBody: (status) => ({ errorMessages: [`error ${status}`], errors: {} }),
};

describe('the connector to Jira Service Management', () => {
  for (const { title, run } of vendorSuite(requests)) it(title, run);

  it('asks by milliseconds, for a date in words is read in the time zone of the account', () =>
    Trial.of(requests, async (trial) => {
      trial.addRows(1);
      await trial.syncWhole();
      const from = trial.now.getTime() - 365 * 24 * 60 * minuteMs;
      const [, asked] = /updated >= (\d+) /.exec(trial.requests[0]?.query.get('jql') ?? '') ?? [];
      expect(Math.abs(Number(asked) - from)).toBeLessThan(minuteMs);
    }));

  it('reads Data Center by its older search, with a personal access token', () =>
    Trial.of(
      {
        ...requests,
        settings: (origin) => ({ url: origin, hosting: 'dataCenter', token: 'pat_of_the_trial', projects: ['ITH'] }),
        answer: (request, world) => {
          if (request.headers.authorization !== 'Bearer pat_of_the_trial') return { status: 401, body: {} };
          if (request.path === '/rest/api/2/search') return searched(request, world);
          return requests.answer({ ...request, headers: { authorization: credentials } }, world);
        },
      },
      async (trial) => {
        trial.addTies(220, 60);
        trial.addRows(3);
        await trial.syncWhole();
        await trial.assertComplete();
      },
    ));

  it('reads the pages of the service levels of a request', () =>
    Trial.of(
      {
        ...requests,
        answer: (request, world) => {
          const answer = requests.answer(request, world);
          if (!request.path.endsWith('/sla') || answer?.status !== undefined) return answer;
          const start = Number(request.query.get('start'));
          const values = [{ ...slasOf(world.rows[0] ?? {})[0], id: String(10 + start) }];
          return { body: { start, isLastPage: start === 2, values } };
        },
      },
      async (trial) => {
        trial.addRows(1);
        await trial.syncWhole();
        expect([...trial.records.values()].map(({ naturalKey }) => naturalKey)).toEqual([
          '10000/10/1',
          '10000/11/1',
          '10000/12/1',
        ]);
      },
    ));

  it('passes issues that are no requests of customers', () =>
    Trial.of(
      {
        ...requests,
        answer: (request, world) => (request.path.endsWith('/10001/sla') ? null : requests.answer(request, world)),
      },
      async (trial) => {
        trial.addRows(3);
        await trial.syncWhole();
        expect([trial.records.size, trial.rejected.length]).toEqual([2, 0]);
      },
    ));

  it('does not take for an empty project what Jira shows to wrong credentials', () =>
    Trial.of(requests, async (trial) => {
      trial.addRows(1);
      trial.fault = () => ({
        headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' },
        body: { issues: [], isLast: true },
      });
      expect(await trial.sync()).toMatchObject({ action: 'configuration', code: 'notAuthenticated' });
    }));

  it('names a project that is not there, and reads the others', () =>
    Trial.of(
      {
        ...requests,
        settings: (origin) => ({ url: origin, email, token: 'token_of_the_trial', projects: ['GONE', 'ITH'] }),
        answer: (request, world) =>
          request.query.get('jql')?.includes('"GONE"')
            ? { status: 400, body: { errorMessages: ["The value 'GONE' does not exist for the field 'project'."] } }
            : requests.answer(request, world),
      },
      async (trial) => {
        trial.addRows(2);
        expect(await trial.sync()).toMatchObject({
          code: 'notFound',
          message: expect.stringContaining('GONE') as string,
        });
        expect(trial.records.size).toBe(2);
      },
    ));

  it('offers the service projects of the account', () =>
    Trial.of({ ...requests, answer: () => ({ body: recorded.desks }) }, async (trial) => {
      const [offered] = (await jiraServiceManagementConnector.discover?.(trial.settings(), trial.context())) ?? [];
      expect(offered?.choices.slice(0, 2)).toEqual([
        { value: 'ITH', label: 'IT Help Desk' },
        { value: 'HR', label: 'HR Self Serve Desk' },
      ]);
      expect(offered?.note).toContain('The first 100');
    }));

  it('reads nothing where no project is named, says so, and tries the connection all the same', () =>
    Trial.of(
      {
        ...requests,
        settings: (origin) => ({ url: origin, email, token: 'token_of_the_trial' }),
        answer: (request, world) =>
          request.path === '/rest/api/3/field' && request.headers.authorization === credentials
            ? { body: [] }
            : requests.answer(request, world),
      },
      async (trial) => {
        trial.addRows(2);
        const tried = async (token: string) => {
          const settings = { ...trial.settings(), token };
          return jiraServiceManagementConnector.check(settings, trial.context());
        };
        const { ok, findings } = await tried('token_of_the_trial');
        expect([ok, findings]).toEqual([true, [expect.stringContaining('no request is read') as string]]);
        expect(await tried('another')).toMatchObject({ ok: false, records: [] });
        await trial.syncWhole();
        expect([trial.records.size, trial.requests.at(-1)?.path]).toEqual([0, '/rest/api/3/field']);
        trial.fault = () => ({ status: 401, body: {} });
        expect(await trial.sync()).toMatchObject({ action: 'configuration' });
      },
    ));

  it('can be filled in by a form', () => {
    const kinds = settingFields(jiraSettings).map(({ path, kind }) => `${path} ${kind}`);
    expect(kinds).toEqual([
      ...['url text', 'hosting choice', 'email text', 'token secret', 'projects texts'],
      ...['firstReply texts', 'resolution texts', 'historyDays number'],
    ]);
  });
});

const settings = jiraSettings.parse({ url: 'https://acme.atlassian.net', token: 't', projects: ['ITH'] });

describe('a service level of a request', () => {
  const read = (...slas: readonly object[]) =>
    normalizeIssue(issueRow.parse({ ...recorded.issue, slas }), { settings, partition: 'ITH' }).records;
  const at = (hour: number) => date(new Date(Date.UTC(2026, 2, 2, hour)));
  const sla = { id: '10', name: 'Time to resolution' };

  it('is read from the recorded answer: a cycle more for each time that the request was opened again', () => {
    const records = read(...recorded.sla.values);
    expect(records.slice(0, 3).map(({ key, fields }) => [key, fields.measure, fields.instance, fields.state])).toEqual([
      ['10110/10030/1', 'first-reply', 1, 'met'],
      ['10110/10030/2', 'first-reply', 2, 'breached'],
      ['10110/10030/3', 'first-reply', 3, 'running'],
    ]);
    expect(records.map(({ fields }) => fields.measure).slice(3)).toEqual([
      ...['resolution', 'resolution', 'resolution', 'custom', 'custom', 'custom'],
    ]);
    // Offsets without a colon, as in +0700.
    expect(records[1]).toMatchObject({
      version: '2015-10-10T14:00:00.000Z',
      url: 'https://acme.atlassian.net/browse/ITH-15',
      fields: {
        ticket: 'ITH-15',
        priority: 'High',
        startedAt: '2015-10-10T10:52:23.000+0700',
        stoppedAt: '2015-10-10T16:15:23.000+0700',
        dueAt: '2015-10-10T15:12:23.000+0700',
      },
      dimensions: { agreement: 'Time To First Response', project: 'ITH', issueType: 'Incident' },
    });
    // Atlassian's example has a cycle that was met two minutes after its due time: the verdict counts, and the due time is left out.
    expect(records[0]?.fields).toMatchObject({ state: 'met', dueAt: null });
  });

  it.each([
    ['running', { breached: false, paused: false, breachTime: at(12) }, at(12).jira],
    ['running', { breached: false, paused: false }, null],
    // The due time of a paused cycle moves.
    ['paused', { breached: false, paused: true, breachTime: at(12) }, null],
    ['breached', { breached: true, paused: false, breachTime: at(9) }, at(9).jira],
    ['breached', { breached: true, paused: true, breachTime: at(9) }, at(9).jira],
  ])('that goes on is %s by %j, due at %s', (state, cycle, dueAt) => {
    expect(read({ ...sla, ongoingCycle: { startTime: at(8), ...cycle } })[0]?.fields).toMatchObject({
      state,
      dueAt,
      stoppedAt: null,
    });
  });

  it('counts its cycles by their beginning, whatever their order', () => {
    const cycle = (hour: number) => ({ startTime: at(hour), stopTime: at(hour + 1), breached: false });
    const records = read({
      ...sla,
      completedCycles: [cycle(12), cycle(8)],
      ongoingCycle: { startTime: at(15), breached: false },
    });
    expect(records.map(({ fields }) => [fields.instance, fields.startedAt])).toEqual([
      [1, at(8).jira],
      [2, at(12).jira],
      [3, at(15).jira],
    ]);
  });

  it('without a cycle is none yet', () => {
    expect(read({ ...sla, completedCycles: [] })).toEqual([]);
  });
});

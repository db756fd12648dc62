import { readFileSync } from 'node:fs';
import { openApiProblems, type OpenApiExcerpt } from '@tandem/connector-kit/acceptance/open-api-problems';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorAnswer, VendorRequest } from '@tandem/connector-kit/acceptance/vendor-server';
import type { VendorStub, VendorWorld } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { settingFields } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { serviceNowConnector, serviceNowSettings, type ServiceNowSettings } from './servicenow.connector.js';
import { normalizeTaskSla, taskSlaRow } from './servicenow.normalize.js';

const recorded = z
  .object({ operations: z.custom<OpenApiExcerpt>(), result: z.array(z.record(z.string(), z.json())) })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

const vendorTime = (at: Date) => at.toISOString().slice(0, 19).replace('T', ' ');
const textOf = (row: VendorRow, field: string) => {
  const value = row[field];
  return typeof value === 'string' ? value : '';
};

/** Whether a row fits one condition of an encoded query. */
function fits(row: VendorRow, condition: string): boolean {
  const [, field = '', operator = '', value = ''] = /^([a-z_.]+)(>=|>|=|IN)(.*)$/.exec(condition) ?? [];
  const held = textOf(row, field);
  switch (operator) {
    case '>=':
      return held >= value;
    case '>':
      return held > value;
    case '=':
      return held === value;
    case 'IN':
      return value.split(',').includes(held);
    default:
      throw new Error(`The stub does not know the condition ${condition}.`);
  }
}

/** Rows of an encoded query: clauses parted by ^NQ, any of which is enough, sorted as it says. */
function found(rows: readonly VendorRow[], encoded: string): readonly VendorRow[] {
  const order = [...encoded.matchAll(/\^ORDERBY([a-z_]+)/g)].map(([, field = '']) => field);
  const clauses = encoded.replace(/\^ORDERBY[a-z_]+/g, '').split('^NQ');
  const compare = (a: VendorRow, b: VendorRow) =>
    order.map((field) => textOf(a, field).localeCompare(textOf(b, field))).find((result) => result !== 0) ?? 0;
  return rows
    .filter((row) => clauses.some((clause) => clause.split('^').every((condition) => fits(row, condition))))
    .sort(compare);
}

/** Of each deleted row what the audit says of it; what is deleted is in no table any more. */
function audited(deleted: VendorRow): readonly VendorRow[] {
  const [id, at] = [textOf(deleted, 'sys_id'), textOf(deleted, 'deletedAt')];
  return at === '' ? [] : [{ sys_id: `a${id.slice(1)}`, sys_created_on: at, documentkey: id, tablename: 'task_sla' }];
}

function table({ query, path, headers }: VendorRequest, world: VendorWorld): VendorAnswer | null {
  const held = {
    '/api/now/table/task_sla': world.rows.filter(({ isDeleted }) => isDeleted !== true),
    '/api/now/table/sys_audit_delete': world.rows.flatMap(audited),
  };
  if (!Object.hasOwn(held, path)) return null;
  const rows = found(held[path as keyof typeof held], query.get('sysparm_query') ?? '');
  const [limit, offset] = [Number(query.get('sysparm_limit') ?? 10_000), Number(query.get('sysparm_offset') ?? 0)];
  const asked = (query.get('sysparm_fields') ?? '').split(',');
  const next = new URL(`http://${headers.host ?? ''}${path}?${query.toString()}`);
  next.searchParams.set('sysparm_offset', String(offset + limit));
  const more: Record<string, string> = offset + limit < rows.length ? { link: `<${next.href}>;rel="next"` } : {};
  // Access rules take rows away after the page was counted.
  const shown = world.slice(rows, offset, limit).filter(({ hidden }) => hidden !== true);
  const result = shown.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => asked.includes(name))));
  return { headers: more, body: { result } };
}

const credentials = `Basic ${Buffer.from('tandem:password_of_the_trial').toString('base64')}`;

const taskSlas: VendorStub<ServiceNowSettings> = {
  connector: serviceNowConnector,
  stream: 'serviceLevels',
  pageSize: 500,
  settings: (origin) => ({ url: origin, user: 'tandem', password: 'password_of_the_trial' }),
  row: (index, at) => ({
    ...recorded.result[0],
    // Ids do not rise with time.
    sys_id: `${((index * 7919) % 10_007).toString(16).padStart(6, '0')}${index.toString(16).padStart(26, '0')}`,
    sys_updated_on: vendorTime(at),
    start_time: vendorTime(at),
  }),
  change: (row, at) => ({ ...row, stage: 'completed', end_time: vendorTime(at), sys_updated_on: vendorTime(at) }),
  keysOf: (row) => (row.isDeleted === true ? [] : [textOf(row, 'sys_id')]),
  deletions: {
    settings: (origin) => ({ url: origin, user: 'tandem', password: 'password_of_the_trial', deletions: true }),
    remove: (row, at) => ({ ...row, isDeleted: true, deletedAt: vendorTime(at) }),
    // The audit keeps its row.
    restore: (row, at) => ({ ...row, isDeleted: false, sys_updated_on: vendorTime(at) }),
  },
  neededField: 'start_time',
  contract: (request) => openApiProblems(recorded.operations, request),
  answer: (request, world) =>
    request.headers.authorization === credentials
      ? table(request, world)
      : { status: 401, body: { error: { message: 'User Not Authenticated' }, status: 'failure' } },
  errorBody: (status) => ({ error: { message: `error ${status}`, detail: null }, status: 'failure' }),
};

describe('the ServiceNow connector', () => {
  const suite = vendorSuite(taskSlas);
  // Fields are asked for by name, so that a new one never comes.
  for (const { title, run } of suite.filter((one) => !one.title.includes('a field that is new'))) it(title, run);

  it('reads all of 420 events that share one minute, which a strict > by time alone would lose at the edge of a page', () =>
    Trial.of(taskSlas, async (trial) => {
      trial.addTies(420, 90);
      trial.addTies(420, 90);
      await trial.syncWhole();
      expect(trial.records.size).toBe(840);
      const [, second] = trial.requests;
      expect(second?.query.get('sysparm_query')).toMatch(/\^sys_id>[0-9a-f]{32}\^NQ/);
    }));

  it('goes on behind a page that access rules have made short, or empty', () =>
    Trial.of(taskSlas, async (trial) => {
      trial.addRows(1_700);
      trial.rows = trial.rows.map((row, index) => (index > 480 && index < 1_600 ? { ...row, hidden: true } : row));
      await trial.syncWhole();
      expect(trial.records.size).toBe(481 + 100);
    }));

  it('tries an answer again that the instance broke off, although it says 200', () =>
    Trial.of(taskSlas, async (trial) => {
      trial.addRows(3);
      const broken = { result: [], error: { message: 'Transaction cancelled: maximum execution time exceeded' } };
      trial.fault = (_, number) => (number === 1 ? { body: broken } : null);
      await trial.syncWhole();
      await trial.assertComplete();
    }));

  it('reads only the agreements and kinds of tasks that were chosen', () =>
    Trial.of(
      {
        ...taskSlas,
        settings: (origin) => ({
          url: origin,
          user: 'tandem',
          password: 'password_of_the_trial',
          tables: ['incident'],
        }),
      },
      async (trial) => {
        trial.addRows(4);
        const others = [{}, { 'task.sys_class_name': 'problem' }, { 'sla.type': 'OLA' }, {}];
        trial.rows = trial.rows.map((row, index) => ({ ...row, ...others[index] }));
        await trial.syncWhole();
        expect(trial.records.size).toBe(2);
      },
    ));

  it('proves itself as an OAuth client, and fetches a new token when the old one has ended', () =>
    Trial.of(
      {
        ...taskSlas,
        settings: (origin) => ({ url: origin, clientId: 'client', clientSecret: 'secret_of_the_client' }),
        contract: (request) =>
          request.path === '/oauth_token.do' ? [] : openApiProblems(recorded.operations, request),
        answer: (request, world) => {
          if (request.path === '/oauth_token.do') {
            const form = z.object({
              grant_type: z.literal('client_credentials'),
              client_secret: z.literal('secret_of_the_client'),
            });
            return form.safeParse(request.body).success
              ? { body: { access_token: 'access', token_type: 'Bearer', expires_in: 1799 } }
              : { status: 401, body: {} };
          }
          return request.headers.authorization === 'Bearer access' ? table(request, world) : { status: 401, body: {} };
        },
      },
      async (trial) => {
        trial.addRows(2);
        await trial.syncWhole();
        await trial.assertComplete();
      },
    ));

  it('offers the kinds of tasks that the instance has, or says that it may not list them', () => {
    const listed = { body: { result: [{ name: 'incident', label: 'Incident' }] } };
    const offers = async (answer: VendorAnswer, expected: unknown) =>
      Trial.of({ ...taskSlas, answer: () => answer }, async (trial) => {
        const [offered] = (await serviceNowConnector.discover?.(trial.settings(), trial.context())) ?? [];
        expect(offered).toMatchObject(expected as object);
      });
    return Promise.all([
      offers(listed, { choices: [{ value: 'incident', label: 'Incident' }], note: null }),
      offers({ status: 403, body: {} }, { choices: [], note: expect.stringContaining('may not list') as string }),
    ]);
  });

  it('asks for one kind of credentials', () => {
    const url = 'https://acme.service-now.com';
    expect(serviceNowSettings.safeParse({ url, user: 'a', password: 'b' }).success).toBe(true);
    expect(serviceNowSettings.safeParse({ url, clientId: 'a', clientSecret: 'b' }).success).toBe(true);
    expect(serviceNowSettings.safeParse({ url, user: 'a' }).error?.issues[0]?.message).toContain(
      'user name and password',
    );
  });

  it('can be filled in by a form', () => {
    expect(settingFields(serviceNowSettings).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'url text',
      'user text',
      'password secret',
      'clientId text',
      'clientSecret secret',
      'types texts',
      'tables texts',
      'historyDays number',
      'deletions flag',
    ]);
  });
});

const settings = serviceNowSettings.parse({ url: 'https://acme.service-now.com', user: 'u', password: 'p' });

describe('a service level of ServiceNow', () => {
  const read = (changes: object) =>
    normalizeTaskSla(taskSlaRow.parse({ ...recorded.result[0], ...changes }), { settings });
  const fieldsOf = (changes: object) => read(changes).records[0]?.fields;

  it('is a cycle whose instants are UTC, and whose empty texts are nothing', () => {
    expect(read({}).records).toEqual([
      {
        stream: 'slaCycle',
        key: '7f2b3a5c1b2d4e10a1b2c3d4e5f60718',
        version: '2026-03-02T08:00:00Z',
        url: 'https://acme.service-now.com/task.do?sys_id=9d385017c611228701d22104cc95c371',
        fields: {
          ticket: 'INC0010042',
          measure: 'resolution',
          priority: '2',
          channel: 'phone',
          team: 'Service desk',
          startedAt: '2026-03-02T08:00:00Z',
          dueAt: '2026-03-02T12:00:00Z',
          stoppedAt: null,
          pausedMs: null,
          state: 'running',
        },
        dimensions: { agreement: 'Priority 2 resolution', type: 'SLA', table: 'incident' },
      },
    ]);
  });

  it('has a pause that is written as an instant of 1970', () => {
    const row = taskSlaRow.parse(recorded.result[1]);
    expect(normalizeTaskSla(row, { settings }).records[0]?.fields).toMatchObject({
      state: 'breached',
      stoppedAt: '2026-03-02T16:30:00Z',
      pausedMs: 91_800_000,
    });
    expect(fieldsOf({ pause_duration: '90' })?.pausedMs).toBe(90_000);
    expect(fieldsOf({ pause_duration: '1970-01-01 00:00:00' })?.pausedMs).toBe(0);
  });

  it.each([
    ['in_progress', 'false', 'running'],
    ['in_progress', 'true', 'breached'],
    ['paused', 'false', 'paused'],
    ['paused', 'true', 'breached'],
    ['completed', 'false', 'met'],
    ['completed', 'true', 'breached'],
    ['achieved', 'false', 'met'],
    ['breached', 'true', 'breached'],
    // A cancelled stage is neither met nor breached, even where its time had run out.
    ['cancelled', 'false', 'cancelled'],
    ['cancelled', 'true', 'cancelled'],
  ])('in the stage %s with has_breached %s is %s', (stage, breached, state) => {
    expect(fieldsOf({ stage, has_breached: breached })?.state).toBe(state);
  });

  it('in a stage of its own is put to quarantine', () => {
    expect(read({ stage: 'on_the_moon' })).toMatchObject({ records: [], rejected: [{ field: 'stage' }] });
  });

  it.each([
    ['response', 'first-reply'],
    ['resolution', 'resolution'],
    ['', 'custom'],
  ])('with the target "%s" is one of %s', (target, measure) => {
    expect(fieldsOf({ 'sla.target': target })?.measure).toBe(measure);
  });
});

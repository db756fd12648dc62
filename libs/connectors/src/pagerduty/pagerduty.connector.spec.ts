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
import { pagerDutyConnector, pagerDutySettings, type PagerDutySettings } from './pagerduty.connector.js';
import { incidentRow, normalizeIncident } from './pagerduty.normalize.js';

const json = z.record(z.string(), z.json());
const recorded = z
  .object({ operations: z.custom<OpenApiExcerpt>(), incident: json, log: z.array(json) })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

const dayMs = 86_400_000;
const size = 100;
const seconds = (at: Date) => at.toISOString().replace(/\.\d+Z$/, 'Z');
const list = z.array(json);
const logOf = (row: VendorRow) => list.parse(row.log);
const text = z.string();
const referred = z.object({ id: text });
const began = (row: VendorRow) => Date.parse(text.parse(row.created_at));
const entry = (type: string, at: string) => ({ ...recorded.log[0], type, created_at: at });

const ended = (row: VendorRow) => Date.parse(text.parse(row.resolved_at));
const isMerged = ({ resolve_reason: reason }: VendorRow) => reason !== null && reason !== undefined;
const withoutLog = ({ log: _, ...row }: VendorRow) => row;

/** What is resolved, by its end, newest first, whenever it began. */
function byEnd(query: URLSearchParams, world: VendorWorld): VendorAnswer {
  const rows = world.rows
    .filter(({ status }) => query.get('statuses[]') === 'resolved' && status !== 'triggered')
    .sort((a, b) => ended(b) - ended(a));
  const offset = Number(query.get('offset') ?? 0);
  const shown = world.slice(rows, offset, size).map(withoutLog);
  return { body: { incidents: shown, limit: size, offset, more: offset + size < rows.length } };
}

/** What PagerDuty refuses, and how it deals out what it has. */
function listed({ query }: VendorRequest, world: VendorWorld): VendorAnswer {
  if (query.get('date_range') === 'all') return byEnd(query, world);
  const [since, until] = [Date.parse(query.get('since') ?? ''), Date.parse(query.get('until') ?? '')];
  const [limit, offset] = [Number(query.get('limit')), Number(query.get('offset') ?? 0)];
  const refused = (message: string) => ({ status: 400, body: { error: { message, code: 2001 } } });
  if (until - since > 181 * dayMs) return refused('The range is longer than six months.');
  if (limit > size || offset + limit > 10_000) return refused('Offset and limit exceed 10,000.');
  const services = query.getAll('service_ids[]');
  const rows = world.rows
    .filter((row) => began(row) >= since && began(row) < until)
    .filter(({ service }) => services.length === 0 || services.includes(referred.parse(service).id))
    .sort((a, b) => began(b) - began(a) || Number(b.incident_number) - Number(a.incident_number));
  const shown = world.slice(rows, offset, limit).map(withoutLog);
  return { body: { incidents: shown, limit, offset, total: null, more: offset + limit < rows.length } };
}

const incidents: VendorStub<PagerDutySettings> = {
  connector: pagerDutyConnector,
  stream: 'incidents',
  pageSize: size,
  settings: (origin) => ({ apiUrl: origin, token: 'key_of_the_trial' }),
  row: (index, at) => ({
    ...recorded.incident,
    id: `P${index}`,
    incident_number: index,
    status: 'triggered',
    created_at: seconds(at),
    updated_at: seconds(at),
    last_status_change_at: seconds(at),
    resolved_at: null,
    log: [entry('trigger_log_entry', seconds(at))],
  }),
  change: (row, at) => ({
    ...row,
    status: 'resolved',
    updated_at: seconds(at),
    last_status_change_at: seconds(at),
    resolved_at: seconds(at),
    log: [entry('resolve_log_entry', seconds(at)), ...logOf(row)],
  }),
  keysOf: (row) => (isMerged(row) ? [] : [textOf(row.id)]),
  deletions: {
    remove: (row, at) => ({ ...incidents.change(row, at), resolve_reason: { type: 'merge_resolve_reason' } }),
    restore: (row, at) => ({ ...incidents.change(row, at), resolve_reason: null }),
  },
  neededField: 'status',
  contract: (request) => openApiProblems(recorded.operations, request),
  answer: (request, world) => {
    if (request.headers.authorization !== 'Token token=key_of_the_trial') return { status: 401, body: {} };
    if (request.path === '/incidents') return listed(request, world);
    const id = /^\/incidents\/(\w+)\/log_entries$/.exec(request.path)?.[1];
    const row = world.rows.find((one) => one.id === id);
    return row ? { body: { log_entries: logOf(row), limit: size, offset: 0, more: false } } : null;
  },
  errorBody: (status) => ({ error: { message: `error ${status}`, code: 2006 } }),
};

/** Incidents that were resolved long after their beginning, which lies before all that is read by creation. */
const resolvedLate: VendorStub<PagerDutySettings> = {
  ...incidents,
  stream: 'resolvedLate',
  row: (index, at) => ({
    ...incidents.change(incidents.row(index, at), at),
    created_at: seconds(new Date(at.getTime() - 400 * dayMs)),
  }),
};

describe('the PagerDuty connector', () => {
  for (const { title, run } of vendorSuite(incidents)) it(title, run);
  // Read in second place, it begins anew in a run that goes on after an interruption of the first: later, and with the same records.
  const second = vendorSuite(resolvedLate).filter(({ title }) => !title.includes('never interrupted'));
  for (const { title, run } of second) it(title, run);

  it('meets the end of an incident that was open for more than a month', () =>
    Trial.of(incidents, async (trial) => {
      trial.addRows(2);
      await trial.syncWhole();
      trial.passMinutes(40 * 24 * 60);
      await trial.syncWhole();
      trial.changeRow(0);
      trial.passMinutes(10);
      await trial.syncWhole();
      expect([...trial.records.values()].map(({ fields }) => fields.resolvedAt !== undefined)).toEqual([false, true]);
    }));

  it('asks for no window longer than six months, and reads a long history in several', () =>
    Trial.of(
      { ...incidents, settings: (origin) => ({ apiUrl: origin, token: 'key_of_the_trial', historyDays: 700 }) },
      async (trial) => {
        const long = [690, 500, 200, 1].map((days) => new Date(trial.now.getTime() - days * dayMs));
        trial.rows = long.map((at, index) => incidents.row(index, at));
        await trial.syncWhole();
        expect(trial.records.size).toBe(4);
        const windows = trial.requests.filter(({ path, query }) => path === '/incidents' && query.has('since'));
        expect(windows).toHaveLength(5);
      },
    ));

  it('goes on by time where offset and limit would exceed 10,000', () => {
    const paging = pagerDutyConnector.declaration.streams[0]?.paging;
    if (paging?.kind !== 'token') throw new Error('The pages follow by token.');
    const answer = { status: 200, headers: {}, body: { incidents: [], more: true } };
    const window = { from: '2026-01-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' };
    const reading = { ...window, settings: null, partition: '', after: null };
    const rows = ['2026-01-20T11:00:00Z', '2026-01-20T10:00:00Z'].map((at) => ({ created_at: at }));
    const [since, until] = [window.from, '2026-03-02T00:00:00.000Z'];
    const next = (given: string, offset: number) =>
      paging.next(answer, rows, JSON.stringify({ since, until: given, offset }), reading);
    expect(next(until, 9_800)).toBe(JSON.stringify({ since, until, offset: 9_900 }));
    expect(next(until, 9_900)).toBe(JSON.stringify({ since, until: '2026-01-20T10:00:01.000Z', offset: 0 }));
    expect(() => next('2026-01-20T10:00:01.000Z', 9_900)).toThrow('10,000 incidents began in the same second');
  });

  it('reads the services that were chosen', () =>
    Trial.of(
      {
        ...incidents,
        settings: (origin) => ({ apiUrl: origin, token: 'key_of_the_trial', services: ['PIJ90N7', 'PX'] }),
      },
      async (trial) => {
        trial.addRows(3);
        trial.rows = trial.rows.map((row, index) =>
          index === 1 ? { ...row, service: { id: 'POTHER', summary: 'Other' } } : row,
        );
        await trial.syncWhole();
        expect([...trial.records.values()].map(({ naturalKey }) => naturalKey)).toEqual(['P2', 'P0']);
      },
    ));

  it('keeps no names of persons and nothing that they wrote', () =>
    Trial.of(incidents, async (trial) => {
      trial.addRows(1);
      const raw: unknown[] = [];
      for await (const { raw: kept } of trial.read()) raw.push(kept);
      expect(JSON.stringify(raw)).toContain('My Mail Service');
      expect(JSON.stringify(raw)).not.toMatch(/on fire|An agent/);
    }));

  it('offers the services of the account', () =>
    Trial.of(
      { ...incidents, answer: () => ({ body: { services: [{ id: 'PIJ90N7', name: 'Mail' }], more: true } }) },
      async (trial) => {
        const [offered] = (await pagerDutyConnector.discover?.(trial.settings(), trial.context())) ?? [];
        expect(offered).toEqual({
          field: 'services',
          choices: [{ value: 'PIJ90N7', label: 'Mail' }],
          note: 'The first 100 services by name are shown.',
        });
      },
    ));

  it('can be filled in by a form', () => {
    expect(settingFields(pagerDutySettings).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'token secret',
      'services texts',
      'historyDays number',
      'apiUrl text',
    ]);
  });
});

describe('an incident of PagerDuty', () => {
  const read = (changes: object) =>
    normalizeIncident(incidentRow.parse({ ...recorded.incident, log: recorded.log, ...changes })).records[0];

  it('is read from the recorded answer', () => {
    expect(read({})).toEqual({
      stream: 'incident',
      key: 'PT4KHLK',
      version: '2015-10-06T21:40:23.000Z',
      url: 'https://subdomain.pagerduty.com/incidents/PT4KHLK',
      fields: {
        service: 'My Mail Service',
        severity: 'P2',
        openedAt: '2015-10-06T21:30:42Z',
        acknowledgedAt: '2015-10-06T21:33:10Z',
        resolvedAt: '2015-10-06T21:38:23Z',
      },
      dimensions: { urgency: 'high', team: 'Engineering' },
    });
  });

  it.each([
    // `resolved_at` may be missing: the log tells it, and else the last change of the status.
    ['its log', { resolved_at: undefined, last_status_change_at: '2015-10-06T23:00:00Z' }, '2015-10-06T21:38:23Z'],
    ['its last change', { resolved_at: null, log: [] }, '2015-10-06T21:38:23Z'],
    ['nothing while it is open', { status: 'acknowledged', resolved_at: null }, null],
    ['nothing when it was opened again', { status: 'triggered' }, null],
  ])('is resolved by %s', (_, changes, resolvedAt) => {
    expect(read(changes)?.fields.resolvedAt).toBe(resolvedAt);
  });

  it('is acknowledged by the first of all, even where that one holds no longer', () => {
    const later = { acknowledgements: [{ at: '2015-10-06T21:35:00Z' }] };
    expect(read(later)?.fields.acknowledgedAt).toBe('2015-10-06T21:33:10Z');
    expect(read({ ...later, log: [] })?.fields.acknowledgedAt).toBe('2015-10-06T21:35:00Z');
    expect(read({ log: [] })?.fields.acknowledgedAt).toBeNull();
  });

  it('has its priority for severity, or its urgency where the account has no priorities', () => {
    expect(read({ priority: null })?.fields.severity).toBe('high');
    expect(read({ priority: null, urgency: null })?.fields.severity).toBeNull();
  });

  it('is gone when it was merged into another, which is the one that counts', () => {
    const merged = { ...recorded.incident, log: recorded.log, resolve_reason: { type: 'merge_resolve_reason' } };
    expect(normalizeIncident(incidentRow.parse(merged))).toMatchObject({
      records: [],
      gone: [{ key: 'PT4KHLK', covers: 'record', version: '2015-10-06T21:40:23.000Z' }],
    });
  });
});

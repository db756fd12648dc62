import { readFileSync } from 'node:fs';
import { numberOf } from '@tandem/connector-kit/acceptance/stub-values';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorAnswer, VendorRequest } from '@tandem/connector-kit/acceptance/vendor-server';
import type { VendorStub, VendorWorld } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { settingFields } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { zendeskConnector, zendeskSettings, type ZendeskSettings } from './zendesk.connector.js';
import { cycleRow, normalizeCycles } from './zendesk.normalize.js';

const json = z.record(z.string(), z.json());
const recorded = z
  .object({
    export: z.looseObject({ ticket_metric_events: z.array(json) }),
    ticket: z.object({ ticket: json, groups: z.array(z.json()) }),
  })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

const size = 100;
const seconds = (at: Date) => at.toISOString().replace(/\.\d+Z$/, 'Z');
const list = z.array(json);
const text = z.string();
const eventsOf = (row: VendorRow) => list.parse(row.metric_events);
const timeOf = (event: VendorRow) => Date.parse(text.parse(event.time)) / 1000;

function event(ticket: number, number: number, type: string, at: string, rest: object = {}) {
  const id = ticket * 100 + number;
  return { id, ticket_id: ticket, metric: 'reply_time', instance_id: 1, type, time: at, ...rest };
}
const promise = (minutes: number, businessHours = false) => ({
  sla: { target: minutes, business_hours: businessHours, policy: { id: 25, title: 'Urgent' } },
});

const email = 'reports@example.com';
const credentials = `Basic ${Buffer.from(`${email}/token:token_of_the_trial`).toString('base64')}`;

/** The export by time, or by counted pages where these are asked for; a page may end within a second. */
function exported({ query }: VendorRequest, world: VendorWorld): VendorAnswer {
  const start = Number(query.get('start_time'));
  if (start > world.now.getTime() / 1000 - 60)
    return { status: 400, body: { error: 'StartTimeTooRecent', description: 'Too recent start_time.' } };
  const events = world.rows
    .filter(({ status }) => status !== 'deleted')
    .flatMap((row) => eventsOf(row))
    .filter((given) => timeOf(given) >= start)
    .sort((a, b) => timeOf(a) - timeOf(b));
  if (query.has('page[size]')) {
    const offset = Number(query.get('page[after]') ?? 0);
    const meta = { has_more: offset + size < events.length, after_cursor: String(offset + size) };
    return { body: { ticket_metric_events: world.slice(events, offset, size), meta } };
  }
  const last = events.slice(0, size).at(-1);
  return {
    body: {
      ticket_metric_events: world.slice(events, 0, size),
      count: Math.min(size, events.length),
      end_time: last ? timeOf(last) : null,
      end_of_stream: events.length <= size,
    },
  };
}

function deleted({ query }: VendorRequest, world: VendorWorld): VendorAnswer {
  const rows = world.rows
    .filter(({ status }) => status === 'deleted')
    .sort((a, b) => text.parse(b.deleted_at).localeCompare(text.parse(a.deleted_at)));
  const offset = (Number(query.get('page')) - 1) * size;
  const shown = world
    .slice(rows, offset, size)
    .map(({ id, deleted_at }) => ({ id, subject: 'The door of room 7', deleted_at, previous_state: 'open' }));
  return { body: { deleted_tickets: shown, count: rows.length } };
}

const tickets: VendorStub<ZendeskSettings> = {
  connector: zendeskConnector,
  stream: 'cycles',
  // Each ticket begins with two events.
  pageSize: size / 2,
  settings: (origin) => ({ url: origin, email, token: 'token_of_the_trial', deletions: false }),
  row: (index, at) => {
    const id = 1000 + index;
    const metric_events = [event(id, 1, 'activate', seconds(at)), event(id, 2, 'apply_sla', seconds(at), promise(60))];
    return { ...recorded.ticket.ticket, id, metric_events };
  },
  change: (row, at) => ({
    ...row,
    metric_events: [...eventsOf(row), event(numberOf(row.id), eventsOf(row).length + 1, 'fulfill', seconds(at))],
  }),
  keysOf: (row) => (row.status === 'deleted' ? [] : [`${numberOf(row.id)}/reply_time/1`]),
  deletions: {
    settings: (origin) => ({ url: origin, email, token: 'token_of_the_trial' }),
    remove: (row, at) => ({ ...row, status: 'deleted', deleted_at: seconds(at) }),
    restore: (row, at) => ({ ...tickets.change(row, at), status: 'open' }),
  },
  neededField: 'status',
  answer: (request, world) => {
    if (request.headers.authorization !== credentials)
      return { status: 401, body: { error: "Couldn't authenticate you" } };
    if (request.path === '/api/v2/incremental/ticket_metric_events') return exported(request, world);
    if (request.path === '/api/v2/deleted_tickets.json') return deleted(request, world);
    const id = /^\/api\/v2\/tickets\/(\d+)$/.exec(request.path)?.[1];
    const found = world.rows.find((row) => row.id === Number(id));
    if (!found || found.status === 'deleted' || request.query.get('include') !== 'metric_events,slas,groups')
      return null;
    return { body: { ticket: found, groups: recorded.ticket.groups } };
  },
};

describe('the Zendesk connector', () => {
  for (const { title, run } of vendorSuite(tickets)) it(title, run);

  it('asks for nothing of the last minute, which Zendesk refuses to export', () =>
    Trial.of(tickets, async (trial) => {
      trial.addRows(10);
      trial.addTies(60, 0);
      await trial.syncWhole();
      trial.passMinutes(2);
      await trial.syncWhole();
      await trial.assertComplete();
    }));

  it('counts pages where more events share a second than a page holds', () =>
    Trial.of(tickets, async (trial) => {
      trial.addTies(110, 60);
      await trial.syncWhole();
      const pages = trial.requests.filter(({ path }) => path.includes('incremental'));
      expect(pages.map(({ query }) => query.get('page[after]'))).toEqual([null, null, null, '100', '200']);
      expect(trial.records.size).toBe(110);
    }));

  it('keeps neither what people wrote nor their addresses', () =>
    Trial.of(tickets, async (trial) => {
      trial.addRows(1);
      const raw: unknown[] = [];
      for await (const page of trial.read()) raw.push(page.raw);
      expect(JSON.stringify(raw)).toContain('"priority":"urgent"');
      expect(JSON.stringify(raw)).not.toMatch(/It does not lock|The door of room 7/);
    }));

  it('takes back the cycles of a ticket that was deleted between its events and the question', () =>
    Trial.of(
      {
        ...tickets,
        answer: (request, world) =>
          request.path.startsWith('/api/v2/tickets/') ? null : tickets.answer(request, world),
      },
      async (trial) => {
        trial.addRows(1);
        await trial.syncWhole();
        expect(trial.records.size).toBe(0);
        expect([...trial.tombstones.values()]).toMatchObject([{ key: '1000/', covers: 'parts' }]);
      },
    ));

  it.each([
    ['the only schedule of the account', 1, {}, '2026-03-04T12:29:00.000Z'],
    ['none of several', 2, {}, undefined],
    ['the one that was chosen', 2, { schedule: 'Hotel 2' }, '2026-03-04T12:29:00.000Z'],
  ])('counts targets in business hours by %s, asked for once', (_what, count, chosen, due) =>
    Trial.of(
      {
        ...tickets,
        settings: (origin) => ({ url: origin, email, token: 'token_of_the_trial', deletions: false, ...chosen }),
        row: (index, at) => {
          const events = [event(1000 + index, 1, 'activate', seconds(at))];
          const target = event(1000 + index, 2, 'apply_sla', seconds(at), promise(30, true));
          const metric_events = [...events, target, event(1000 + index, 3, 'fulfill', seconds(at))];
          return { ...recorded.ticket.ticket, id: 1000 + index, metric_events };
        },
        answer: (request, world) => {
          const always = [{ start_time: 0, end_time: 7 * 1440 }];
          const list = Array.from({ length: count }, (_, index) => ({ id: index, name: `Hotel ${index + 1}` }));
          if (request.path === '/api/v2/business_hours/schedules')
            return { body: { schedules: list.map((one) => ({ ...one, time_zone: 'London', intervals: always })) } };
          if (request.path.endsWith('/holidays')) return { body: { holidays: [] } };
          return tickets.answer(request, world);
        },
      },
      async (trial) => {
        trial.addRows(2);
        await trial.syncWhole();
        expect(trial.requests.filter(({ path }) => path === '/api/v2/business_hours/schedules')).toHaveLength(1);
        expect([...trial.records.values()].at(-1)?.fields.dueAt).toBe(due);
      },
    ),
  );

  it('accepts an OAuth access token in the place of an API token', () =>
    Trial.of(
      {
        ...tickets,
        settings: (origin) => ({ url: origin, token: 'oauth_of_the_trial', deletions: false }),
        answer: (request, world) =>
          request.headers.authorization === 'Bearer oauth_of_the_trial'
            ? tickets.answer({ ...request, headers: { authorization: credentials } }, world)
            : { status: 401, body: {} },
      },
      async (trial) => {
        trial.addRows(2);
        await trial.syncWhole();
        await trial.assertComplete();
      },
    ));

  it('can be filled in by a form', () => {
    expect(settingFields(zendeskSettings).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'url text',
      'email text',
      'token secret',
      'historyDays number',
      'schedule text',
      'scheduleZone text',
      'deletions flag',
    ]);
  });
});

const settings = zendeskSettings.parse({ url: 'https://acme.zendesk.com/', token: 't' });

describe('a cycle of Zendesk', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 8, minute)).toISOString().replace('.000', '');
  const read = (events: readonly object[], rest: object = {}) =>
    normalizeCycles(
      cycleRow.parse({
        ...recorded.ticket.ticket,
        id: 7,
        lastEventAt: at(0),
        seen: [],
        events,
        groups: recorded.ticket.groups,
        ...rest,
      }),
      { settings },
    );
  let number = 0;
  const e = (type: string, minute: number, rest: object = {}) => event(7, (number += 1), type, at(minute), rest);
  const begun = () => [e('activate', 0), e('apply_sla', 0, promise(60))];
  const fieldsOf = (events: readonly object[], rest: object = {}) => read(events, rest).records[0]?.fields;

  it('carries ticket, measure, team, channel and a due time', () => {
    expect(read(begun()).records).toEqual([
      {
        stream: 'slaCycle',
        key: '7/reply_time/1',
        version: '2026-03-02T08:00:00.000Z',
        url: 'https://acme.zendesk.com/agent/tickets/7',
        fields: {
          ticket: '7',
          measure: 'first-reply',
          instance: 1,
          priority: 'urgent',
          channel: 'email',
          team: 'Front desk',
          startedAt: '2026-03-02T08:00:00Z',
          dueAt: '2026-03-02T09:00:00.000Z',
          stoppedAt: null,
          pausedMs: 0,
          state: 'running',
        },
        dimensions: { policy: 'Urgent' },
      },
    ]);
  });

  it.each([
    ['met', '2026-03-02T09:00:00.000Z', 0, () => [...begun(), e('fulfill', 50)]],
    ['breached', '2026-03-02T09:00:00Z', 0, () => [...begun(), e('breach', 60), e('fulfill', 90)]],
    ['breached', '2026-03-02T09:00:00Z', 0, () => [...begun(), e('breach', 60)]],
    // A breach comes again when a policy is applied again: it is the same breach, and the first one tells the due time.
    [
      'breached',
      '2026-03-02T09:00:00Z',
      0,
      () => [...begun(), e('breach', 60), e('apply_sla', 70, promise(60)), e('breach', 70)],
    ],
    // A longer target takes the breach back.
    [
      'running',
      '2026-03-02T11:00:00.000Z',
      0,
      () => [...begun(), e('breach', 60, { deleted: true }), e('apply_sla', 70, promise(180))],
    ],
    ['paused', null, 0, () => [...begun(), e('pause', 20)]],
    ['running', '2026-03-02T09:10:00.000Z', 600_000, () => [...begun(), e('pause', 20), e('activate', 30)]],
    [
      'met',
      '2026-03-02T09:10:00.000Z',
      600_000,
      () => [...begun(), e('pause', 20), e('activate', 30), e('fulfill', 65)],
    ],
    // A ticket that is opened again runs on; the time between was none of it.
    ['running', '2026-03-02T09:25:00.000Z', 1_500_000, () => [...begun(), e('fulfill', 20), e('activate', 45)]],
    // The policy was taken away.
    ['cancelled', null, 0, () => [...begun(), e('apply_sla', 10, { sla: null })]],
    // No schedule is shown: the due time is not known, and not guessed.
    ['met', null, 0, () => [e('activate', 0), e('apply_sla', 0, promise(60, true)), e('fulfill', 50)]],
  ] as const)('is %s, due at %s, with a pause of %s ms', (state, dueAt, pausedMs, events) => {
    expect(fieldsOf(events())).toMatchObject({ state, dueAt, pausedMs });
  });

  it('counts each instance once: a second reply is the next reply', () => {
    const second = (type: string, minute: number, rest: object = {}) => e(type, minute, { instance_id: 2, ...rest });
    const { records } = read([
      ...begun(),
      e('fulfill', 10),
      second('activate', 30),
      second('apply_sla', 30, promise(60)),
      second('breach', 90),
    ]);
    expect(records.map(({ key, fields }) => [key, fields.measure, fields.state])).toEqual([
      ['7/reply_time/1', 'first-reply', 'met'],
      ['7/reply_time/2', 'next-reply', 'breached'],
    ]);
  });

  it('takes the due time of a running target in business hours as Zendesk states it', () => {
    const slas = {
      policy_metrics: [{ metric: 'first_reply_time', stage: 'active', breach_at: '2026-03-03T10:30:00Z' }],
    };
    const events = [e('activate', 0), e('apply_sla', 0, promise(60, true))];
    expect(fieldsOf(events, { slas })?.dueAt).toBe('2026-03-03T10:30:00Z');
    expect(fieldsOf([...events, e('fulfill', 5)], { slas })?.dueAt).toBeNull();
  });

  describe('in business hours', () => {
    // 2 March 2026 is a Monday; the hours are 8 to 10 of London's clock, and the 3rd is a holiday.
    const schedule = {
      time_zone: 'London',
      intervals: [1, 2, 3, 4, 5].map((day) => ({ start_time: day * 1440 + 480, end_time: day * 1440 + 600 })),
      holidays: [{ start_date: '2026-03-03', end_date: '2026-03-03' }],
    };
    const met = (minutes: number) => [e('activate', 0), e('apply_sla', 0, promise(minutes, true)), e('fulfill', 50)];
    const dueOf = (events: readonly object[], changes: object = {}, more: object = {}) =>
      normalizeCycles(
        cycleRow.parse({
          ...recorded.ticket.ticket,
          id: 7,
          lastEventAt: at(0),
          seen: [],
          events,
          schedule: { ...schedule, ...changes },
        }),
        { settings: { ...settings, ...more } },
      ).records[0]?.fields.dueAt;

    it('is due by the schedule of the account when it was met, without its pauses', () => {
      expect(dueOf(met(60))).toBe('2026-03-02T09:00:00.000Z');
      expect(dueOf(met(150))).toBe('2026-03-04T08:30:00.000Z');
      const paused = [e('activate', 0), e('apply_sla', 0, promise(60, true)), e('pause', 20), e('activate', 40)];
      expect(dueOf([...paused, e('fulfill', 50)])).toBe('2026-03-02T09:20:00.000Z');
    });

    it('is due as Zendesk states it when it was missed', () => {
      expect(dueOf([...met(30).slice(0, 2), e('breach', 31), e('fulfill', 50)])).toBe(at(31));
    });

    it('takes no due time that contradicts what Zendesk says, nor one by a zone that is not understood', () => {
      expect(dueOf(met(30))).toBeNull();
      expect(dueOf(met(60), { time_zone: 'Bern' })).toBeNull();
      expect(dueOf(met(120), { time_zone: 'Bern' }, { scheduleZone: 'Europe/Zurich' })).toBe(
        '2026-03-04T08:00:00.000Z',
      );
      expect(dueOf(met(60), { time_zone: 'Eastern Time (US & Canada)' })).toBe('2026-03-02T14:00:00.000Z');
    });
  });

  it('is none without a policy, for nothing was promised', () => {
    expect(read([e('activate', 0), e('fulfill', 9)])).toEqual({ records: [], rejected: [] });
  });

  it('is put to quarantine where its beginning is not shown', () => {
    const { records, rejected } = read([], { seen: [e('apply_sla', 0, promise(60)), e('breach', 60)] });
    expect(records).toEqual([]);
    expect(rejected?.[0]).toMatchObject({
      field: 'startedAt',
      reason: expect.stringContaining('administrator') as string,
    });
  });

  it('is gone with its ticket, whatever it was', () => {
    expect(read([...begun(), e('breach', 60)], { status: 'deleted' })).toEqual({
      records: [],
      gone: [{ stream: 'slaCycle', key: '7/', covers: 'parts', version: '2026-03-02T09:00:00.000Z' }],
    });
  });

  it.each([
    ['requester_wait_time', 'requester-wait', undefined],
    ['agent_work_time', 'agent-work', undefined],
    ['resolution_time', 'resolution', undefined],
    ['periodic_update_time', 'custom', 'periodic_update_time'],
  ])('of %s is one of %s', (metric, measure, dimension) => {
    const [record] = read(begun().map((given) => ({ ...given, metric }))).records;
    expect([record?.fields.measure, record?.dimensions?.metric]).toEqual([measure, dimension]);
  });

  it('is read from the recorded pages', () => {
    const { ticket, groups } = recorded.ticket;
    const events = Object.values(json.parse(ticket.metric_events)).flat();
    const seen = recorded.export.ticket_metric_events;
    const row = cycleRow.parse({ ...ticket, lastEventAt: seen[0]?.time, seen, events, groups });
    expect(normalizeCycles(row, { settings }).records[0]).toMatchObject({
      key: '155/reply_time/1',
      fields: { state: 'running', dueAt: '2026-03-02T09:00:00.000Z', team: 'Front desk' },
    });
  });
});

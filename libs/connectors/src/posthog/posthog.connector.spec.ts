import { readFileSync } from 'node:fs';
import { numberOf, textOf } from '@tandem/connector-kit/acceptance/stub-values';
import type { VendorStub } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import { posthogConnector, posthogSettings, type PostHogSettings } from './posthog.connector.js';
import { normalizePersons, normalizeSessions, rowsOfTable, sessionRow, userRow } from './posthog.normalize.js';

const recorded = z
  .object({ purchases: z.json() })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

const key = 'phx_ofTheTrial';
const daySeconds = 86_400;
const asked = z.object({
  query: z.object({
    kind: z.literal('HogQLQuery'),
    query: z.string(),
    values: z.object({ from: z.number(), to: z.number(), event: z.string().optional() }),
  }),
  refresh: z.literal('force_blocking'),
});
const numberIn = (row: VendorRow, field: string) => numberOf(row[field]);

/** Answers the one question that the stream asks: the rows of the days asked for, in order, in parts; a hundred where no limit is named. */
const stub: VendorStub<PostHogSettings> = {
  connector: posthogConnector,
  stream: 'sessions',
  pageSize: 1_000,
  settings: (origin) => ({ key, project: '7', dimensions: ['channel'], apiUrl: origin }),
  row: (index, at) => {
    const begins = Math.floor(at.getTime() / 1000 / daySeconds) * daySeconds;
    const channel = `Channel ${String(index).padStart(5, '0')}`;
    return { day_start: begins, day_end: begins + daySeconds, channel, sessions: 10 + index };
  },
  change: (row) => ({ ...row, sessions: numberIn(row, 'sessions') + 1 }),
  keysOf: (row) => [
    `${new Date(numberIn(row, 'day_start') * 1000).toISOString()}/session/session/channel=${encodeURIComponent(textOf(row.channel))}`,
  ],
  neededField: 'sessions',
  errorBody: () => ({ type: 'validation_error', code: 'refused', detail: 'refused' }),
  answer: ({ path, method, headers, body }, world) => {
    if (headers.authorization !== `Bearer ${key}`) return { status: 401, body: { detail: 'Invalid key' } };
    if (path !== '/api/projects/7/query/' || method !== 'POST') return null;
    const { query, values } = asked.parse(body).query;
    const [, limit = '100', offset = '0'] = / limit (\d+) offset (\d+)$/.exec(query) ?? [];
    const from = Math.floor(values.from / daySeconds) * daySeconds;
    const rows = query.includes('as sessions') ? world.rows : [];
    const wanted = rows
      .filter((row) => numberIn(row, 'day_start') >= from && numberIn(row, 'day_start') < values.to)
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    const page = world.slice(wanted, Number(offset), Number(limit));
    const columns = [...new Set(page.flatMap((row) => Object.keys(row)))];
    return { body: { columns, results: page.map((row) => columns.map((name) => row[name] ?? null)) } };
  },
};

describe('the PostHog connector', () => {
  for (const { title, run } of vendorSuite(stub)) it(title, run);

  const questionAbout = (partition: string, given: object = {}) => {
    const settings = posthogSettings.parse({ key, project: '7', events: ['purchase'], ...given });
    const [stream] = posthogConnector.declaration.streams;
    const reading = {
      settings,
      partition,
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-03-04T11:00:00.000Z',
      after: null,
    };
    return asked.parse(stream?.request(reading).body).query;
  };

  it('hands over what people have written as values, never as part of the question', () => {
    const event = "x' or 1=1 --";
    const { query, values } = questionAbout(event, { events: [event] });
    expect(query).toContain('event = {event}');
    expect(query).not.toContain('1=1');
    expect(values).toEqual({ from: 1_772_323_200, to: 1_772_622_000, event });
  });

  it('asks for revenue of events only, and only where a property is named', () => {
    expect(questionAbout('purchase').query).not.toContain('revenue');
    const given = { revenueProperty: 'amount', currency: 'EUR' };
    expect(questionAbout('purchase', given).query).toContain('sum(toFloat(properties.amount)) as revenue');
    expect(questionAbout('session', given).query).not.toContain('revenue');
  });

  it('takes no property that is more than a name, no currency that does not exist, no event that is every session', () => {
    const valid = { key, project: '7' };
    expect(posthogSettings.safeParse(valid).success).toBe(true);
    for (const wrong of [
      { revenueProperty: 'a) from x' },
      { currency: 'ZZZ' },
      { events: ['session'] },
      { project: '7/../8' },
    ])
      expect(posthogSettings.safeParse({ ...valid, ...wrong }).success).toBe(false);
  });
});

describe('an answer of PostHog', () => {
  const settings = posthogSettings.parse({ key, project: '7', revenueProperty: 'revenue', currency: 'EUR' });
  const about = { settings, partition: 'purchase' };
  const day = { periodStart: '2026-02-28T23:00:00.000Z', periodEnd: '2026-03-01T23:00:00.000Z' };

  it('is read by its columns', () => {
    expect(rowsOfTable(recorded.purchases)[0]).toEqual({
      day_start: 1_772_319_600,
      day_end: 1_772_406_000,
      device: 'Desktop',
      sessions: 7,
      events: 8,
      revenue: 412.3,
    });
    expect(() => rowsOfTable({ results: [] })).toThrow();
  });

  it('gives sessions and events, with revenue in minor units; an unknown device is no slice, an unknown amount no zero', () => {
    const made = rowsOfTable(recorded.purchases).flatMap(
      (row) => normalizeSessions(sessionRow.parse(row), about).records,
    );
    expect(made.map(({ key: name, fields }) => [name, fields])).toEqual([
      [`${day.periodStart}/purchase/session/device=Desktop`, { ...day, step: 'purchase', entity: 'session', count: 7 }],
      [
        `${day.periodStart}/purchase/event/device=Desktop`,
        { ...day, step: 'purchase', entity: 'event', count: 8, revenueMinor: 41_230, currency: 'EUR' },
      ],
      [`${day.periodStart}/purchase/session`, { ...day, step: 'purchase', entity: 'session', count: 2 }],
      [`${day.periodStart}/purchase/event`, { ...day, step: 'purchase', entity: 'event', count: 2 }],
    ]);
  });

  it('gives persons for whole days only, for they do not add up', () => {
    const row = userRow.parse({ day_start: 1_772_319_600, day_end: 1_772_406_000, persons: 80 });
    expect(normalizePersons(row, { settings, partition: 'session' }).records).toMatchObject([
      { key: `${day.periodStart}/session/user`, fields: { ...day, entity: 'user', count: 80 }, dimensions: {} },
    ]);
  });
});

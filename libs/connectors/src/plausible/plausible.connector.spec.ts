import { readFileSync } from 'node:fs';
import { numberOf, textOf } from '@tandem/connector-kit/acceptance/stub-values';
import type { VendorAnswer, VendorRequest } from '@tandem/connector-kit/acceptance/vendor-server';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorStub } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import { plausibleConnector, plausibleSettings, type PlausibleSettings } from './plausible.connector.js';
import { normalizeVisitors, normalizeVisits, rowsOfReport, visitorRow, visitRow } from './plausible.normalize.js';

const recorded = z
  .object({ visits: z.json(), purchases: z.json() })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

const key = 'key-of-the-trial';
const timeZone = 'Europe/Berlin';
const dates = new Intl.DateTimeFormat('sv', { timeZone });
const dateOf = (at: Date) => dates.format(at);
const asked = z.object({
  site_id: z.string(),
  metrics: z.array(z.string()),
  dimensions: z.array(z.string()),
  date_range: z.tuple([z.string(), z.string()]),
  filters: z.array(z.tuple([z.literal('is'), z.literal('event:goal'), z.array(z.string())])),
  order_by: z.array(z.tuple([z.string(), z.string()])),
  pagination: z.object({ limit: z.number().max(10_000), offset: z.number() }),
});

/** Reports as Plausible gives them: values without names, in the order of the question, and the question again. */
function stubOf(
  stream: 'visits' | 'visitors',
  given: Pick<VendorStub<PlausibleSettings>, 'row' | 'change' | 'keysOf' | 'neededField'>,
): VendorStub<PlausibleSettings> {
  return {
    connector: plausibleConnector,
    stream,
    pageSize: 1_000,
    settings: (origin) => ({ key, site: 'shop.example', timeZone, dimensions: ['channel'], apiUrl: origin }),
    errorBody: () => ({ error: 'refused' }),
    answer: (request, world) => {
      const wanted = request.headers.authorization === `Bearer ${key}` ? questionOf(request) : null;
      if (wanted === null) return { status: 401, body: { error: 'unknown key' } };
      if (wanted === 'elsewhere') return null;
      // One stub serves one of the two streams; the other finds a site without visits.
      const rows = wanted.metrics.includes(stream) ? world.rows : [];
      const [from, to] = wanted.date_range;
      const between = rows.filter((row) => text(row, 'time:day') >= from && text(row, 'time:day') <= to);
      const sorted = [...between].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
      const page = world.slice(sorted, wanted.pagination.offset, wanted.pagination.limit);
      return reportOf(wanted, page);
    },
    ...given,
  };
}

function questionOf(request: VendorRequest): z.output<typeof asked> | 'elsewhere' {
  return request.path === '/api/v2/query' && request.method === 'POST' ? asked.parse(request.body) : 'elsewhere';
}

function reportOf(asking: z.output<typeof asked>, rows: readonly VendorRow[]): VendorAnswer {
  // A figure that is no longer given is missing from the question that is repeated, too.
  const given = asking.metrics.filter((name) => rows.length === 0 || rows.some((row) => name in row));
  const query = { ...asking, metrics: given };
  const results = rows.map((row) => ({
    metrics: query.metrics.map((name) => row[name] ?? null),
    dimensions: query.dimensions.map((name) => row[name] ?? '(not set)'),
  }));
  return { body: { results, meta: {}, query } };
}

const text = (row: VendorRow, field: string) => textOf(row[field]);

const visits = stubOf('visits', {
  row: (index, at) => ({
    'time:day': dateOf(at),
    'visit:channel': `channel ${String(index).padStart(5, '0')}`,
    visits: 10 + index,
  }),
  change: (row) => ({ ...row, visits: numberOf(row.visits) + 1 }),
  keysOf: (row) => [`${text(row, 'time:day')}/visit/session/channel=${encodeURIComponent(text(row, 'visit:channel'))}`],
  neededField: 'visits',
});

describe('the Plausible connector', () => {
  // A report holds what was asked for and nothing else, so that a field cannot come by itself.
  const cases = vendorSuite(visits).filter(({ title }) => !title.includes('a field that is new'));
  for (const { title, run } of cases) it(title, run);

  it('asks for whole days of the zone of the site, of each goal by itself, and for revenue only where there is some', () => {
    const settings = plausibleSettings.parse({
      key,
      site: 'shop.example',
      timeZone,
      goals: ['Purchase', 'Signup'],
      revenueGoals: ['Purchase'],
    });
    const [stream] = plausibleConnector.declaration.streams;
    const bodyOf = (partition: string) =>
      stream?.request({
        settings,
        partition,
        // An hour after midnight in Berlin, and still the day before in UTC.
        from: '2026-02-28T23:30:00.000Z',
        to: '2026-03-02T10:00:00.000Z',
        after: null,
      }).body;
    expect(stream?.partitions?.(settings, () => Promise.reject(new Error('asks nothing')))).toEqual([
      'visit',
      'Purchase',
      'Signup',
    ]);
    expect(bodyOf('visit')).toMatchObject({
      metrics: ['visits'],
      filters: [],
      date_range: ['2026-03-01', '2026-03-02'],
    });
    expect(bodyOf('Signup')).toMatchObject({
      metrics: ['visits', 'events'],
      filters: [['is', 'event:goal', ['Signup']]],
    });
    expect(bodyOf('Purchase')).toMatchObject({ metrics: ['visits', 'events', 'total_revenue'] });
  });

  it('says which goal is not known, and reads the others', () =>
    Trial.of(
      {
        ...visits,
        settings: (origin) => ({ ...(visits.settings(origin) as object), goals: ['Gone'] }),
        answer: (request, world) =>
          JSON.stringify(request.body).includes('Gone')
            ? { status: 400, body: { error: 'The goal `Gone` is not configured for this site.' } }
            : visits.answer(request, world),
      },
      async (trial) => {
        trial.addRows(2);
        const failure = await trial.sync();
        expect(failure).toMatchObject({
          code: 'goalUnknown',
          message: expect.stringContaining('Visits of Gone') as string,
        });
        expect(trial.records.size).toBe(2);
      },
    ));

  it('takes no zone that does not exist, and no goal with the name of all visits', () => {
    const valid = { key, site: 'shop.example', timeZone };
    expect(plausibleSettings.safeParse(valid).success).toBe(true);
    expect(plausibleSettings.safeParse({ ...valid, timeZone: 'Berlin' }).success).toBe(false);
    expect(plausibleSettings.safeParse({ ...valid, goals: ['visit'] }).success).toBe(false);
  });
});

describe('a report of Plausible', () => {
  const settings = plausibleSettings.parse({ key, site: 'shop.example', timeZone });
  const about = (partition: string) => ({ settings, partition });
  const day = { periodStart: '2026-02-28T23:00:00.000Z', periodEnd: '2026-03-01T23:00:00.000Z' };

  it('is read by the question that it repeats', () => {
    expect(rowsOfReport(recorded.visits)).toEqual([
      { 'time:day': '2026-03-01', 'visit:channel': 'Direct', 'visit:device': 'Desktop', visits: 120 },
      { 'time:day': '2026-03-01', 'visit:channel': 'Organic Search', 'visit:device': 'Mobile', visits: 45 },
    ]);
    expect(() => rowsOfReport({ results: [] })).toThrow();
  });

  it('gives sessions, and of a goal its events with their revenue in minor units', () => {
    const [purchase] = rowsOfReport(recorded.purchases);
    expect(normalizeVisits(visitRow.parse(purchase), about('Purchase')).records).toEqual([
      {
        stream: 'funnelCount',
        key: '2026-03-01/Purchase/session/channel=Direct/device=Desktop',
        fields: { ...day, step: 'Purchase', entity: 'session', count: 7 },
        dimensions: { channel: 'Direct', device: 'Desktop' },
      },
      {
        stream: 'funnelCount',
        key: '2026-03-01/Purchase/event/channel=Direct/device=Desktop',
        fields: { ...day, step: 'Purchase', entity: 'event', count: 8, revenueMinor: 41_230, currency: 'EUR' },
        dimensions: { channel: 'Direct', device: 'Desktop' },
      },
    ]);
  });

  it.each([
    [1234, 'JPY', 1234],
    [0.1 + 0.2, 'EUR', 30],
    [1.005, 'KWD', 1005],
  ])('has %d %s as %i minor units', (value, currency, minor) => {
    const row = visitRow.parse({ 'time:day': '2026-03-01', visits: 1, events: 1, total_revenue: { value, currency } });
    expect(normalizeVisits(row, about('Purchase')).records[1]?.fields.revenueMinor).toBe(minor);
  });

  it('goes to quarantine with a currency that does not exist', () => {
    const row = visitRow.parse({
      'time:day': '2026-03-01',
      visits: 1,
      events: 1,
      total_revenue: { value: 1, currency: 'ZZZ' },
    });
    expect(normalizeVisits(row, about('Purchase'))).toMatchObject({
      records: [],
      rejected: [{ field: 'total_revenue' }],
    });
  });

  it('gives visitors for whole days only, for they do not add up', () => {
    const row = visitorRow.parse({ 'time:day': '2026-03-29', visitors: 80 });
    expect(normalizeVisitors(row, about('visit')).records).toEqual([
      {
        stream: 'funnelCount',
        key: '2026-03-29/visit/user',
        // A day of 23 hours.
        fields: {
          periodStart: '2026-03-28T23:00:00.000Z',
          periodEnd: '2026-03-29T22:00:00.000Z',
          step: 'visit',
          entity: 'user',
          count: 80,
        },
        dimensions: {},
      },
    ]);
  });
});

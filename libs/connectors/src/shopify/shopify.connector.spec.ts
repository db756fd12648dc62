import { readFileSync } from 'node:fs';
import { textOf } from '@tandem/connector-kit/acceptance/stub-values';
import type { VendorRequest } from '@tandem/connector-kit/acceptance/vendor-server';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorStub } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import { shopifyConnector, shopifySettings, type ShopifySettings } from './shopify.connector.js';
import { normalizeOrder, normalizeSessions, orderRow, rowsOfSessions, sessionRow } from './shopify.normalize.js';

const recorded = z
  .object({ orders: z.array(z.record(z.string(), z.json())).min(1), sessions: z.json() })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));
const order = recorded.orders[0] ?? {};

const token = 'shpat_ofTheTrial';
const seconds = (at: Date) => at.toISOString().replace(/\.\d+Z$/, 'Z');
const idOf = (row: VendorRow) => textOf(row.id);
const updatedOf = (row: VendorRow) => textOf(row.updatedAt);
const asked = z.object({
  query: z.string(),
  variables: z.object({ size: z.number().max(250), after: z.string().nullable(), filter: z.string().nullable() }),
});

const stub: VendorStub<ShopifySettings> = {
  connector: shopifyConnector,
  stream: 'orders',
  pageSize: 100,
  settings: (origin) => ({ shopUrl: origin, token }),
  row: (index, at) => ({
    ...order,
    id: `gid://shopify/Order/${1000 + index}`,
    createdAt: seconds(at),
    updatedAt: seconds(at),
  }),
  change: (row, at) => ({ ...row, cancelledAt: seconds(at), updatedAt: seconds(at) }),
  keysOf: (row) => [`order/${idOf(row).split('/').at(-1) ?? ''}`],
  neededField: 'createdAt',
  errorBody: () => ({ errors: 'refused' }),
  answer: (request, world) => {
    if (request.headers['x-shopify-access-token'] !== token) return { status: 401, body: { errors: 'Invalid token' } };
    if (!isGraphQl(request)) return null;
    const { variables } = asked.parse(request.body);
    const from = /^updated_at:>='(.+)'$/.exec(variables.filter ?? '')?.[1];
    const wanted = world.rows
      .filter((row) => from === undefined || Date.parse(updatedOf(row)) >= Date.parse(from))
      .sort((a, b) => Date.parse(updatedOf(a)) - Date.parse(updatedOf(b)));
    // The end of a page is kept by time and id, so that orders in front of it shift nothing.
    const offset = variables.after === null ? 0 : wanted.findIndex((row) => endOf(row) === variables.after) + 1;
    const begins = variables.after !== null && offset === 0 ? afterTime(wanted, variables.after) : offset;
    const page = wanted.slice(begins, begins + variables.size);
    const last = page.at(-1);
    const pageInfo = { hasNextPage: begins + page.length < wanted.length, endCursor: last ? endOf(last) : null };
    return { body: { data: { orders: { nodes: world.slice(wanted, begins, variables.size), pageInfo } } } };
  },
};

function isGraphQl({ method, path }: VendorRequest): boolean {
  return method === 'POST' && /^\/admin\/api\/\d{4}-\d\d\/graphql\.json$/.test(path);
}

function endOf(row: VendorRow): string {
  return `${updatedOf(row)} ${idOf(row)}`;
}

/** Where the page goes on when the order at its end was changed meanwhile. */
function afterTime(sorted: readonly VendorRow[], cursor: string): number {
  const [time = ''] = cursor.split(' ');
  const found = sorted.findIndex((row) => updatedOf(row) >= time);
  return found === -1 ? sorted.length : found;
}

describe('the Shopify connector', () => {
  for (const { title, run } of vendorSuite(stub)) it(title, run);

  const answering = (body: z.core.util.JSONType) => ({ ...stub, answer: () => ({ body }) });
  const fault = (code: string) => ({ errors: [{ message: 'refused', extensions: { code } }] });

  it('waits when the points of a minute are used up, which comes as a success', () =>
    Trial.of(stub, async (trial) => {
      trial.addRows(3);
      trial.fault = (_, number) => (number === 1 ? { body: fault('THROTTLED') } : null);
      await trial.syncWhole();
      expect(trial.waits.length).toBeGreaterThan(0);
      expect(trial.records.size).toBe(3);
    }));

  it.each([
    ['ACCESS_DENIED', 'accessDenied', 'configuration'],
    ['undefinedField', 'questionRefused', 'sourceChanged'],
  ])('takes the fault %s for %s, not for an empty shop', (code, ours, action) =>
    Trial.of(answering(fault(code)), async (trial) => {
      expect(await trial.sync()).toMatchObject({ code: ours, action });
    }),
  );

  it('asks for the sessions of the widest days that a zone can have, and tells a report that is not understood', async () => {
    const settings = shopifySettings.parse({ shopUrl: 'https://acme.myshopify.com', token, reads: ['sessions'] });
    const stream = shopifyConnector.declaration.streams.find(({ name }) => name === 'sessions');
    const reading = {
      settings,
      partition: '',
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-03-04T11:00:00.000Z',
      after: null,
    };
    expect(JSON.stringify(stream?.request(reading).body)).toContain('SINCE 2026-02-28 UNTIL 2026-03-05');
    const refused = {
      data: { shop: { ianaTimezone: 'UTC' }, shopifyqlQuery: { tableData: null, parseErrors: ['no such column'] } },
    };
    const given = {
      ...answering(refused),
      settings: (origin: string) => ({ shopUrl: origin, token, reads: ['sessions'] }),
    };
    await Trial.of(given, async (trial) => {
      expect(await trial.sync()).toMatchObject({ code: 'questionRefused' });
    });
  });
});

describe('an order of Shopify', () => {
  const made = (changes: object) => normalizeOrder(orderRow.parse({ ...order, ...changes }));
  const priced = (amount: string, currencyCode: string) =>
    made({ totalPriceSet: { shopMoney: { amount, currencyCode } } });

  it('counts when it was placed, with what was to be paid', () => {
    expect(made({}).records).toEqual([
      {
        stream: 'funnelCount',
        key: 'order/450789469',
        version: '2026-03-01T10:05:00.000Z',
        fields: {
          periodStart: '2026-03-01T10:00:00Z',
          step: 'order',
          entity: 'event',
          count: 1,
          revenueMinor: 41_230,
          currency: 'EUR',
        },
        dimensions: { channel: 'web' },
      },
    ]);
  });

  it('that is cancelled is no order any more, and does not vanish', () => {
    const [record] = made({ cancelledAt: '2026-03-02T09:00:00Z' }).records;
    expect([record?.key, record?.fields.step]).toEqual(['order/450789469', 'cancelled-order']);
  });

  it('that is a test is none', () => {
    expect(made({ test: true })).toEqual({ records: [] });
  });

  it.each([
    ['500', 'JPY', 500],
    ['500.0', 'JPY', 500],
    ['1.005', 'KWD', 1005],
    ['0.1', 'EUR', 10],
    ['90071992547409.91', 'EUR', 9_007_199_254_740_991],
  ])('of %s %s has %i minor units, exactly', (amount, currency, minor) => {
    expect(priced(amount, currency).records[0]?.fields.revenueMinor).toBe(minor);
  });

  it.each([
    ['500.5', 'JPY'],
    ['1.234', 'EUR'],
    ['', 'EUR'],
    ['1', 'ZZZ'],
    ['90071992547409.92', 'EUR'],
  ])('of %s %s goes to quarantine', (amount, currency) => {
    expect(priced(amount, currency)).toMatchObject({ records: [], rejected: [{ field: 'totalPriceSet' }] });
  });
});

describe('the sessions of an online shop', () => {
  it('are steps of the days of its zone', () => {
    const [row] = rowsOfSessions(recorded.sessions);
    const records = normalizeSessions(sessionRow.parse(row)).records;
    expect(records.map(({ key, fields }) => [key, fields.step, fields.count])).toEqual([
      ['session/2026-03-29/session', 'session', 120],
      ['session/2026-03-29/cart', 'cart', 30],
      ['session/2026-03-29/checkout', 'checkout', 12],
      ['session/2026-03-29/purchase', 'purchase', 7],
    ]);
    // A day of 23 hours.
    expect(records[0]?.fields).toMatchObject({
      periodStart: '2026-03-28T23:00:00.000Z',
      periodEnd: '2026-03-29T22:00:00.000Z',
    });
  });

  it('are not taken where a count is none', () => {
    const [row] = rowsOfSessions(recorded.sessions);
    for (const sessions of ['12.5', '', null, -1])
      expect(sessionRow.safeParse({ ...row, sessions }).success).toBe(false);
  });
});

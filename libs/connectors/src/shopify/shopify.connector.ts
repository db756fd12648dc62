import { streamsFor, type Answer } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { normalizeOrder, normalizeSessions, orderRow, rowsOfSessions, sessionRow } from './shopify.normalize.js';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

export const shopifySettings = z.strictObject({
  shopUrl: hostSetting(z.url({ protocol: /^https?$/ }), {
    label: 'Address of the shop',
    help: 'The one that Shopify gave it, not its own domain.',
    example: 'https://acme.myshopify.com',
  }),
  token: secretSetting(z.string().min(1), {
    label: 'Access token of the Admin API',
    help: 'Of a custom app with the scopes read_orders, and read_reports for sessions. Orders of more than 60 days ago need read_all_orders.',
    example: 'shpat_…',
  }),
  reads: setting(
    z
      .array(z.enum(['orders', 'sessions']))
      .min(1)
      .default(['orders']),
    { label: 'What is read', help: 'Orders with their revenue, and the sessions of the online shop by step.' },
  ),
  historyDays: setting(z.number().int().min(1).max(3650).default(60), {
    label: 'Days of history at the first sync',
    help: 'Without the scope read_all_orders Shopify gives the orders of 60 days.',
  }),
});
export type ShopifySettings = z.output<typeof shopifySettings>;

const stream = streamsFor<ShopifySettings>();
const path = '/admin/api/2025-10/graphql.json';
const perPage = 100;

const orderPage = z.object({
  data: z.object({
    orders: z.object({
      nodes: z.unknown(),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    }),
  }),
});

const orderQuestion = `query Orders($size: Int!, $after: String, $filter: String) {
  orders(first: $size, after: $after, query: $filter, sortKey: UPDATED_AT) {
    nodes {
      id createdAt updatedAt cancelledAt test sourceName
      totalPriceSet { shopMoney { amount currencyCode } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

const orders = stream({
  name: 'orders',
  title: 'Orders',
  delivers: ['funnelCount'],
  row: orderRow,
  cursor: {
    kind: 'timestampId',
    time: ({ updatedAt }) => (typeof updatedAt === 'string' ? updatedAt : null),
    id: ({ id }) => (typeof id === 'string' ? id : ''),
    // The index that is searched lags behind the orders.
    overlapMs: 10 * 60_000,
  },
  paging: {
    kind: 'token',
    next: ({ body }) => {
      const { hasNextPage, endCursor } = orderPage.parse(body).data.orders.pageInfo;
      return hasNextPage ? endCursor : null;
    },
    put: (request, token) => {
      const body = z.object({ query: z.string(), variables: z.record(z.string(), z.json()) }).parse(request.body);
      return { ...request, body: { ...body, variables: { ...body.variables, after: token } } };
    },
  },
  request: ({ from }) => ({
    method: 'POST',
    path,
    body: {
      query: orderQuestion,
      variables: { size: perPage, after: null, filter: from === null ? null : `updated_at:>='${from}'` },
    },
  }),
  rows: (body) => orderPage.parse(body).data.orders.nodes,
  normalize: normalizeOrder,
});

const sessionQuestion = `query Sessions($report: String!) {
  shop { ianaTimezone }
  shopifyqlQuery(query: $report) {
    tableData { columns { name } rows }
    parseErrors
  }
}`;

const sessions = stream({
  name: 'sessions',
  title: 'Sessions of the online shop',
  delivers: ['funnelCount'],
  row: sessionRow,
  // A checkout may be completed days after its session.
  cursor: { kind: 'rewriteWindow', days: 3 },
  paging: { kind: 'none' },
  request: ({ settings, from, to }) => ({
    method: 'POST',
    path,
    body: {
      query: sessionQuestion,
      variables: {
        report: [
          'FROM sessions',
          'SHOW sessions, sessions_with_cart_additions, sessions_that_reached_checkout, sessions_that_completed_checkout',
          'TIMESERIES day',
          // Days are those of the shop's zone, which only the answer tells: the widest is asked for.
          `SINCE ${dateAt(from ?? new Date(Date.parse(to) - settings.historyDays * dayMs).toISOString(), -12)}`,
          `UNTIL ${dateAt(to, 14)}`,
          'ORDER BY day ASC',
        ].join(' '),
      },
    },
  }),
  rows: rowsOfSessions,
  normalize: normalizeSessions,
});

function dateAt(instant: string, hours: number): string {
  return new Date(Date.parse(instant) + hours * hourMs).toISOString().slice(0, 10);
}

const faults = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }).partial().optional() })),
});

/** Faults of the question come with the status 200, each with a code. */
function hasFault(code: string | null) {
  return ({ body }: Answer) => {
    const errors = faults.safeParse(body).data?.errors ?? [];
    return code === null ? errors.length > 0 : errors.some(({ extensions }) => extensions?.code === code);
  };
}

function hasParseErrors({ body }: Answer): boolean {
  const read = z.object({ data: z.object({ shopifyqlQuery: z.object({ parseErrors: z.array(z.json()).nullish() }) }) });
  return (read.safeParse(body).data?.data.shopifyqlQuery.parseErrors ?? []).length > 0;
}

/** Orders of a shop with their revenue, and the sessions of its online shop by step. */
export const shopifyConnector = defineHttpConnector<ShopifySettings>({
  id: 'shopify',
  title: 'Shopify',
  settings: shopifySettings,
  baseUrl: ({ shopUrl }) => shopUrl.replace(/\/+$/, ''),
  location: ({ shopUrl }) => new URL(shopUrl).host,
  authentication: ({ token }) => ({ kind: 'token', token, header: 'x-shopify-access-token', scheme: '' }),
  limits: { concurrency: 2 },
  failures: [
    {
      status: 200,
      when: hasFault('THROTTLED'),
      action: 'rateLimited',
      code: 'rateLimited',
      message: 'cannot be read at present: Shopify limits what a minute of questions may cost.',
      hint: 'The sync goes on by itself; sync less often if this stays.',
      why: 'A bucket of points that fills again is answered with 200 when it is empty.',
    },
    {
      status: 200,
      when: hasFault('ACCESS_DENIED'),
      action: 'configuration',
      code: 'accessDenied',
      message: 'may not be read with this token.',
      hint: 'Give the app the scope read_orders, or read_reports for sessions, and install it again.',
      why: 'A token has the scopes that the app had when it was installed.',
    },
    {
      status: 200,
      when: (answer) => hasFault(null)(answer) || hasParseErrors(answer),
      action: 'sourceChanged',
      code: 'questionRefused',
      message: 'cannot be read: Shopify does not understand the question any more.',
      hint: 'The version of the interface may have ended. This sentence should be reported.',
      why: 'Versions of the Admin API live for a year.',
    },
    {
      status: 402,
      action: 'configuration',
      code: 'shopFrozen',
      message: 'cannot be read: the shop is frozen.',
      hint: 'Pay the open bill of the shop, or pause this source.',
      why: 'Shopify answers 402 for a shop whose bill is open.',
      scope: 'connection',
    },
  ],
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [orders, sessions],
  chosen: ({ reads }) => reads,
});

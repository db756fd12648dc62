import { streamsFor } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { checkoutRow, normalizeCheckout } from './stripe.normalize.js';

const dayMs = 86_400_000;

export const stripeSettings = z.strictObject({
  key: secretSetting(
    z.string().regex(/^(rk|sk)_(live|test)_\w+$/, 'must begin with rk_live_, rk_test_, sk_live_ or sk_test_'),
    {
      label: 'Restricted key',
      help: 'Made under Developers → API keys, with read access to "Checkout Sessions" and nothing else. A key of a test mode reads test data only.',
      example: 'rk_live_…',
    },
  ),
  historyDays: setting(z.number().int().min(1).max(3650).default(365), { label: 'Days of history at the first sync' }),
  apiUrl: hostSetting(z.url({ protocol: /^https?$/ }).default('https://api.stripe.com'), {
    label: 'Address of the API',
  }),
});
export type StripeSettings = z.output<typeof stripeSettings>;

const stream = streamsFor<StripeSettings>();
const perPage = 100;

const list = z.object({ data: z.unknown(), has_more: z.boolean() });
const placedRow = z.object({ id: z.string(), created: z.number() });
type Placed = z.output<typeof placedRow>;

const checkouts = stream({
  name: 'checkouts',
  title: 'Checkout sessions',
  delivers: ['funnelCount'],
  row: checkoutRow,
  // Newest first, filtered by creation. A session stays open for a day, and a payment by bank may take two weeks more.
  cursor: { kind: 'lookBack', lookBackMs: 21 * dayMs },
  paging: {
    kind: 'token',
    // The oldest row of the page, wherever in it it stands: from there on everything is older.
    next: ({ body }, rows) => {
      if (!list.parse(body).has_more) return null;
      const oldest = rows.reduce<Placed | null>((least, row) => {
        const placed = placedRow.safeParse(row).data;
        return placed && (least === null || placed.created <= least.created) ? placed : least;
      }, null);
      return oldest?.id ?? null;
    },
    put: (request, token) => ({ ...request, query: { ...request.query, starting_after: token } }),
  },
  request: ({ from }) => ({
    path: '/v1/checkout/sessions',
    query: {
      limit: perPage,
      'created[gte]': from === null ? undefined : Math.floor(Date.parse(from) / 1000),
    },
  }),
  rows: (body) => list.parse(body).data,
  normalize: normalizeCheckout,
});

/** Checkout sessions of Stripe: begun, bought, and what they brought in. */
export const stripeConnector = defineHttpConnector<StripeSettings>({
  id: 'stripe',
  title: 'Stripe Checkout',
  settings: stripeSettings,
  baseUrl: ({ apiUrl }) => apiUrl,
  authentication: ({ key }) => ({ kind: 'token', token: key }),
  headers: { 'stripe-version': '2024-06-20' },
  limits: { requestsPerMinute: 600 },
  failures: [
    {
      status: 403,
      action: 'configuration',
      code: 'accessDenied',
      message: 'may not be read with this key.',
      hint: 'Give the restricted key read access to "Checkout Sessions".',
      why: 'A restricted key reads only what was ticked when it was made.',
      scope: 'connection',
    },
  ],
  begins: ({ historyDays }, now) => new Date(now.getTime() - historyDays * dayMs),
  streams: [checkouts],
});

import { readFileSync } from 'node:fs';
import { numberOf, textOf } from '@tandem/connector-kit/acceptance/stub-values';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorStub } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import { stripeConnector, stripeSettings, type StripeSettings } from './stripe.connector.js';
import { checkoutRow, normalizeCheckout } from './stripe.normalize.js';

const recorded = z
  .object({ sessions: z.array(z.record(z.string(), z.json())).min(1) })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));
const session = recorded.sessions[0] ?? {};

const key = 'rk_test_ofTheTrial';
const createdOf = (row: VendorRow) => numberOf(row.created);
const idOf = (row: VendorRow) => textOf(row.id);

const stub: VendorStub<StripeSettings> = {
  connector: stripeConnector,
  stream: 'checkouts',
  pageSize: 100,
  settings: (origin) => ({ key, apiUrl: origin }),
  row: (index, at) => ({
    ...session,
    id: `cs_live_${index}`,
    created: Math.floor(at.getTime() / 1000),
    status: 'open',
    payment_status: 'unpaid',
  }),
  change: (row) => ({ ...row, status: 'complete', payment_status: 'paid' }),
  keysOf: (row) =>
    ['checkout', ...(row.status === 'complete' ? ['purchase', 'order'] : [])].map((step) => `${idOf(row)}/${step}`),
  neededField: 'mode',
  errorBody: () => ({ error: { type: 'invalid_request_error', message: 'refused' } }),
  answer: ({ path, query, headers }, world) => {
    if (headers.authorization !== `Bearer ${key}`) return { status: 401, body: { error: {} } };
    if (path !== '/v1/checkout/sessions') return null;
    const size = Number(query.get('limit') ?? 10);
    if (size > 100) return { status: 400, body: { error: { message: 'limit is at most 100' } } };
    const from = Number(query.get('created[gte]') ?? 0);
    const wanted = world.rows.filter((row) => createdOf(row) >= from).reverse();
    const newestFirst = [...wanted].sort((a, b) => createdOf(b) - createdOf(a));
    const after = query.get('starting_after');
    const offset = after === null ? 0 : newestFirst.findIndex((row) => idOf(row) === after) + 1;
    const data = world.slice(newestFirst, offset, size);
    return { body: { object: 'list', url: path, data, has_more: offset + size < newestFirst.length } };
  },
};

describe('the Stripe connector', () => {
  for (const { title, run } of vendorSuite(stub)) it(title, run);

  it('reads a payment that arrives weeks after its checkout', () =>
    Trial.of(stub, async (trial) => {
      trial.addRows(1);
      await trial.syncWhole();
      trial.passMinutes(20 * 24 * 60);
      trial.changeRow(0);
      await trial.syncWhole();
      const steps = [...trial.records.values()].map(({ fields }) => [fields.step, fields.periodStart]);
      const began = steps[0]?.[1];
      expect(steps).toEqual([
        ['checkout', began],
        ['purchase', began],
        ['order', began],
      ]);
    }));

  it('takes no key that could do more than read by its kind, or is none', () => {
    for (const wrong of ['pk_live_abc', 'whsec_abc', '', 'rk_live_']) {
      expect(stripeSettings.safeParse({ key: wrong }).success).toBe(false);
    }
    expect(stripeSettings.parse({ key: 'rk_live_abc' })).toMatchObject({ apiUrl: 'https://api.stripe.com' });
  });
});

describe('a checkout session', () => {
  const made = (changes: object) => normalizeCheckout(checkoutRow.parse({ ...session, ...changes }));
  const steps = (changes: object) => made(changes).records.map(({ fields }) => fields.step);
  const revenue = (changes: object) => {
    const order = made(changes).records.find(({ key: name }) => name.endsWith('/order'));
    return [order?.fields.revenueMinor, order?.fields.currency];
  };

  it('counts as begun, as bought, and with what it brought in, all at the moment it began', () => {
    const at = { periodStart: '2026-03-01T10:00:00.000Z', count: 1 };
    expect(made({}).records.map(({ fields }) => fields)).toEqual([
      { ...at, step: 'checkout', entity: 'session' },
      { ...at, step: 'purchase', entity: 'session' },
      { ...at, step: 'order', entity: 'event', revenueMinor: 4990, currency: 'EUR' },
    ]);
  });

  it.each([
    ['open', 'unpaid'],
    ['expired', 'unpaid'],
    // Paid by bank transfer, which has not arrived.
    ['complete', 'unpaid'],
  ])('that is %s and %s was begun and not bought', (status, payment) => {
    expect(steps({ status, payment_status: payment })).toEqual(['checkout']);
  });

  it('that costs nothing is bought for nothing, which is not the same as not known', () => {
    expect(revenue({ payment_status: 'no_payment_required', amount_total: 0 })).toEqual([0, 'EUR']);
    expect(revenue({ payment_status: 'no_payment_required', amount_total: null })).toEqual([undefined, undefined]);
  });

  it('that only stores a means of payment sells nothing', () => {
    expect(made({ mode: 'setup' })).toEqual({ records: [] });
  });

  it.each([
    ['jpy', 500, 500],
    ['usd', 500, 500],
    ['kwd', 5120, 5120],
    // Two decimals for the vendor, none in ISO 4217; and the other way round.
    ['isk', 500, 5],
    ['ugx', 500, 5],
    ['mga', 5, 500],
  ])('in %s counts %i of the vendor as %i minor units', (currency, amount, minor) => {
    expect(revenue({ currency, amount_total: amount })).toEqual([minor, currency.toUpperCase()]);
  });

  it('goes to quarantine with a part of a coin, or with a status that nobody knows', () => {
    expect(made({ currency: 'isk', amount_total: 505 })).toMatchObject({
      records: [],
      rejected: [{ field: 'amount_total', reason: expect.stringContaining('505 of isk') as string }],
    });
    expect(made({ status: 'paused' })).toMatchObject({ records: [], rejected: [{ field: 'status' }] });
  });
});

import type { NormalizedRow, VendorRow } from '@tandem/connector-kit/http/declaration';
import { isCurrency, minorUnitsIn } from '@tandem/domain/metric/currency';
import { endOfDate, startOfDate } from '@tandem/domain/metric/periods';
import { z } from 'zod';

const money = z.object({ shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }) });

export const orderRow = z.object({
  /** `gid://shopify/Order/1234` */
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullish(),
  test: z.boolean(),
  sourceName: z.string().nullish(),
  totalPriceSet: money,
});

/**
 * An order counts on the day on which it was placed, with what was to be paid in the currency of the shop. One that is cancelled later keeps its
 * place under a step of its own, so that it stops to count as an order without vanishing.
 */
export function normalizeOrder(row: z.output<typeof orderRow>): NormalizedRow {
  if (row.test) return { records: [] };
  const { amount, currencyCode } = row.totalPriceSet.shopMoney;
  const revenueMinor = minorUnits(amount, currencyCode);
  if (revenueMinor === null) {
    const reason = `The order ${row.id} costs ${amount} ${currencyCode}, which is no amount of a known currency.`;
    return { records: [], rejected: [{ stream: 'funnelCount', field: 'totalPriceSet', reason }] };
  }
  return {
    records: [
      {
        stream: 'funnelCount',
        key: `order/${numberIn(row.id)}`,
        version: new Date(row.updatedAt).toISOString(),
        fields: {
          periodStart: row.createdAt,
          step: row.cancelledAt ? 'cancelled-order' : 'order',
          entity: 'event',
          count: 1,
          revenueMinor,
          currency: currencyCode,
        },
        dimensions: { channel: row.sourceName },
      },
    ],
  };
}

function numberIn(id: string): string {
  return id.split('/').at(-1) ?? id;
}

/** A decimal text as a whole number of minor units, exactly; null where it is none, or more digits than the currency has. */
function minorUnits(amount: string, currency: string): number | null {
  if (!isCurrency(currency)) return null;
  const digits = Math.round(Math.log10(minorUnitsIn(currency)));
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  const isWhole = whole !== '' && /^0*$/.test(fraction.slice(digits));
  const minor = Number(`${sign}${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`);
  return isWhole && Number.isSafeInteger(minor) ? minor : null;
}

const sessionTable = z.object({
  data: z.object({
    shop: z.object({ ianaTimezone: z.string() }),
    shopifyqlQuery: z.object({
      tableData: z.object({ rows: z.array(z.record(z.string(), z.json())) }),
    }),
  }),
});

/** Days of the report, each with the zone of the shop, which stands beside them. */
export function rowsOfSessions(body: unknown): readonly VendorRow[] {
  const { shop, shopifyqlQuery } = sessionTable.parse(body).data;
  return shopifyqlQuery.tableData.rows.map((row) => ({ ...row, timeZone: shop.ianaTimezone }));
}

/** Numbers come as texts or as numbers, by version of the interface. */
const count = z.union([z.number().int().nonnegative(), z.string().regex(/^\d+$/).transform(Number)]);

export const sessionRow = z.object({
  day: z.string().regex(/^\d{4}-\d\d-\d\d/),
  timeZone: z.string(),
  sessions: count,
  sessions_with_cart_additions: count,
  sessions_that_reached_checkout: count,
  sessions_that_completed_checkout: count,
});

/** The four steps of a shop's funnel, in sessions of one day. */
export function normalizeSessions(row: z.output<typeof sessionRow>): NormalizedRow {
  const day = row.day.slice(0, 10);
  const steps = {
    session: row.sessions,
    cart: row.sessions_with_cart_additions,
    checkout: row.sessions_that_reached_checkout,
    purchase: row.sessions_that_completed_checkout,
  };
  return {
    records: Object.entries(steps).map(([step, reached]) => ({
      stream: 'funnelCount',
      key: `session/${day}/${step}`,
      fields: {
        periodStart: startOfDate(day, row.timeZone).toISOString(),
        periodEnd: endOfDate(day, row.timeZone).toISOString(),
        step,
        entity: 'session',
        count: reached,
      },
    })),
  };
}

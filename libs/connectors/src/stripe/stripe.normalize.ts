import type { NormalizedRow, RecordDraft } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';

export const checkoutRow = z.object({
  id: z.string(),
  /** Seconds since 1970. */
  created: z.number().int(),
  mode: z.string(),
  /** Absent in versions of the interface before 2022. */
  status: z.string().nullish(),
  payment_status: z.string(),
  amount_total: z.number().int().nullish(),
  currency: z.string().nullish(),
});

type CheckoutRow = z.output<typeof checkoutRow>;

/**
 * A checkout session counts once as begun, and once more as a purchase when it is complete and nothing is left to be paid. Both belong to the
 * moment at which it began: a payment that arrives days later belongs to its visit.
 */
export function normalizeCheckout(row: CheckoutRow): NormalizedRow {
  // Only a means of payment is stored, nothing is sold.
  if (row.mode === 'setup') return { records: [] };
  const bought = isBought(row);
  if (bought === null)
    return reject('status', `The checkout session ${row.id} has the status "${row.status ?? ''}", which is not known.`);
  const begun = draft(row, 'checkout', 'session', {});
  if (!bought) return { records: [begun] };
  const revenue = revenueOf(row);
  if (revenue === null)
    return reject(
      'amount_total',
      `The checkout session ${row.id} is about ${row.amount_total ?? ''} of ${row.currency ?? 'no currency'}, which is no whole number of its smallest coins.`,
    );
  return { records: [begun, draft(row, 'purchase', 'session', {}), draft(row, 'order', 'event', revenue)] };
}

function reject(field: string, reason: string): NormalizedRow {
  return { records: [], rejected: [{ stream: 'funnelCount', field, reason }] };
}

/** null for what this connector does not know. */
function isBought({ status, payment_status: payment }: CheckoutRow): boolean | null {
  // A bank transfer is still on its way when the session is complete already.
  const isPaid = payment === 'paid' || payment === 'no_payment_required';
  switch (status) {
    case null:
    case undefined:
    case 'complete':
      return isPaid;
    case 'open':
    case 'expired':
      return false;
    default:
      return null;
  }
}

function draft(
  { id, created, mode }: CheckoutRow,
  step: string,
  entity: 'session' | 'event',
  revenue: RecordDraft['fields'],
): RecordDraft {
  return {
    stream: 'funnelCount',
    key: `${id}/${step}`,
    fields: { periodStart: new Date(created * 1000).toISOString(), step, entity, count: 1, ...revenue },
    dimensions: { mode },
  };
}

/** Currencies in which the vendor counts other units than ISO 4217 does: what one of its units is worth in minor units of the standard. */
const ownUnits: Readonly<Record<string, number>> = { ISK: 0.01, UGX: 0.01, MGA: 100 };

/** null when it is not a whole number of minor units. */
function revenueOf({ amount_total: amount, currency }: CheckoutRow): RecordDraft['fields'] | null {
  if (amount === null || amount === undefined || !currency) return {};
  const code = currency.toUpperCase();
  const factor = ownUnits[code] ?? 1;
  // Hundredths are divided, since their product with 0.01 is not exact.
  const minor = factor < 1 ? amount / Math.round(1 / factor) : amount * factor;
  return Number.isInteger(minor) ? { revenueMinor: minor, currency: code } : null;
}

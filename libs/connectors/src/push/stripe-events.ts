import type { RecordFact } from '@tandem/domain/record/fold-facts';
import { z } from 'zod';
import { notUsed, readPart, told, type EventReading } from './event-reading.js';

const sessionEvent = z.object({
  id: z.string().min(1).max(200),
  created: z.number().int().min(0),
  livemode: z.boolean(),
  data: z.object({
    object: z.object({
      id: z.string().min(1).max(200),
      created: z.number().int().min(0),
      amount_total: z.number().int().nullable(),
      currency: z.string().nullable(),
      payment_status: z.string(),
    }),
  }),
});
const kindOf = z.object({ type: z.string() });

const used = [
  'checkout.session.completed',
  'checkout.session.expired',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
];

/**
 * Checkout sessions of Stripe as steps of a funnel, under the keys by which they are read as well: each counts one session under `checkout` when it has ended,
 * and once it is paid one under `purchase`, and an order with its amount. All belong to the time at which the session was opened. Sessions of test mode are
 * not used.
 */
export function readStripeEvent(sent: unknown): EventReading {
  const kind = kindOf.safeParse(sent).data?.type ?? 'unnamed';
  if (!used.includes(kind)) return notUsed(kind);
  return readPart(sessionEvent, sent, 'funnelCount', (event) => {
    if (!event.livemode) return notUsed(`${kind} (test mode)`);
    const { object: session } = event.data;
    const isPaid =
      kind === 'checkout.session.async_payment_succeeded' ||
      (kind === 'checkout.session.completed' && ['paid', 'no_payment_required'].includes(session.payment_status));
    const { amount_total: total, currency } = session;
    const amount: Readonly<Record<string, string | number>> =
      total === null || currency === null ? {} : { revenueMinor: total, currency: currency.toUpperCase() };
    return told(
      ...[
        stepOf(event, 'checkout', {}),
        ...(isPaid ? [stepOf(event, 'purchase', {}), stepOf(event, 'order', amount)] : []),
      ],
    );
  });
}

function stepOf(
  { id, created, data: { object: session } }: z.output<typeof sessionEvent>,
  step: 'checkout' | 'purchase' | 'order',
  amount: Readonly<Record<string, string | number>>,
): RecordFact {
  return {
    eventId: `${id} ${step}`,
    stream: 'funnelCount',
    naturalKey: `${session.id}/${step}`,
    at: new Date(created * 1000).toISOString(),
    values: {},
    lasting: {
      periodStart: new Date(session.created * 1000).toISOString(),
      step,
      entity: step === 'order' ? 'event' : 'session',
      count: 1,
      ...amount,
    },
    origin: `stripe ${session.id}`,
  };
}

import { DeliveryFailure } from '@tandem/application/delivery-ports';

export interface WebhookAnswer {
  readonly status: number;
  /** The header as it came. */
  readonly retryAfter: string | null;
}

/** Client errors that may pass: time-out, conflict, too early, too many requests. */
const passing = [408, 409, 425, 429];

/**
 * Returns for a delivered message (2xx) and throws a `DeliveryFailure` for any other answer. Redirects and server errors are tried
 * again, since a receiver or its address can be mended in the meantime; other client errors are not.
 */
export function judgeAnswer({ status, retryAfter }: WebhookAnswer, now: Date): void {
  if (status >= 200 && status < 300) return;
  if (status >= 300 && status < 400) {
    throw new DeliveryFailure(
      `The receiver answered ${status}, a redirect, which is not followed: put the final address into the route.`,
      true,
    );
  }
  if (status === 410) {
    throw new DeliveryFailure(
      'The receiver answered 410: it is gone for good. Remove the route or give it another address.',
      false,
    );
  }
  const retry = status >= 500 || passing.includes(status);
  throw new DeliveryFailure(`The receiver answered ${status}.`, retry, retry ? retryAfterMs(retryAfter, now) : null);
}

/** Seconds or an HTTP date, as milliseconds from now; null when left out or unreadable. */
export function retryAfterMs(header: string | null, now: Date): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

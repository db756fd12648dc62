import type { Answer, RateHeaders } from './declaration.js';

const firstBackoffMs = 500;
const mostBackoffMs = 60_000;

/** Exponential back-off with full jitter: anything from nothing to the whole step, so that many clients do not come back together. */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.floor(random() * Math.min(mostBackoffMs, firstBackoffMs * 2 ** attempt));
}

/**
 * How long the vendor asks to wait, by `Retry-After` (seconds or a date, told by the vendor's own clock where it is known) or by its rate
 * headers with nothing left; null where it does not say.
 */
export function askedWaitMs({ headers }: Pick<Answer, 'headers'>, rate: RateHeaders | null, now: Date): number | null {
  const vendorNow = vendorTime({ headers }) ?? now;
  const after = headers['retry-after'];
  if (after !== undefined) {
    const seconds = /^\s*\d+(\.\d+)?\s*$/.test(after) ? Number(after) : null;
    const date = seconds === null ? Date.parse(after) : Number.NaN;
    if (seconds !== null) return Math.ceil(seconds * 1000);
    if (!Number.isNaN(date)) return Math.max(0, date - vendorNow.getTime());
  }
  return rate && isUsedUp(headers, rate) ? untilReset(headers, rate, vendorNow) : null;
}

/** The vendor's clock as its answer tells it; null where it does not. */
export function vendorTime({ headers }: Pick<Answer, 'headers'>): Date | null {
  const time = Date.parse(headers.date ?? '');
  return Number.isNaN(time) ? null : new Date(time);
}

function isUsedUp(headers: Answer['headers'], { remaining }: RateHeaders): boolean {
  const left = headers[remaining.toLowerCase()];
  return left !== undefined && left.trim() !== '' && Number(left) <= 0;
}

function untilReset(headers: Answer['headers'], { reset, resetIs }: RateHeaders, now: Date): number | null {
  const text = headers[reset.toLowerCase()];
  const seconds = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(seconds)) return null;
  // One second more, for the vendor cuts the second off.
  return resetIs === 'secondsFromNow' ? (seconds + 1) * 1000 : Math.max(0, (seconds + 1) * 1000 - now.getTime());
}

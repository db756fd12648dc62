export interface RetryPolicy {
  readonly attemptsAtMost: number;
  readonly givenUpAfterMs: number;
  readonly firstDelayMs: number;
  readonly growth: number;
  readonly delayAtMostMs: number;
}

/** Delays of up to 10 s, 40 s, 3 min, 11 min, 43 min, 2.8 h, 6 h: a sink that is down for a night still gets its message. */
export const deliveryRetries: RetryPolicy = {
  attemptsAtMost: 8,
  givenUpAfterMs: 24 * 3_600_000,
  firstDelayMs: 10_000,
  growth: 4,
  delayAtMostMs: 6 * 3_600_000,
};

/**
 * When to try again after a failed attempt: exponential back-off with full jitter, so that many rows that failed together do not
 * come back together, and never before the sink has asked for (`Retry-After`). null when it is time to give up.
 *
 * @param attempts attempts made so far, at least 1
 * @param random a number in [0, 1)
 */
export function nextAttempt(
  made: { readonly attempts: number; readonly createdAt: Date; readonly retryAfterMs: number | null },
  now: Date,
  random: number,
  policy: RetryPolicy = deliveryRetries,
): Date | null {
  if (made.attempts >= policy.attemptsAtMost) return null;
  const ceilingMs = Math.min(policy.delayAtMostMs, policy.firstDelayMs * policy.growth ** (made.attempts - 1));
  const delayMs = Math.max(Math.round(random * ceilingMs), made.retryAfterMs ?? 0);
  const at = now.getTime() + delayMs;
  return at > made.createdAt.getTime() + policy.givenUpAfterMs ? null : new Date(at);
}

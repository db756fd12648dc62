import { setTimeout as sleep } from 'node:timers/promises';
import type { Route } from '@tandem/domain/organisation/organisation';
import { DeliveryFailure, type Channel, type ClaimedNotification, type Outbox } from './delivery-ports.js';
import { deliveryRetries, nextAttempt, type RetryPolicy } from './next-attempt.js';
import type { Clock, Jobs, Log } from './ports.js';

export interface DeliverySettings {
  /** Notifications that are sent at the same time. */
  readonly lanes: number;
  /** One send may take this long; must stay well under the lease. */
  readonly sendTimeoutMs: number;
  readonly leaseMs: number;
  /** How often a lane without work looks again while another one is still sending. */
  readonly lookAgainMs: number;
  /** Bounds one job; what is left is taken by the next. */
  readonly looksPerLane: number;
  readonly retries: RetryPolicy;
}

export const deliverySettings: DeliverySettings = {
  lanes: 4,
  sendTimeoutMs: 30_000,
  leaseMs: 120_000,
  lookAgainMs: 250,
  looksPerLane: 2_000,
  retries: deliveryRetries,
};

export interface DeliverOutboxDependencies {
  readonly outbox: Outbox;
  readonly channelFor: (route: Route) => Channel;
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** How a lane without work waits; it may end early when there is some. */
  readonly pause?: (ms: number) => Promise<unknown>;
  readonly settings?: Partial<DeliverySettings>;
}

/**
 * Sends what is due until nothing is. While one lane is held by a slow receiver the others look for what has become due since, so that
 * it holds back nobody else. A stop lets the sends that have begun end, and claims nothing more. A deliverer that dies leaves its
 * claims to the lease; two deliverers share the work through it.
 */
export function deliverOutbox(dependencies: DeliverOutboxDependencies) {
  const settings = { ...deliverySettings, ...dependencies.settings };
  // Two claims at once would each take a part of one group.
  const claim = inTurn(async () => {
    const [claimed] = await dependencies.outbox.claim(1, dependencies.clock(), settings.leaseMs);
    return claimed;
  });
  return async (_payload: Jobs['outbox.deliver'], signal: AbortSignal): Promise<void> => {
    const sending = new Set<string>();
    const lanes = Array.from({ length: settings.lanes }, () =>
      runLane(dependencies, settings, { claim, sending }, signal),
    );
    const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
    if (failed) throw failed.reason;
  };
}

interface Claiming {
  readonly claim: () => Promise<ClaimedNotification | undefined>;
  /** What the lanes are sending at present. */
  readonly sending: Set<string>;
}

async function runLane(
  dependencies: DeliverOutboxDependencies,
  settings: DeliverySettings,
  { claim, sending }: Claiming,
  signal: AbortSignal,
): Promise<void> {
  for (let looks = 0; looks < settings.looksPerLane && !signal.aborted; looks += 1) {
    const claimed = await claim();
    if (claimed === undefined) {
      if (sending.size === 0) return;
      await (dependencies.pause ?? sleep)(settings.lookAgainMs);
      continue;
    }
    sending.add(claimed.id);
    try {
      await deliverOne(dependencies, settings, claimed);
    } finally {
      sending.delete(claimed.id);
    }
  }
}

/** One after the other, whoever asks. */
function inTurn<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const own = last.then(ask, ask);
    last = own;
    return own;
  };
}

async function deliverOne(
  { outbox, channelFor, clock, random, log }: DeliverOutboxDependencies,
  settings: DeliverySettings,
  claim: ClaimedNotification,
): Promise<void> {
  const failure = await attempt(channelFor, settings, claim, log);
  const now = clock();
  if (failure === null) return outbox.delivered(claim, now);
  // Whoever tests a route wants to hear at once what is wrong with it.
  const nextAttemptAt =
    failure.retry && claim.content.kind !== 'test'
      ? nextAttempt({ ...claim, retryAfterMs: failure.retryAfterMs }, now, random(), settings.retries)
      : null;
  const details = { notification: claim.id, route: claim.route.id, attempts: claim.attempts, error: failure.message };
  if (nextAttemptAt === null) log.error('A notification could not be delivered and was given up.', details);
  else log.warn('A notification could not be delivered yet.', { ...details, nextAttemptAt });
  await outbox.failed(claim, { error: failure.message, nextAttemptAt, outcomeUnknown: failure.outcomeUnknown }, now);
}

async function attempt(
  channelFor: (route: Route) => Channel,
  settings: DeliverySettings,
  claim: ClaimedNotification,
  log: Log,
): Promise<DeliveryFailure | null> {
  if (claim.attempts > settings.retries.attemptsAtMost) {
    return new DeliveryFailure(`Given up: ${claim.attempts - 1} attempts ended without a report.`, false, null, true);
  }
  try {
    await withinTime(settings.sendTimeoutMs, (signal) => channelFor(claim.route).send(claim, signal));
    return null;
  } catch (error) {
    if (error instanceof DeliveryFailure) return error;
    log.error('A channel failed in a way it does not know.', { notification: claim.id, route: claim.route.id, error });
    const message = error instanceof Error ? error.message : String(error);
    return new DeliveryFailure(`The channel failed: ${message}`, true, null, true);
  }
}

/** Ends a send whose channel does not heed the signal as well: the lease must never run out under a running attempt. */
async function withinTime(timeoutMs: number, send: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const failure = new DeliveryFailure(`No answer within ${timeoutMs / 1000} s.`, true, null, true);
      reject(failure);
      controller.abort(failure);
    }, timeoutMs);
  });
  try {
    await Promise.race([send(controller.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookSender } from './push-settings.js';

export interface SignedDelivery {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it came: a signature is over its bytes. */
  readonly bytes: Buffer;
  /** Every secret that holds now: while one replaces another, both do. */
  readonly secrets: readonly string[];
  readonly now: Date;
}

/** How far the time that a sender signs may lie from now; beyond, it may be a recording of an old delivery. */
export const signedTimeToleranceMs = 5 * 60_000;

/**
 * Whether a delivery comes from whoever knows one of the secrets, and was signed just now where the sender signs a time. Comparisons take the
 * same time whatever differs.
 *
 * @returns null when it does; else why not, in a sentence that says nothing of the secret
 */
export function signatureFault(sender: WebhookSender, delivery: SignedDelivery): string | null {
  if (delivery.secrets.length === 0) return 'There is no secret yet to check the signature with.';
  return faults[sender](delivery);
}

const faults: Readonly<Record<WebhookSender, (delivery: SignedDelivery) => string | null>> = {
  github: (delivery) => {
    const given = header(delivery, 'x-hub-signature-256');
    if (given === null) return missing('X-Hub-Signature-256');
    return isSigned(delivery, delivery.bytes, 'hex', [given.replace(/^sha256=/, '')]) ? null : wrong;
  },

  // GitLab sends the secret itself: whoever can read one delivery can make others, so it is only as good as the https below it.
  gitlab: (delivery) => {
    const given = header(delivery, 'x-gitlab-token');
    if (given === null) return missing('X-Gitlab-Token');
    return anyOf(delivery.secrets, (secret) => isEqual(given, secret)) ? null : 'The token is another one.';
  },

  pagerduty: (delivery) => {
    const given = header(delivery, 'x-pagerduty-signature');
    if (given === null) return missing('X-PagerDuty-Signature');
    return isSigned(delivery, delivery.bytes, 'hex', versionOne(given)) ? null : wrong;
  },

  zendesk: (delivery) => {
    const given = header(delivery, 'x-zendesk-webhook-signature');
    const time = header(delivery, 'x-zendesk-webhook-signature-timestamp');
    if (given === null) return missing('X-Zendesk-Webhook-Signature');
    if (time === null) return missing('X-Zendesk-Webhook-Signature-Timestamp');
    const signed = Buffer.concat([Buffer.from(time), delivery.bytes]);
    if (!isSigned(delivery, signed, 'base64', [given])) return wrong;
    return timeFault(new Date(time), delivery.now);
  },

  stripe: (delivery) => {
    const given = header(delivery, 'stripe-signature');
    if (given === null) return missing('Stripe-Signature');
    const time = /(?:^|,)\s*t=(\d{1,12})(?:,|$)/.exec(given)?.[1];
    if (time === undefined) return 'The signature names no time.';
    const signed = Buffer.concat([Buffer.from(`${time}.`), delivery.bytes]);
    if (!isSigned(delivery, signed, 'hex', versionOne(given))) return wrong;
    return timeFault(new Date(Number(time) * 1000), delivery.now);
  },
};

const wrong = 'The signature is not that of this body and secret.';
const missing = (name: string) => `The header ${name} is missing.`;
/** More signatures in one header are no rotation but an attempt. */
const mostSignatures = 10;

function header({ headers }: SignedDelivery, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Several signatures stand in one header while the sender's secret is being replaced. */
function versionOne(given: string): string[] {
  return given.split(',').flatMap((part) => {
    const [, signature] = /^\s*v1=([0-9a-fA-F]{64})\s*$/.exec(part) ?? [];
    return signature === undefined ? [] : [signature];
  });
}

function isSigned(
  { secrets }: SignedDelivery,
  signed: Buffer,
  encoding: 'hex' | 'base64',
  given: readonly string[],
): boolean {
  return anyOf(secrets, (secret) => {
    const expected = createHmac('sha256', secret).update(signed).digest(encoding);
    return anyOf(given.slice(0, mostSignatures), (one) =>
      isEqual(encoding === 'hex' ? one.toLowerCase() : one, expected),
    );
  });
}

/** Looks at all of them, so that the time taken does not say which one it was. */
function anyOf<T>(things: readonly T[], is: (thing: T) => boolean): boolean {
  return things.map(is).includes(true);
}

/** Hashes first, so that texts of any length are compared in the same time. */
function isEqual(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function timeFault(signedAt: Date, now: Date): string | null {
  const apartMs = Math.abs(now.getTime() - signedAt.getTime());
  return apartMs <= signedTimeToleranceMs
    ? null
    : `It was signed more than ${signedTimeToleranceMs / 60_000} minutes away from now: a recording, or a clock that is wrong.`;
}

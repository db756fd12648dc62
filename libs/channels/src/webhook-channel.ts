import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { DeliveryFailure, type Channel, type ClaimedNotification } from '@tandem/application/delivery-ports';
import { guardedLookup, guardLiteralHost, RefusedAddress, type PrivateAddresses } from '@tandem/outbound/address-guard';
import { Webhook } from 'standardwebhooks';
import { judgeAnswer, type WebhookAnswer } from './judge-webhook-answer.js';
import { webhookMessage } from './webhook-message.js';

export interface WebhookChannelSettings {
  readonly clock: () => Date;
  /** Private and loopback addresses that receivers may live on. */
  readonly allowPrivateAddresses: PrivateAddresses;
  readonly timeoutMs?: number;
}

const timeoutMs = 10_000;
/** The body of an answer means nothing to us; this much is taken so that a receiver is not cut off in mid-sentence. */
const bodyBytesAtMost = 64 * 1024;

/**
 * Sends notifications by the Standard Webhooks specification: signed, with the outbox row as `webhook-id`, so that a receiver can
 * recognise a repeat. Redirects are not followed, and the address is judged at the moment of connecting.
 */
export function webhookChannel(settings: WebhookChannelSettings): Channel {
  return {
    send: async (notification, signal) => {
      const { route } = notification;
      if (route.channel !== 'webhook') throw new DeliveryFailure(`Route "${route.id}" is no webhook.`, false);
      const url = urlOf(route.id, route.url, settings.allowPrivateAddresses);
      const body = webhookMessage(notification);
      const headers = signedHeaders(route.id, route.secret, notification, body, settings.clock());
      const limitMs = settings.timeoutMs ?? timeoutMs;
      const answer = await post(url, headers, body, {
        allowPrivate: settings.allowPrivateAddresses,
        signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
      }).catch((error: unknown) => {
        throw connectionFailure(error, url, limitMs);
      });
      judgeAnswer(answer, settings.clock());
    },
  };
}

function urlOf(routeId: string, text: string, allowPrivate: PrivateAddresses): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new DeliveryFailure(`Route "${routeId}" needs an address that begins with https:// or http://.`, false);
  }
  try {
    guardLiteralHost(url, allowPrivate);
  } catch (error) {
    throw connectionFailure(error, url, 0);
  }
  return url;
}

function signedHeaders(
  routeId: string,
  secret: string,
  notification: ClaimedNotification,
  body: string,
  now: Date,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Tandem',
    'webhook-id': notification.id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signer(routeId, secret).sign(notification.id, now, body),
  };
}

function signer(routeId: string, secret: string): Webhook {
  try {
    return new Webhook(secret);
  } catch {
    // The reason would repeat parts of the secret; what to do is the same for each.
    throw new DeliveryFailure(
      `The secret of route "${routeId}" cannot be used: give it again, "whsec_" followed by 24 to 64 bytes in base64.`,
      false,
    );
  }
}

function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  options: { readonly allowPrivate: PrivateAddresses; readonly signal: AbortSignal },
): Promise<WebhookAnswer> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestSecure : requestPlain)(url, {
      method: 'POST',
      headers,
      // A connection of its own for each message: alerts are rare, and a kept one may have died in the meantime.
      agent: false,
      lookup: guardedLookup(options.allowPrivate),
      signal: options.signal,
    });
    let answer: WebhookAnswer | null = null;
    // Once the status has been said, whether the rest arrives, fails or is cut off no longer matters.
    const settle = (error: Error) => {
      if (answer === null) reject(error);
      else resolve(answer);
    };
    request.on('error', settle);
    request.on('response', (response) => {
      answer = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null };
      response.on('error', settle);
      response.on('close', () => settle(new Error('The connection was closed.')));
      let received = 0;
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > bodyBytesAtMost) response.destroy();
      });
    });
    request.end(body);
  });
}

/** Failures of which it is certain that no message was sent. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN']);

function connectionFailure(error: unknown, url: URL, limitMs: number): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  if (error instanceof RefusedAddress) {
    const remedy =
      error.reach === 'private'
        ? 'name it in TANDEM_ALLOW_PRIVATE_ADDRESSES if a receiver inside your own network is meant'
        : 'use another receiver';
    return new DeliveryFailure(`${url.host} is not a public address; ${remedy}.`, false);
  }
  const { name, code } = error as Partial<NodeJS.ErrnoException>;
  if (name === 'AbortError' || name === 'TimeoutError') {
    return new DeliveryFailure(`${url.host} did not answer within ${limitMs / 1000} s.`, true, null, true);
  }
  return new DeliveryFailure(
    `${url.host} could not be reached (${code ?? 'connection failed'}).`,
    true,
    null,
    code === undefined || !neverSent.has(code),
  );
}

import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { DeliveryFailure } from '@tandem/application/delivery-ports';
import { guardedLookup, guardLiteralHost, RefusedAddress, type PrivateAddresses } from '@tandem/outbound/address-guard';
import type { WebhookAnswer } from './judge-webhook-answer.js';

export interface HttpSinkSettings {
  readonly clock: () => Date;
  /** Private and loopback addresses that receivers may live on. */
  readonly allowPrivateAddresses: PrivateAddresses;
  readonly timeoutMs?: number;
}

export interface SinkAnswer extends WebhookAnswer {
  /** The beginning of the body, for receivers that say there what happened. */
  readonly body: string;
}

const defaultTimeoutMs = 10_000;
/** This much of an answer is taken, so that a receiver is not cut off in mid-sentence. */
const bodyBytesAtMost = 64 * 1024;

/** The address of a route, which may be contacted as far as its text says. */
export function sinkAddress(routeId: string, text: string, allowPrivate: PrivateAddresses): URL {
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

/**
 * Posts one body. Redirects are not followed, and the address is judged at the moment of connecting. Whatever hinders an answer is a
 * `DeliveryFailure`; an answer of whatever status is not. Of the address only the host is told: its path may be a secret.
 */
export async function guardedPost(
  url: URL,
  sent: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  settings: HttpSinkSettings,
  signal: AbortSignal,
): Promise<SinkAnswer> {
  const limitMs = settings.timeoutMs ?? defaultTimeoutMs;
  const within = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(sent.body)),
    'user-agent': 'Tandem',
    ...sent.headers,
  };
  try {
    return await post(url, headers, sent.body, { allowPrivate: settings.allowPrivateAddresses, signal: within });
  } catch (error) {
    throw connectionFailure(error, url, limitMs);
  }
}

function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  options: { readonly allowPrivate: PrivateAddresses; readonly signal: AbortSignal },
): Promise<SinkAnswer> {
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
    const received: Buffer[] = [];
    let bytes = 0;
    // Once the status has been said, whether the rest arrives, fails or is cut off no longer matters.
    const settle = (error: Error) => {
      if (answer === null) reject(error);
      else resolve({ ...answer, body: Buffer.concat(received).toString('utf8') });
    };
    request.on('error', settle);
    request.on('response', (response) => {
      answer = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null };
      response.on('error', settle);
      response.on('close', () => settle(new Error('The connection was closed.')));
      response.on('data', (chunk: Buffer) => {
        received.push(chunk);
        bytes += chunk.length;
        if (bytes > bodyBytesAtMost) response.destroy();
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

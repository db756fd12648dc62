import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { guardedLookup, guardLiteralHost, RefusedAddress, type PrivateAddresses } from '@tandem/outbound/address-guard';
import type { InputFile } from './input-file.js';

export interface UrlLimits {
  readonly mostBytes: number;
  /** Longest silence before and between answers. */
  readonly idleTimeoutMs: number;
}

export const urlLimits: UrlLimits = { mostBytes: 4 * 2 ** 30, idleTimeoutMs: 60_000 };
const mostRedirects = 5;

export interface UrlContext {
  readonly signal: AbortSignal;
  readonly allowPrivateAddresses: PrivateAddresses;
  readonly limits: UrlLimits;
}

/** An address as it may be shown: without query and fragment, where keys tend to hide. */
export function shownUrl(text: string): string {
  const url = new URL(text);
  return `${url.origin}${url.pathname}`;
}

/**
 * Asks for a file and answers once its headers have come; the body is read as it is wanted.
 *
 * @throws {ConnectorFailure} for addresses that may not be contacted, redirects without end, and answers that are no data
 */
export async function fileFromUrl(text: string, context: UrlContext): Promise<InputFile> {
  let url = new URL(text);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await ask(url, context).catch((error: unknown) => {
      throw error instanceof RefusedAddress ? refusal(error) : classifyFailure(error, shownUrl(url.href));
    });
    const target = redirectTarget(response, url);
    if (target === null) return inputFile(url, response, context);
    response.destroy();
    url = target;
  }
  throw new ConnectorFailure(
    'configuration',
    'tooManyRedirects',
    `${shownUrl(text)} redirects more than ${mostRedirects} times.`,
    'Give the address at which the file really lies.',
  );
}

async function ask(url: URL, context: UrlContext): Promise<IncomingMessage> {
  guardLiteralHost(url, context.allowPrivateAddresses);
  return new Promise((resolveResponse, reject) => {
    const send = url.protocol === 'https:' ? requestSecure : requestPlain;
    const request = send(url, {
      agent: false,
      signal: context.signal,
      lookup: guardedLookup(context.allowPrivateAddresses),
      headers: {
        accept: 'text/csv, application/x-ndjson, application/gzip, */*',
        'accept-encoding': 'identity',
        'user-agent': 'Tandem',
      },
    });
    const timer = setTimeout(() => request.destroy(timeout()), context.limits.idleTimeoutMs);
    request.on('response', (response) => {
      clearTimeout(timer);
      resolveResponse(response);
    });
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.end();
  });
}

function refusal({ host, reach }: RefusedAddress): ConnectorFailure {
  return new ConnectorFailure(
    'configuration',
    'addressRefused',
    `${host} lies on an address that may not be contacted from here.`,
    reach === 'private'
      ? 'Give a public address, or have the operator of this installation allow private addresses.'
      : 'Give a public address.',
  );
}

function redirectTarget(response: IncomingMessage, from: URL): URL | null {
  const status = response.statusCode ?? 0;
  const location = response.headers.location;
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return null;
  const target = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const downgrade = from.protocol === 'https:' && target?.protocol === 'http:';
  if (target && !downgrade && (target.protocol === 'https:' || target.protocol === 'http:')) return target;
  response.destroy();
  throw new ConnectorFailure(
    'configuration',
    'redirectRefused',
    `${shownUrl(from.href)} redirects to an address that is not followed${downgrade ? ': it leaves https for http' : ''}.`,
    'Give the address at which the file really lies.',
  );
}

function inputFile(url: URL, response: IncomingMessage, context: UrlContext): InputFile {
  const shown = shownUrl(url.href);
  const failure = answerFailure(shown, response, context.limits);
  if (failure) {
    response.destroy();
    throw failure;
  }
  const { headers } = response;
  const length = Number(headers['content-length'] ?? Number.NaN);
  const modified = headers['last-modified'];
  const etag = headers.etag ?? (modified === undefined ? null : `${modified} ${headers['content-length'] ?? ''}`);
  return {
    name: shown,
    contentType: headers['content-type'] ?? null,
    sizeBytes: Number.isSafeInteger(length) ? length : null,
    fingerprint: etag,
    open: () => body(response, shown, context.limits),
    isUnchanged: () => Promise.resolve(true),
    close: () => {
      response.destroy();
    },
  };
}

function answerFailure(shown: string, response: IncomingMessage, limits: UrlLimits): ConnectorFailure | null {
  const status = response.statusCode ?? 0;
  const answered = `${shown} answered ${status} (${response.statusMessage ?? ''}).`;
  if (status === 429) {
    return new ConnectorFailure(
      'rateLimited',
      'rateLimited',
      answered,
      'The sync is tried again later; sync less often if this stays.',
    );
  }
  if (status === 401 || status === 403) {
    return new ConnectorFailure(
      'configuration',
      'accessDenied',
      answered,
      'Give an address that can be read without signing in.',
    );
  }
  if (status >= 500 || status === 408 || status === 425) {
    return new ConnectorFailure(
      'retry',
      'sourceUnavailable',
      answered,
      'The sync is tried again; ask the owner of the source if this stays.',
    );
  }
  if (status !== 200) {
    return new ConnectorFailure(
      'configuration',
      'notFound',
      answered,
      'Correct the address in the settings of the connection.',
    );
  }
  if (/^\s*(text\/html|application\/xhtml)/i.test(response.headers['content-type'] ?? '')) {
    return new ConnectorFailure(
      'configuration',
      'notData',
      `${shown} answered with a web page, not with data.`,
      'Give the address of the file itself; a page that asks for signing in often stands in its place.',
    );
  }
  return Number(response.headers['content-length'] ?? 0) > limits.mostBytes ? tooLarge(shown, limits) : null;
}

async function* body(response: IncomingMessage, shown: string, limits: UrlLimits): AsyncGenerator<Buffer> {
  const expected = Number(response.headers['content-length'] ?? Number.NaN);
  let received = 0;
  // Silence is only counted while bytes are wanted: a slow database behind a page is no fault of the source.
  const watch = () => setTimeout(() => response.destroy(timeout()), limits.idleTimeoutMs);
  let timer = watch();
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      clearTimeout(timer);
      received += chunk.length;
      if (received > limits.mostBytes) throw tooLarge(shown, limits);
      yield chunk;
      timer = watch();
    }
    if (Number.isSafeInteger(expected) && received < expected) throw lost(shown, received, expected);
  } finally {
    clearTimeout(timer);
    response.destroy();
  }
}

function lost(shown: string, received: number, expected: number): ConnectorFailure {
  return new ConnectorFailure(
    'retry',
    'connectionLost',
    `${shown} ended after ${received} of ${expected} bytes.`,
    'The sync is tried again from the last committed page.',
  );
}

function tooLarge(shown: string, limits: UrlLimits): ConnectorFailure {
  return new ConnectorFailure(
    'configuration',
    'tooLarge',
    `${shown} is larger than ${limits.mostBytes.toLocaleString('en')} bytes, the most that is downloaded.`,
    'Split the file, or put it where it can be read by path.',
  );
}

function timeout(): Error {
  return Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });
}

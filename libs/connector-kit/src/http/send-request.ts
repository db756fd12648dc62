import { guardedLookup, guardLiteralHost, RefusedAddress, type PrivateAddresses } from '@tandem/outbound/address-guard';
import { Agent, request } from 'undici';
import { ConnectorFailure } from '../connector-failure.js';
import type { Limits } from './declaration.js';
import { hostGate } from './host-gate.js';

/** Connections of one run; closed at its end. */
export interface Wire {
  send(url: URL, message: Message, signal: AbortSignal): Promise<Received>;
  close(): Promise<void>;
}

export interface Message {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** Headers that prove who asks: they never follow a redirect to another host. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const mostRedirects = 5;

/** Sends requests with time-outs, a limit of size, and the guard of addresses at every connection, redirects included. */
export function openWire(limits: Limits, allowPrivateAddresses: PrivateAddresses): Wire {
  const agent = new Agent({
    connect: { lookup: guardedLookup(allowPrivateAddresses), timeout: limits.connectTimeoutMs },
    headersTimeout: limits.headersTimeoutMs,
    bodyTimeout: limits.bodyTimeoutMs,
    connections: limits.concurrency,
    pipelining: 1,
  });
  const once = async (url: URL, message: Message, signal: AbortSignal): Promise<Received> => {
    guardLiteralHost(url, allowPrivateAddresses);
    const { method, body } = message;
    const headers = { ...message.headers, ...message.credentials };
    const response = await request(url, { dispatcher: agent, method, headers, body, signal });
    const text = await readBody(response.body, limits.mostBytes, shownAddress(url));
    return { status: response.statusCode, headers: plainHeaders(response.headers), text };
  };
  return {
    send: async (url, message, signal) => {
      try {
        return await followed(url, message, (to, what) =>
          hostGate.pass(to.origin, limits.concurrency, () => once(to, what, signal)),
        );
      } catch (error) {
        throw refusalIn(error) ?? error;
      }
    },
    close: () => agent.destroy(),
  };
}

/** An address as it may be shown: without query, where keys tend to hide. */
export function shownAddress(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

async function followed(
  url: URL,
  message: Message,
  send: (url: URL, message: Message) => Promise<Received>,
): Promise<Received> {
  let at = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const sameHost = at.origin === url.origin;
    const received = await send(at, sameHost ? message : { ...message, credentials: {} });
    const target = redirectTarget(received, at, message.method);
    if (target === null) return received;
    at = target;
  }
  throw new ConnectorFailure(
    'configuration',
    'tooManyRedirects',
    `${shownAddress(url)} redirects more than ${mostRedirects} times.`,
    'Correct the address in the settings of the connection.',
  );
}

function redirectTarget({ status, headers }: Received, from: URL, method: string): URL | null {
  const { location } = headers;
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return null;
  const target = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const downgrade = from.protocol === 'https:' && target?.protocol === 'http:';
  const isWeb = target?.protocol === 'https:' || target?.protocol === 'http:';
  if (target && isWeb && !downgrade && method === 'GET') return target;
  throw new ConnectorFailure(
    'configuration',
    'redirectRefused',
    `${shownAddress(from)} redirects to an address that is not followed${downgrade ? ': it leaves https for http' : ''}.`,
    'Correct the address in the settings of the connection.',
  );
}

async function readBody(body: AsyncIterable<Buffer>, mostBytes: number, shown: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      throw new ConnectorFailure(
        'sourceChanged',
        'tooLarge',
        `${shown} sends an answer of more than ${mostBytes.toLocaleString('en')} bytes, the most that is read at once.`,
        'Report this sentence: the connector must ask for smaller pages.',
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function plainHeaders(given: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function refusalIn(error: unknown, depth = 0): ConnectorFailure | null {
  if (typeof error !== 'object' || error === null || depth > 4) return null;
  if (error instanceof RefusedAddress) return refusal(error);
  const several: unknown = Reflect.get(error, 'errors');
  return refusalIn(Array.isArray(several) ? several[0] : Reflect.get(error, 'cause'), depth + 1);
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

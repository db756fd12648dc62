import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a stub of a vendor is asked. */
export interface VendorRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON or the fields of a form; null where none was sent. */
  readonly body: unknown;
}

export interface VendorAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object or a list is sent as JSON, without what is undefined; a text as it is. */
  readonly body: unknown;
}

/** What goes wrong with an answer: another one in its place, one that breaks off in its middle, or one that falls silent there. */
export type Fault = VendorAnswer | 'cutOff' | 'silent';

export interface VendorServer {
  readonly origin: string;
  /** Requests since the last `forget`. */
  readonly requests: readonly VendorRequest[];
  forget(): void;
  close(): Promise<void>;
}

interface Behaviour {
  /** null for an address that the vendor does not have. */
  readonly answer: (request: VendorRequest) => VendorAnswer | null;
  /** @param number counts requests, from 1 */
  readonly fault: (request: VendorRequest, number: number) => Fault | null;
  /** The vendor's clock, for the header `Date`. */
  readonly now: () => Date;
}

/** Serves a vendor's stub on a loopback address, with whatever goes wrong. */
export async function startVendorServer(behaviour: Behaviour): Promise<VendorServer> {
  const requests: VendorRequest[] = [];
  const server = createServer((incoming, response) => {
    readRequest(incoming).then(
      (request) => {
        requests.push(request);
        respond(behaviour, request, requests.length, response);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    forget: () => requests.splice(0),
    close: () => closed(server),
  };
}

function respond(behaviour: Behaviour, request: VendorRequest, number: number, response: ServerResponse): void {
  const fault = behaviour.fault(request, number);
  const isAnswer = fault !== null && typeof fault === 'object';
  const missing: VendorAnswer = { status: 404, body: { message: 'Not Found' } };
  const answer = isAnswer ? fault : (behaviour.answer(request) ?? missing);
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const bytes = Buffer.from(text);
  response.sendDate = false;
  response.writeHead(answer.status ?? 200, {
    date: behaviour.now().toUTCString(),
    'content-type': typeof answer.body === 'string' ? 'text/html' : 'application/json; charset=utf-8',
    'content-length': bytes.length,
    ...answer.headers,
  });
  if (fault !== 'cutOff' && fault !== 'silent') {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
    if (fault === 'cutOff') response.destroy();
  });
}

async function readRequest(incoming: IncomingMessage): Promise<VendorRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(incoming.url ?? '/', 'http://vendor.invalid');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const fields = () => Object.fromEntries(new URLSearchParams(text));
  const body: unknown = text === '' ? null : isForm ? fields() : JSON.parse(text);
  return { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams, headers, body };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

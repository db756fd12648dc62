import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeliveryFailure, type ClaimedNotification } from '@tandem/application/delivery-ports';
import { webhookChannel } from './webhook-channel.js';

const key = Buffer.alloc(32, 7);
const secret = `whsec_${key.toString('base64')}`;
const now = new Date('2026-11-15T10:00:00.000Z');

interface Received {
  readonly request: IncomingMessage;
  readonly body: string;
}

describe('webhookChannel against a real receiver', () => {
  let server: Server;
  let received: Received[];
  let answer: (response: ServerResponse, request: IncomingMessage) => void;
  beforeEach(async () => {
    received = [];
    answer = (response) => response.writeHead(204).end();
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ request, body });
        answer(response, request);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const notification = (route: { url?: string; secret?: string } = {}): ClaimedNotification => ({
    id: '0b1f6c1e-7d0f-4c7e-9a55-3f0e1d2c3b4a',
    route: { id: 'hook', channel: 'webhook', url: route.url ?? `${address()}/hook`, secret: route.secret ?? secret },
    attempts: 1,
    createdAt: now,
    possibleRepeat: false,
    content: {
      alertId: '7',
      kind: 'fired',
      severity: 'critical',
      guardrail: {
        id: 'floor',
        title: 'Attainment ≥ 60 %',
        kind: 'threshold',
        measure: 'value',
        side: 'floor',
        limit: '60',
      },
      dimensions: {},
      metric: { key: 'attainment', title: 'Service-level attainment', unit: '%', precision: 2, stream: 'slaCycle' },
      verdict: {
        kind: 'breached',
        reason: 'belowFloor',
        value: '58.20',
        limit: '60',
        n: 1058,
        state: 'provisional',
        version: 2,
        start: '2026-11-08T23:00:00.000Z',
        end: '2026-11-15T23:00:00.000Z',
      },
      since: '2026-11-15T09:05:00.000Z',
      at: '2026-11-15T10:00:00.000Z',
      timeZone: 'Europe/Berlin',
      owners: { marketing: null, it: 'Head of Service Desk' },
      url: 'https://tandem.example.org/alerts/7',
    },
  });
  async function send(
    sent = notification(),
    settings: { timeoutMs?: number; allowPrivateAddresses?: boolean; signal?: AbortSignal } = {},
  ): Promise<DeliveryFailure | 'delivered'> {
    const channel = webhookChannel({ clock: () => now, allowPrivateAddresses: true, ...settings });
    try {
      await channel.send(sent, settings.signal ?? new AbortController().signal);
      return 'delivered';
    } catch (error) {
      if (error instanceof DeliveryFailure) return error;
      throw error;
    }
  }

  it('signs by Standard Webhooks, as an independent implementation verifies', async () => {
    expect(await send()).toBe('delivered');
    const [{ request, body } = { request: undefined, body: '' }] = received;
    const headers = request?.headers ?? {};
    expect(request?.method).toBe('POST');
    expect(headers['webhook-id']).toBe('0b1f6c1e-7d0f-4c7e-9a55-3f0e1d2c3b4a');
    expect(headers['webhook-timestamp']).toBe(String(now.getTime() / 1000));
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  });

  it('carries the numbers, a sentence for people and the address of the alert', async () => {
    await send();
    expect(received[0]?.request.headers['content-type']).toBe('application/json');
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      type: 'alert.fired',
      timestamp: '2026-11-15T10:00:00.000Z',
      data: {
        alert: { id: '7', url: 'https://tandem.example.org/alerts/7', since: '2026-11-15T09:05:00.000Z' },
        sentence:
          'Service-level attainment fell to 58.20%, below its floor of 60%, over 7 days to 15 Nov (1,058 cycles, provisional).',
        sentences: {
          marketing: expect.stringContaining('but at least 60% was agreed') as string,
          it: expect.stringContaining('below its floor of 60%') as string,
        },
        severity: 'critical',
        guardrail: {
          id: 'floor',
          title: 'Attainment ≥ 60 %',
          kind: 'threshold',
          measure: 'value',
          side: 'floor',
          limit: '60',
        },
        dimensions: {},
        metric: { key: 'attainment', title: 'Service-level attainment', unit: '%' },
        value: '58.20',
        state: 'provisional',
        definitionVersion: 2,
        events: 1058,
        detectedLate: false,
        measured: null,
        period: { start: '2026-11-08T23:00:00.000Z', end: '2026-11-15T23:00:00.000Z' },
        reason: 'belowFloor',
        owners: { marketing: null, it: 'Head of Service Desk' },
      },
    });
  });

  it('does not follow a redirect', async () => {
    answer = (response, request) =>
      request.url === '/hook'
        ? response.writeHead(307, { location: `${address()}/inside` }).end()
        : response.writeHead(200).end();
    expect(await send()).toMatchObject({ retry: true, message: expect.stringContaining('307') as string });
    expect(received.map(({ request }) => request.url)).toEqual(['/hook']);
  });

  it('takes Retry-After from a receiver that has had enough', async () => {
    answer = (response) => response.writeHead(429, { 'retry-after': '90' }).end();
    expect(await send()).toMatchObject({ retry: true, retryAfterMs: 90_000 });
  });

  it('ends a send to a receiver that hangs, and does not claim to know what became of it', async () => {
    answer = () => undefined;
    expect(await send(notification(), { timeoutMs: 50 })).toMatchObject({
      retry: true,
      outcomeUnknown: true,
      message: expect.stringMatching(/did not answer within 0\.05 s/) as string,
    });
  });

  it('ends a send when it is told to', async () => {
    answer = () => undefined;
    const controller = new AbortController();
    const sent = send(notification(), { signal: controller.signal });
    server.once('request', () => controller.abort());
    expect(await sent).toMatchObject({ retry: true, outcomeUnknown: true });
  });

  it('counts a message as delivered when the status is said, however the body ends', async () => {
    answer = (response) => void response.writeHead(200, { 'content-length': '1000' }).write('cut off');
    expect(await send(notification(), { timeoutMs: 50 })).toBe('delivered');
    answer = (response) => {
      response.writeHead(200).write('x', () => setImmediate(() => response.destroy()));
    };
    expect(await send()).toBe('delivered');
  });

  it('takes only so much of a body', async () => {
    let written = 0;
    const closed = new Promise<void>((resolve) => {
      answer = (response) => {
        response.on('close', resolve);
        const chunk = Buffer.alloc(64 * 1024);
        const pump = () => {
          for (let round = 0; round < 10_000 && !response.destroyed; round += 1) {
            written += chunk.length;
            if (!response.write(chunk)) return void response.once('drain', pump);
          }
        };
        pump();
      };
    });
    expect(await send()).toBe('delivered');
    await closed;
    // Socket buffers hold some megabytes; without the limit the receiver would go on for 640 MB.
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  it('tells a refused connection from one that broke after the message had gone out', async () => {
    const gone = `${address()}/hook`;
    answer = (_response, request) => request.socket.destroy();
    expect(await send()).toMatchObject({ retry: true, outcomeUnknown: true });
    await new Promise((resolve) => server.close(resolve));
    expect(await send(notification({ url: gone }))).toMatchObject({ retry: true, outcomeUnknown: false });
    server = createServer().listen(0, '127.0.0.1');
  });

  it.each([
    'http://127.0.0.1:9/',
    'http://localhost:9/',
    'http://2130706433:9/',
    'http://0x7f.1:9/',
    'http://[::ffff:127.0.0.1]:9/',
  ])('refuses %s while private receivers are not allowed', async (url) => {
    expect(await send(notification({ url }), { allowPrivateAddresses: false })).toMatchObject({
      retry: false,
      message: expect.stringContaining('TANDEM_ALLOW_PRIVATE_ADDRESSES') as string,
    });
  });

  it('refuses the metadata address always', async () => {
    const url = 'http://169.254.169.254/latest/';
    expect(await send(notification({ url }))).toMatchObject({
      retry: false,
      message: expect.stringContaining('not a public') as string,
    });
  });

  it('says what is wrong with a route that cannot be used, without repeating its secret', async () => {
    expect(await send(notification({ url: 'ftp://example.org' }))).toMatchObject({ retry: false });
    const failure = await send(notification({ secret: 'whsec_not*base64' }));
    expect(failure).toMatchObject({ retry: false, message: expect.stringContaining('"whsec_" followed by') as string });
    expect(String(failure)).not.toContain('not*base64');
    expect(await send(notification({ secret: '' }))).toMatchObject({ retry: false });
  });
});

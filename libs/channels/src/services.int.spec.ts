import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DeliveryFailure,
  type ClaimedNotification,
  type NotificationContent,
} from '@tandem/application/delivery-ports';
import type { Route } from '@tandem/domain/organisation/organisation';
import { channelFor } from './channel-for.js';

const now = new Date('2026-11-15T10:00:00.000Z');
const token = 'xoxb-0000000000-example';
const key = '0123456789abcdef0123456789abcdef';

const content: NotificationContent = {
  alertId: '7',
  kind: 'fired',
  severity: 'critical',
  guardrail: {
    id: 'floor',
    title: 'Attainment floor',
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
    start: '2026-11-08T23:00:00.000Z',
    end: '2026-11-15T23:00:00.000Z',
  },
  since: '2026-11-15T09:05:00.000Z',
  at: '2026-11-15T10:00:00.000Z',
  timeZone: 'Europe/Berlin',
  owners: { marketing: null, it: 'Head of Service Desk' },
  url: 'https://tandem.example.org/alerts/7',
};

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** Answers as Slack, Teams and PagerDuty publish that they do; each test says which answer it is about. */
describe('the services that alerts are sent to', () => {
  let server: Server;
  let received: Received[];
  let answer: (response: ServerResponse) => void;
  beforeEach(async () => {
    received = [];
    answer = (response) => response.writeHead(200).end('ok');
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => void chunks.push(chunk));
      request.on('end', () => {
        const read = JSON.parse(Buffer.concat(chunks).toString()) as Received['body'];
        received.push({ path: request.url ?? '', headers: request.headers, body: read });
        answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const notificationOver = (route: Route, more: Partial<ClaimedNotification> = {}): ClaimedNotification => ({
    id: '0b1f6c1e-7d0f-4c7e-9a55-3f0e1d2c3b4a',
    route,
    attempts: 1,
    createdAt: now,
    possibleRepeat: false,
    content,
    ...more,
  });
  async function send(
    notification: ClaimedNotification,
    { timeoutMs = 2_000, allowPrivateAddresses = true } = {},
  ): Promise<DeliveryFailure | 'delivered'> {
    const channels = channelFor({
      http: { clock: () => now, allowPrivateAddresses, timeoutMs },
      email: { smtpUrl: null, from: 'Tandem <alerts@example.org>' },
      slackApiAddress: `${address()}/api`,
      pagerDutyAddress: `${address()}/v2/enqueue`,
    });
    try {
      await channels(notification.route).send(notification, new AbortController().signal);
      return 'delivered';
    } catch (error) {
      if (error instanceof DeliveryFailure) return error;
      throw error;
    }
  }
  const answerWith = (status: number, body: object | string = '', headers: Record<string, string> = {}) => {
    answer = (response) =>
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

  const slackHook = (): Route => ({ id: 'chat', channel: 'slack', secret: `${address()}/services/T0/B0/x` });
  const slackToken: Route = { id: 'chat', channel: 'slack', secret: token, to: 'C0123456789' };
  const teams = (): Route => ({ id: 'teams', channel: 'teams', secret: `${address()}/workflows/run?sig=x` });
  const pager: Route = { id: 'pager', channel: 'pagerduty', secret: key };

  it('Slack gets blocks of plain text, a button and a line for its notification, through an incoming webhook', async () => {
    expect(await send(notificationOver(slackHook()))).toBe('delivered');
    const { path = '', body = {} }: Partial<Received> = received[0] ?? {};
    expect(path).toBe('/services/T0/B0/x');
    expect(body).toMatchObject({ unfurl_links: false, text: expect.stringContaining('fell to 58.20%') as string });
    expect(body['blocks']).toMatchObject([
      { type: 'header', text: { type: 'plain_text', text: 'Firing, critical: Service-level attainment 58.20%' } },
      { type: 'section', text: { type: 'plain_text' } },
      { type: 'section', text: { text: expect.stringContaining('Floor: 60%\nSeverity: critical') as string } },
      { type: 'actions', elements: [{ type: 'button', url: 'https://tandem.example.org/alerts/7' }] },
    ]);
  });

  it('Slack gets the same with a token, in the conversation of the route', async () => {
    answerWith(200, { ok: true, ts: '1.2' });
    expect(await send(notificationOver(slackToken))).toBe('delivered');
    expect(received[0]).toMatchObject({
      path: '/api/chat.postMessage',
      headers: { authorization: `Bearer ${token}` },
      body: { channel: 'C0123456789', parse: 'none', link_names: false },
    });
  });

  it('Slack refusing a call with 200 is a failure: for good, or to try again', async () => {
    answerWith(200, { ok: false, error: 'channel_not_found' });
    expect(await send(notificationOver(slackToken))).toMatchObject({
      retry: false,
      message: 'Slack refused the message (channel_not_found).',
    });
    answerWith(200, { ok: false, error: 'internal_error' });
    expect(await send(notificationOver(slackToken))).toMatchObject({ retry: true });
    answerWith(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '30' });
    expect(await send(notificationOver(slackToken))).toMatchObject({ retry: true, retryAfterMs: 30_000 });
    answerWith(200, '<html>a captive portal</html>');
    expect(await send(notificationOver(slackToken))).toMatchObject({ retry: true, outcomeUnknown: true });
    answerWith(403, 'action_prohibited');
    expect(await send(notificationOver(slackHook()))).toMatchObject({
      retry: false,
      message: 'Slack answered 403 (action_prohibited).',
    });
  });

  it('a token without a conversation, and a secret that is none, are not sent anywhere', async () => {
    expect(await send(notificationOver({ id: 'chat', channel: 'slack', secret: token }))).toMatchObject({
      retry: false,
      message: expect.stringContaining('name one in "to"') as string,
    });
    const injected = 'xoxb-1\r\nX-Other: 1';
    for (const route of [
      { id: 'chat', channel: 'slack', secret: injected, to: 'C0123456789' },
      { id: 'pager', channel: 'pagerduty', secret: injected },
    ] as const)
      expect(await send(notificationOver(route))).toMatchObject({ retry: false });
    expect(received).toEqual([]);
  });

  it('Teams gets an adaptive card whose texts are runs, in which no Markdown is read', async () => {
    answerWith(202);
    expect(await send(notificationOver(teams()))).toBe('delivered');
    const { body } = received[0] ?? { body: {} };
    expect(body).toMatchObject({
      type: 'message',
      attachments: [
        { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', version: '1.4' } },
      ],
    });
    const kinds = [...JSON.stringify(body).matchAll(/"type":"(\w+)"/g)].map(([, kind]) => kind);
    expect(new Set(kinds)).toEqual(new Set(['message', 'AdaptiveCard', 'RichTextBlock', 'TextRun', 'ActionSet']));
    expect(JSON.stringify(body)).toContain('"url":"https://tandem.example.org/alerts/7"');
  });

  it('PagerDuty gets events of one incident: triggered, acknowledged, resolved; missing data is another', async () => {
    answerWith(202, { status: 'success', dedup_key: 'tandem-alert-7' });
    for (const kind of ['fired', 'acknowledged', 'resolved', 'noData', 'dataReturned'] as const)
      expect(await send(notificationOver(pager, { content: { ...content, kind } }))).toBe('delivered');
    expect(received.map(({ body }) => [body['event_action'], body['dedup_key']])).toEqual([
      ['trigger', 'tandem-alert-7'],
      ['acknowledge', 'tandem-alert-7'],
      ['resolve', 'tandem-alert-7'],
      ['trigger', 'tandem-alert-7-data'],
      ['resolve', 'tandem-alert-7-data'],
    ]);
    expect(received[0]).toMatchObject({
      path: '/v2/enqueue',
      body: { routing_key: key, payload: { severity: 'critical', source: 'attainment', component: 'floor' } },
    });
  });

  it('PagerDuty refusing an event is not asked again, unless it is overrun', async () => {
    answerWith(400, { status: 'invalid event' });
    expect(await send(notificationOver(pager))).toMatchObject({ retry: false });
    answerWith(429);
    expect(await send(notificationOver(pager))).toMatchObject({ retry: true });
  });

  it('says where no key tells a repeat that it may be one, and nowhere else', async () => {
    answerWith(200, { ok: true });
    const routes = [slackHook(), slackToken, teams(), pager];
    for (const route of routes) {
      await send(notificationOver(route));
      await send(notificationOver(route, { attempts: 2, possibleRepeat: true }));
    }
    const notices = received.map(({ body }) => JSON.stringify(body).includes('Possible repeat'));
    expect(notices).toEqual([false, true, false, true, false, true, false, false]);
  });

  it('threat 23: leaves mentions, links, marks and line breaks of names without effect', async () => {
    answerWith(200, { ok: true });
    const title =
      '<!channel> <@U1> <https://evil.example|x> https://evil.example [x](https://evil.example) <at>all</at>\r\n*x*';
    const evil = { ...content, guardrail: { ...content.guardrail, title }, metric: { ...content.metric, title } };
    for (const route of [slackHook(), slackToken, teams()]) await send(notificationOver(route, { content: evil }));
    for (const { body } of received.slice(0, 2)) {
      const text = String(body['text']);
      expect(text).toContain('&lt;!channel&gt;');
      expect(text).not.toMatch(/<|https?:\/\//);
      const texts = [...JSON.stringify(body['blocks']).matchAll(/"text":\{"type":"(\w+)"/g)].map(([, kind]) => kind);
      expect(new Set(texts)).toEqual(new Set(['plain_text']));
    }
    const card = JSON.stringify(received[2]?.body);
    expect(card).not.toMatch(/"TextBlock"|"FactSet"|"entities"/);
    const urls = [...card.matchAll(/"url":"([^"]*)"/g)].map(([, url]) => url);
    expect(urls).toEqual(['https://tandem.example.org/alerts/7']);
  });

  it('keeps within what each service takes, whatever the length of a name', async () => {
    answerWith(200, { ok: true });
    const title = 'Ä'.repeat(5_000);
    const long = { ...content, metric: { ...content.metric, title } };
    const grouped = Array.from({ length: 40 }, () => long);
    for (const route of [slackHook(), teams(), pager]) await send(notificationOver(route, { content: long, grouped }));
    const [slack, card, event] = received.map(({ body }) => body);
    const blocks = slack?.['blocks'] as { text?: { text: string } }[];
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(Math.max(...blocks.map(({ text }) => text?.text.length ?? 0))).toBeLessThanOrEqual(3_000);
    expect(JSON.stringify(slack)).toContain('29 more are not listed here');
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28_000);
    expect((event?.['payload'] as { summary: string }).summary.length).toBeLessThanOrEqual(1_024);
  });

  it('asks no private address unless the installation allows it, and names of a secret address only its host', async () => {
    for (const route of [slackHook(), slackToken, teams(), pager]) {
      const refused = await send(notificationOver(route), { allowPrivateAddresses: false });
      expect(refused).toMatchObject({ retry: false, message: expect.stringContaining('no') as string });
    }
    expect(received).toEqual([]);
    answer = () => undefined;
    const hung = await send(notificationOver(slackHook()), { timeoutMs: 50 });
    expect(hung).toMatchObject({ retry: true, outcomeUnknown: true });
    expect((hung as DeliveryFailure).message).not.toContain('services');
  });
});

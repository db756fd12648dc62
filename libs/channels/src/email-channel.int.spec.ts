import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import {
  DeliveryFailure,
  type ClaimedNotification,
  type NotificationContent,
} from '@tandem/application/delivery-ports';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { emailChannel } from './email-channel.js';

const now = new Date('2026-11-15T10:00:00.000Z');
const notification = (
  to: readonly string[] = ['team@example.org'],
  more: Partial<ClaimedNotification> = {},
): ClaimedNotification => ({
  id: '0b1f6c1e-7d0f-4c7e-9a55-3f0e1d2c3b4a',
  route: { id: 'mail', channel: 'email', to },
  attempts: 1,
  createdAt: now,
  possibleRepeat: false,
  content: {
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
    url: null,
  },
  ...more,
});

interface Mail {
  readonly to: readonly string[];
  readonly raw: string;
}

describe('emailChannel against a real SMTP server', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  async function startMailServer(options: Partial<SMTPServerOptions> = {}): Promise<{ url: string; mails: Mail[] }> {
    const mails: Mail[] = [];
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, session, callback) => {
        let raw = '';
        stream.on('data', (chunk: Buffer) => (raw += chunk.toString()));
        stream.on('end', () => {
          mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
          callback();
        });
      },
      ...options,
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(() => resolve())));
    return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, mails };
  }
  async function send(
    smtpUrl: string | null,
    sent = notification(),
    timeoutMs = 2_000,
  ): Promise<DeliveryFailure | 'delivered'> {
    try {
      await emailChannel({ smtpUrl, from: 'Tandem <alerts@example.org>', timeoutMs }).send(
        sent,
        new AbortController().signal,
      );
      return 'delivered';
    } catch (error) {
      if (error instanceof DeliveryFailure) return error;
      throw error;
    }
  }
  const refuseWith = (code: number) => Object.assign(new Error('refused'), { responseCode: code });
  const header = (mail: Mail | undefined, name: string) =>
    new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im').exec(mail?.raw ?? '')?.[1]?.replace(/\r\n\s+/g, ' ');

  it('delivers text and HTML to every recipient of the route', async () => {
    const { url, mails } = await startMailServer();
    expect(await send(url, notification(['team@example.org', 'lead@example.org']))).toBe('delivered');
    const [mail] = mails;
    expect(mail?.to).toEqual(['team@example.org', 'lead@example.org']);
    expect(header(mail, 'Subject')).toBe('Firing, critical: Service-level attainment 58.20%');
    expect(header(mail, 'From')).toBe('Tandem <alerts@example.org>');
    expect(header(mail, 'Auto-Submitted')).toBe('auto-generated');
    expect(mail?.raw).toContain('text/plain');
    expect(mail?.raw).toContain('text/html');
  });

  it('gives a repeat the same Message-ID, so that it can be recognised, and says that it may be one', async () => {
    const { url, mails } = await startMailServer();
    await send(url);
    await send(url, notification(undefined, { attempts: 2, possibleRepeat: true }));
    expect(mails.map((mail) => header(mail, 'Message-ID'))).toEqual([
      '<0b1f6c1e-7d0f-4c7e-9a55-3f0e1d2c3b4a@example.org>',
      '<0b1f6c1e-7d0f-4c7e-9a55-3f0e1d2c3b4a@example.org>',
    ]);
    expect(header(mails[0], 'References')).toBe('<alert-7@example.org>');
    expect(mails.map(({ raw }) => raw.includes('Possible repeat'))).toEqual([false, true]);
  });

  it('lets no name begin a header or name a recipient of its own', async () => {
    const { url, mails } = await startMailServer();
    const content = notification().content as NotificationContent;
    const title = 'Attainment\r\nBcc: victim@example.org\r\n\r\nbody';
    expect(
      await send(url, notification(undefined, { content: { ...content, metric: { ...content.metric, title } } })),
    ).toBe('delivered');
    expect(mails[0]?.to).toEqual(['team@example.org']);
    expect(header(mails[0], 'Bcc')).toBeUndefined();
    expect(header(mails[0], 'Subject')).toContain('Attainment Bcc: victim@example.org body');
    await send(url, notification(['team@example.org\r\nRCPT TO:<victim@example.org>']));
    expect(mails.flatMap(({ to }) => to)).not.toContain('victim@example.org');
  });

  it('fails with what to do when no mail server is named', async () => {
    expect(await send(null)).toMatchObject({
      retry: false,
      message: expect.stringMatching(/Route "mail".*set SMTP_URL, for example smtp:\/\//) as string,
    });
    expect(await send('smtp://127.0.0.1:1', notification([]))).toMatchObject({
      retry: false,
      message: expect.stringContaining('no recipients') as string,
    });
  });

  it('tries again when the server is busy, and not when it refuses the message or the mailbox', async () => {
    const busy = await startMailServer({ onRcptTo: (_address, _session, callback) => callback(refuseWith(451)) });
    expect(await send(busy.url)).toMatchObject({ retry: true, outcomeUnknown: false });
    const unknown = await startMailServer({ onRcptTo: (_address, _session, callback) => callback(refuseWith(550)) });
    expect(await send(unknown.url)).toMatchObject({ retry: false, outcomeUnknown: false });
    const refusing = await startMailServer({
      onData: (stream, _session, callback) => {
        stream.resume();
        stream.on('end', () => callback(refuseWith(554)));
      },
    });
    expect(await send(refusing.url)).toMatchObject({ retry: false, outcomeUnknown: false });
  });

  it('names the recipients that were refused and does not send to the others twice', async () => {
    const { url, mails } = await startMailServer({
      onRcptTo: ({ address }, _session, callback) =>
        address.startsWith('gone') ? callback(refuseWith(550)) : callback(),
    });
    expect(await send(url, notification(['team@example.org', 'gone@example.org']))).toMatchObject({
      retry: false,
      message: expect.stringMatching(/refused gone@example\.org; team@example\.org got the message/) as string,
    });
    expect(mails.map(({ to }) => to)).toEqual([['team@example.org']]);
  });

  it('asks to check the credentials when the server refuses them, and tries again later', async () => {
    const { url } = await startMailServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, callback) => callback(new Error('Invalid username or password')),
    });
    const failure = await send(url.replace('smtp://', 'smtp://user:hunter2@'));
    expect(failure).toMatchObject({ retry: true, message: expect.stringContaining('SMTP_URL') as string });
    expect(String(failure)).not.toContain('hunter2');
  });

  it('tells a refused connection from a server that falls silent after the message', async () => {
    expect(await send('smtp://127.0.0.1:1')).toMatchObject({ retry: true, outcomeUnknown: false });
    const silent = await startMailServer({ onData: (stream) => void stream.resume() });
    expect(await send(silent.url, notification(), 200)).toMatchObject({ retry: true, outcomeUnknown: true });
  });

  it('does not wait for ever for a server that never greets', async () => {
    const server: Server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(() => resolve())));
    expect(await send(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, notification(), 100)).toMatchObject(
      { retry: true },
    );
  });
});

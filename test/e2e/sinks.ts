import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedHook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Receivers on the loopback address that keep what they are sent. */
export interface Sinks {
  readonly hookUrl: string;
  readonly smtpUrl: string;
  readonly hooks: readonly ReceivedHook[];
  readonly mails: readonly string[];
  close(): Promise<void>;
}

export async function openSinks(): Promise<Sinks> {
  const hooks: ReceivedHook[] = [];
  const mails: string[] = [];
  const hookServer = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      hooks.push({ headers, body });
      response.writeHead(204).end();
    });
  });
  const mailServer = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      let raw = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => (raw += chunk));
      stream.on('end', () => {
        mails.push(raw);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => hookServer.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve));
  return {
    hookUrl: `http://127.0.0.1:${portOf(hookServer)}/tandem`,
    smtpUrl: `smtp://127.0.0.1:${portOf(mailServer.server)}`,
    hooks,
    mails,
    close: async () => {
      hookServer.closeAllConnections();
      await new Promise((resolve) => hookServer.close(resolve));
      await new Promise<void>((resolve) => mailServer.close(() => resolve()));
    },
  };
}

/** Standard Webhooks, by nothing but node:crypto: HMAC-SHA-256 over id, timestamp and body, one of several signatures. */
export function isSigned(hook: ReceivedHook, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = hook.headers;
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${hook.body}`).digest();
  return signatures
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice(3), 'base64'))
    .some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
}

function portOf(server: Server | NetServer): number {
  return (server.address() as AddressInfo).port;
}

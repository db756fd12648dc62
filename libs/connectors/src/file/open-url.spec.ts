import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileFromUrl, shownUrl, urlLimits } from './open-url.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

describe('fileFromUrl', () => {
  let server: Server;
  let base: string;
  let answer: Answer;

  beforeAll(async () => {
    server = createServer((request, response) => {
      answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const context = { signal: new AbortController().signal, allowPrivateAddresses: true, limits: urlLimits };
  async function download(path: string, changed: object = {}) {
    const file = await fileFromUrl(base + path, { ...context, ...changed });
    const chunks: Buffer[] = [];
    for await (const chunk of file.open(context.signal)) chunks.push(chunk);
    return { file, text: Buffer.concat(chunks).toString() };
  }
  const respond = (status: number, headers: Record<string, string>, text = ''): Answer => {
    return (_request, response) => response.writeHead(status, headers).end(text);
  };

  it('reads the body and knows its size, type and fingerprint', async () => {
    answer = respond(200, { 'content-type': 'text/csv', etag: '"7"', 'content-length': '4' }, 'a\n1\n');
    const { file, text } = await download('/data.csv?key=secret');
    expect(text).toBe('a\n1\n');
    expect(file).toMatchObject({ name: `${base}/data.csv`, sizeBytes: 4, fingerprint: '"7"', contentType: 'text/csv' });
  });

  it('follows a redirect and names where it ended', async () => {
    answer = (request, response) => {
      if (request.url === '/old') response.writeHead(302, { location: '/new.csv' }).end();
      else response.end('a\n');
    };
    expect((await download('/old')).file.name).toBe(`${base}/new.csv`);
  });

  it.each<[string, Answer, object]>([
    [
      'redirects without end',
      (_request, response) => response.writeHead(302, { location: '/again' }).end(),
      { code: 'tooManyRedirects', action: 'configuration' },
    ],
    ['a redirect to another protocol', respond(302, { location: 'ftp://example.org/x' }), { code: 'redirectRefused' }],
    [
      'a redirect to a metadata service',
      respond(302, { location: 'http://169.254.169.254/latest' }),
      { code: 'addressRefused' },
    ],
    [
      '404',
      respond(404, {}),
      {
        code: 'notFound',
        action: 'configuration',
        message: expect.stringContaining('answered 404 (Not Found)') as unknown,
      },
    ],
    ['401', respond(401, {}), { code: 'accessDenied', action: 'configuration' }],
    ['429', respond(429, {}), { code: 'rateLimited', action: 'rateLimited' }],
    ['503', respond(503, {}), { code: 'sourceUnavailable', action: 'retry' }],
    ['204', respond(204, {}), { code: 'notFound' }],
    [
      'a web page',
      respond(200, { 'content-type': 'text/html; charset=utf-8' }, '<html>'),
      { code: 'notData', action: 'configuration' },
    ],
  ])('refuses %s', async (_title, given, expected) => {
    answer = given;
    await expect(download('/x.csv')).rejects.toMatchObject(expected);
  });

  it('stops at the size limit, announced or not', async () => {
    const limits = { ...urlLimits, mostBytes: 10 };
    answer = respond(200, { 'content-length': '11' }, 'x'.repeat(11));
    await expect(download('/x.csv', { limits })).rejects.toMatchObject({ code: 'tooLarge' });
    answer = (_request, response) => {
      response.write('x'.repeat(8));
      response.end('x'.repeat(8));
    };
    await expect(download('/x.csv', { limits })).rejects.toMatchObject({ code: 'tooLarge' });
  });

  it('tells a connection that broke off from a whole file', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('a,b\n', () => response.destroy());
    };
    await expect(download('/x.csv')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('gives up on a source that falls silent, before and within its answer', async () => {
    const limits = { ...urlLimits, idleTimeoutMs: 50 };
    answer = () => undefined;
    await expect(download('/x.csv', { limits })).rejects.toMatchObject({ code: 'timeout', action: 'retry' });
    answer = (_request, response) => {
      response.write('a,b\n');
    };
    await expect(download('/x.csv', { limits })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  });

  it('says when nobody listens', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    await expect(fileFromUrl(`http://127.0.0.1:${port}/x.csv`, context)).rejects.toMatchObject({
      code: 'connectionRefused',
    });
  });

  it.each([
    'http://127.0.0.1:1/x',
    'http://localhost:1/x',
    'http://2130706433/x',
    'http://[::ffff:127.0.0.1]/x',
    'http://0x7f.1/x',
  ])('does not contact %s unless private addresses are allowed', async (url) => {
    const refused = fileFromUrl(url, { ...context, allowPrivateAddresses: false });
    await expect(refused).rejects.toMatchObject({ code: 'addressRefused', action: 'configuration' });
  });

  it('never contacts a metadata service', async () => {
    await expect(fileFromUrl('http://169.254.169.254/x', context)).rejects.toMatchObject({ code: 'addressRefused' });
  });

  it('shows addresses without their query', () => {
    expect(shownUrl('https://example.org/a/b.csv?token=1#x')).toBe('https://example.org/a/b.csv');
  });
});

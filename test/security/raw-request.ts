import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RawOptions {
  /** Ends the sending side after what was written. */
  readonly end?: boolean;
  readonly limitMs?: number;
}

/** Writes exactly these bytes to the server and answers what came back until it closed, or until one whole answer was there. */
export function rawRequest(
  url: string,
  bytes: string | Buffer,
  { limitMs = 60_000 }: RawOptions = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let text = '';
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(parsed(text));
    };
    const timer = setTimeout(finish, limitMs);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (isWhole(text)) finish();
    });
    socket.on('close', finish);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (text !== '' || ['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) return finish();
      clearTimeout(timer);
      reject(error);
    });
    socket.write(bytes);
  });
}

function isWhole(text: string): boolean {
  const begin = text.indexOf('\r\n\r\n');
  if (begin === -1) return false;
  const length = /^content-length: *(\d+)/im.exec(text.slice(0, begin))?.[1];
  return length !== undefined && Buffer.byteLength(text.slice(begin + 4)) >= Number(length);
}

function parsed(text: string): RawAnswer {
  const begin = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, begin === -1 ? undefined : begin).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return {
    status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? 0),
    text: begin === -1 ? '' : text.slice(begin + 4),
    headers,
  };
}

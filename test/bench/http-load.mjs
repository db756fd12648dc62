import net from 'node:net';
import { benchHeaders } from './bench-access.mjs';

const answerLimitMs = 60_000;

/**
 * Asks one route over and over, over a fixed number of connections, and looks at nothing of the answers but where they end: a client that
 * cost more than the servers would make all servers equal.
 *
 * @param {{ port: number, path: string, headers?: Record<string, string>, connections?: number, requests: number }} load
 * @returns {Promise<{ perSecond: number, p50: number, bytes: number, status: number }>} p50 in milliseconds
 */
export async function httpLoad({ port, path, headers = {}, connections = 1, requests }) {
  const sent = { ...benchHeaders, ...headers };
  const request = Buffer.from(
    `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n` +
      Object.entries(sent)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('') +
      '\r\n',
  );
  const shared = { left: requests, times: /** @type {number[]} */ ([]), bytes: 0, status: 0 };
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, () => oneConnection(port, request, shared)));
  const seconds = (performance.now() - started) / 1000;
  shared.times.sort((a, b) => a - b);
  return {
    perSecond: requests / seconds,
    p50: shared.times[Math.floor(shared.times.length / 2)] ?? NaN,
    bytes: shared.bytes / requests,
    status: shared.status,
  };
}

/** @param {number} port @param {Buffer} request @param {{ left: number, times: number[], bytes: number, status: number }} shared */
function oneConnection(port, request, shared) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.setTimeout(answerLimitMs, () => socket.destroy(new Error('The server did not answer.')));
    let held = Buffer.alloc(0);
    let sent = 0;
    const ask = () => {
      if (shared.left <= 0) {
        socket.end();
        resolve(undefined);
        return;
      }
      shared.left -= 1;
      sent = performance.now();
      socket.write(request);
    };
    socket.once('connect', ask);
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const answer = wholeAnswer(held);
      if (answer === null) return;
      shared.times.push(performance.now() - sent);
      shared.bytes += held.length;
      shared.status = answer.status;
      held = Buffer.alloc(0);
      ask();
    });
  });
}

/** @param {Buffer} bytes @returns {{ status: number } | null} null while something is missing */
function wholeAnswer(bytes) {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd).toLowerCase();
  const status = Number(head.slice(9, 12));
  const bodyStart = headEnd + 4;
  if (status === 304 || status === 204) return { status };
  const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
  if (length !== undefined) return bytes.length - bodyStart >= Number(length) ? { status } : null;
  return bytes.subarray(-5).toString('latin1') === '0\r\n\r\n' ? { status } : null;
}

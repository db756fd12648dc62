import { request as httpRequest, type Agent } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Answered } from './description.js';
import type { FuzzRequest } from './fuzz-request.js';
import { wellFormed } from './malformed.js';

const streams = 'text/event-stream';

/** Sends exactly this; a stream without end is left after its headers. Status 0 when the connection ended without an answer. */
export function sendRequest(
  url: string,
  { method, path, headers, body }: Omit<FuzzRequest, 'isDirect'>,
  agent: Agent,
): Promise<Answered> {
  const { hostname, port } = new URL(url);
  // Node.js sends no control characters in a path; what they stand for is sent instead.
  const sendable = path.replace(/[^\x21-\xff]/g, (letter) => encodeURIComponent(wellFormed(letter)));
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path: sendable, headers, agent }, (response) => {
      const status = response.statusCode ?? 0;
      const contentType = response.headers['content-type'] ?? '';
      if (contentType.startsWith(streams)) {
        response.destroy();
        resolve({ status, contentType, text: '' });
        return;
      }
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = (response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
        resolve({ status, contentType, text });
      });
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (['ECONNRESET', 'EPIPE'].includes(error.code ?? ''))
        resolve({ status: 0, contentType: '', text: error.message });
      else reject(error);
    });
    request.setTimeout(60_000, () =>
      request.destroy(new Error(`${method} ${sendable.slice(0, 200)} is not answered.`)),
    );
    request.end(body ?? undefined);
  });
}

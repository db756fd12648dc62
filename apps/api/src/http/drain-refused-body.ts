import type { IncomingMessage } from 'node:http';

const longestMs = 3_000;

/**
 * Reads away what is still coming of a body that is refused for its size. A connection that is closed while its sender still writes is reset,
 * and the sentence that says why is lost with it. Bounded, so that a slow sender cannot hold the connection.
 */
export async function drainRefusedBody(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, longestMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    request.once('end', done).once('close', done).once('error', done);
    request.resume();
  });
}

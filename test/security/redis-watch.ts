import { once } from 'node:events';
import { connect } from 'node:net';

/** Everything that is sent to a Redis from now on, as its own monitor tells it: keys, payloads of jobs, scripts with their arguments. */
export interface RedisWatch {
  readonly url: string;
  commands(): readonly string[];
  stop(): void;
}

/** Watches the Redis of the test run; null where the system has none. */
export async function watchRedis(): Promise<RedisWatch | null> {
  const url = process.env['TANDEM_TEST_REDIS_URL'];
  if (url === undefined) return null;
  const { hostname, port, password } = new URL(url);
  const socket = connect(Number(port || 6379), hostname.replace(/^\[|\]$/g, ''));
  await once(socket, 'connect');
  let heard = '';
  socket.on('data', (data: Buffer) => (heard += data.toString('utf8')));
  if (password !== '') socket.write(`AUTH ${decodeURIComponent(password)}\r\n`);
  socket.write('MONITOR\r\n');
  return { url, commands: () => heard.split('\r\n'), stop: () => socket.destroy() };
}

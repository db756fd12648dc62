import net from 'node:net';
import { startRedis } from './start-redis.js';

function say(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: '127.0.0.1', port }, () => socket.write(text));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString());
    });
    socket.once('error', reject);
  });
}

describe('startRedis', () => {
  it('says why there is none when the program is missing', async () => {
    expect(await startRedis('redis-server-that-does-not-exist')).toEqual({
      reason: expect.stringMatching(/redis-server-that-does-not-exist cannot be started .*ENOENT/),
    });
  });

  it('asks for a password, and is gone after stop', async () => {
    const redis = await startRedis();
    if ('reason' in redis) {
      expect(redis.reason).toMatch(/redis-server/);
      return;
    }
    expect(await say(redis.port, 'PING\r\n')).toMatch(/^-NOAUTH/);
    await redis.stop();
    await expect(say(redis.port, 'PING\r\n')).rejects.toThrow(/ECONNREFUSED/);
  });
});

import { Redis } from 'ioredis';
import { withinTime } from './within-time.js';

const timeoutMs = 5_000;

/** Connects, asks for the version and leaves: the plainest proof that an address and its password work. */
export async function redisVersion(url: string): Promise<string> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: timeoutMs, retryStrategy: () => null });
  let lastError: Error | undefined;
  redis.on('error', (error) => (lastError = error));
  try {
    await withinTime(redis.connect(), timeoutMs, 'connecting to Redis');
    const info = await withinTime(redis.info('server'), timeoutMs, 'asking Redis for its version');
    return /redis_version:(\S+)/.exec(info)?.[1] ?? 'of an unknown version';
  } catch (error) {
    // ioredis throws "Connection is closed." and tells the reason by event.
    throw lastError ?? error;
  } finally {
    redis.disconnect();
  }
}

import fs from 'node:fs';
import path from 'node:path';
import { inProject } from './project.mjs';

/**
 * A PostgreSQL for this run, and a Redis where the system has one; both are gone afterwards. What the environment names already is used
 * instead.
 *
 * @param {string} directory
 * @returns {Promise<{ env: Record<string, string>, stop: () => Promise<void> }>}
 */
export async function startTestServices(directory) {
  const { startPostgres } = await import(inProject('infra/embedded-services/dist/start-postgres.js'));
  const { startRedis } = await import(inProject('infra/embedded-services/dist/start-redis.js'));
  /** @type {Record<string, string>} */
  const env = {};
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  if (!process.env['TANDEM_TEST_DATABASE_URL']) {
    // PostgreSQL's own user has to pass through when root runs the tests.
    fs.chmodSync(directory, 0o711);
    const postgres = await startPostgres({ dataDirectory: path.join(directory, 'postgres'), durable: false });
    env['TANDEM_TEST_DATABASE_URL'] = postgres.url;
    stops.push(() => postgres.stop());
  }
  if (!process.env['TANDEM_TEST_REDIS_URL']) {
    const redis = await startRedis();
    if ('reason' in redis) {
      process.stdout.write(`What needs Redis is left out: ${redis.reason}\n`);
    } else {
      env['TANDEM_TEST_REDIS_URL'] = redis.url;
      stops.push(() => redis.stop());
    }
  }
  return {
    env,
    stop: async () => {
      for (const stop of stops.reverse()) await stop();
    },
  };
}

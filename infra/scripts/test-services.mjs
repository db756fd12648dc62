import fs from 'node:fs';
import os from 'node:os';
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
    const place = fs.mkdtempSync(path.join(memoryDirectory() ?? directory, 'tandem-test-'));
    // PostgreSQL's own user has to pass through when root runs the tests.
    for (const each of [directory, place]) fs.chmodSync(each, 0o711);
    const postgres = await startPostgres({ dataDirectory: path.join(place, 'postgres'), durable: false });
    env['TANDEM_TEST_DATABASE_URL'] = postgres.url;
    stops.push(async () => {
      await postgres.stop();
      fs.rmSync(place, { recursive: true, force: true });
    });
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

const sharedMemory = '/dev/shm';
/** A whole run leaves well below a gigabyte at any time; the rest is for whatever else the machine does. */
const roomNeeded = 6 * 1024 ** 3;

/** Where files are kept in memory, with room enough: a database is made for hundreds of tests, and each has hundreds of files. */
function memoryDirectory() {
  try {
    fs.accessSync(sharedMemory, fs.constants.W_OK);
    const { bavail, bsize } = fs.statfsSync(sharedMemory);
    return Math.min(bavail * bsize, os.freemem()) >= roomNeeded ? sharedMemory : null;
  } catch {
    return null;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf } from '../../infra/scripts/process-memory.mjs';
import { compared, inTurns, mebibytes, perSecond } from './comparison.mjs';
import { httpLoad } from './http-load.mjs';

const restMs = 3_000;

/** An API process that nobody asks anything, and how fast a route is that does nothing: what Tandem adds to its framework. */
export default {
  name: 'api-process',
  /** @param {import('./bench-context.mjs').BenchContext} context */
  async run(context) {
    const database = await context.openDatabase('api_process');
    const bare = await context.startServer('reference-server.mjs', ['nest']);
    const ours = await context.startServer('api-server.mjs', [database.url]);
    await sleep(restMs);
    const memory = { reference: memoryOf(bare.pid).nodeMiB, ours: memoryOf(ours.pid).nodeMiB };
    const requests = context.quick ? 5_000 : 40_000;
    const ask = async (/** @type {number} */ port, /** @type {string} */ path) =>
      (await httpLoad({ port, path, connections: 32, requests })).perSecond;
    await ask(bare.port, '/no-op');
    await ask(ours.port, '/api/v1/health/live');
    const speed = await inTurns(context.rounds, {
      reference: () => ask(bare.port, '/no-op'),
      ours: () => ask(ours.port, '/api/v1/health/live'),
    });
    return [
      compared({
        what: 'memory of an idle API process',
        ...memory,
        show: mebibytes,
        atMost: 1.4,
        referenceName: 'bare NestJS on Fastify',
      }),
      compared({
        what: 'requests of a no-op route',
        ...speed,
        show: perSecond,
        atLeast: 0.9,
        referenceName: 'bare NestJS on Fastify',
      }),
    ];
  },
};

import rateLimit, { type CreateRateLimitOptions } from '@fastify/rate-limit';
import { HttpException } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpSettings } from './http-settings.js';

type Kind = 'any' | 'push' | 'costly' | 'signIn';

/** Share of the requests of a minute that may be of this kind, and the least that is always allowed. */
const shares: Readonly<Record<Kind, { readonly share: number; readonly least: number }>> = {
  any: { share: 1, least: 60 },
  push: { share: 0.2, least: 60 },
  costly: { share: 0.02, least: 30 },
  signIn: { share: 0.005, least: 10 },
};

/** Routes that start work or read all there is. */
const costly =
  /^\/api\/v1\/(configuration|audit\/|secrets|setup\/|sources\/[^/]+\/(sync|upload)|accounts|tokens|.*\/(proposals|backfill))/;
/** Routes where something can be guessed. */
const signingIn = /^\/api\/v1\/(session|invitation|sign-in|oidc|account\/(password|second-factor))/;

/** Addresses that are remembered per kind; the longest silent one is forgotten first, so that a flood cannot fill the memory. */
const addressesRemembered = 10_000;
const aMinuteMs = 60_000;

/**
 * Bounds what one address can ask for, before anything is read or looked up. Addresses of one IPv6 network of 64 bits count as one. The counts are
 * this process's own: with several, each allows as much.
 */
export async function limitRates(fastify: FastifyInstance, { requestsPerMinute }: HttpSettings): Promise<void> {
  await fastify.register(rateLimit, { global: false, cache: addressesRemembered, timeWindow: aMinuteMs });
  const limiter = (kind: Kind) => {
    const { share, least } = shares[kind];
    const options: CreateRateLimitOptions = { max: Math.max(least, Math.round(requestsPerMinute * share)) };
    return fastify.createRateLimit(options);
  };
  const limiters = {
    any: limiter('any'),
    push: limiter('push'),
    costly: limiter('costly'),
    signIn: limiter('signIn'),
  };
  fastify.addHook('onRequest', async (request, reply) => {
    for (const kind of kindsOf(request)) {
      const limit = await limiters[kind](request);
      if (!limit.isAllowed && limit.isExceeded) throw refusal(reply, limit.ttlInSeconds);
    }
  });
}

/** Told by the route that was found, so that no spelling of a path goes around a limit. */
function kindsOf(request: FastifyRequest): readonly Kind[] {
  const route = request.routeOptions.url ?? '';
  if (route.startsWith('/api/v1/push/')) return ['any', 'push'];
  const changes = !['GET', 'HEAD'].includes(request.method);
  if (changes && signingIn.test(route)) return ['any', 'signIn'];
  const readsAll = /^\/api\/v1\/audit\//.test(route) || isExport(request.query);
  return readsAll || (changes && costly.test(route)) ? ['any', 'costly'] : ['any'];
}

function isExport(query: unknown): boolean {
  return typeof query === 'object' && query !== null && 'format' in query && query.format !== 'json';
}

function refusal(reply: FastifyReply, seconds: number): HttpException {
  void reply.header('retry-after', String(Math.max(1, seconds)));
  return new HttpException(`Too many requests from this address. Wait ${Math.max(1, seconds)} s and try again.`, 429);
}

import rateLimit, { type CreateRateLimitOptions } from '@fastify/rate-limit';
import { HttpException, Injectable } from '@nestjs/common';
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
  /^\/api\/v1\/(configuration|audit\/|secrets|setup\/|sources$|sources\/[^/]+\/(sync|upload|resume|replay|quarantine|settings|credentials|webhook-secret)|connectors|accounts|tokens|initiatives\/import|guardrails\/rehearsal|metrics\/preview|.*\/(proposals|backfill))/;
/** Routes where something can be guessed. */
const signingIn = /^\/api\/v1\/(session|invitation|password-link|sign-in-links|oidc|account\/(password|second-factor))/;

/** Addresses, and accounts, that are remembered per kind; the longest silent one is forgotten first, so that a flood cannot fill the memory. */
const callersRemembered = 10_000;
const aMinuteMs = 60_000;

type Limiters = Readonly<Record<Kind, ReturnType<FastifyInstance['createRateLimit']>>>;

/**
 * Bounds what one address can ask for, before anything is read or looked up, and what one account or token can, as soon as it is known whose
 * request it is: wherever it asks from. Addresses of one IPv6 network of 64 bits count as one. The counts are this process's own: with several,
 * each allows as much.
 */
@Injectable()
export class RateLimits {
  private readonly callers = new WeakMap<FastifyRequest, string>();
  private ofCaller: Limiters | null = null;

  async begin(fastify: FastifyInstance, { requestsPerMinute }: HttpSettings): Promise<void> {
    await fastify.register(rateLimit, { global: false, cache: callersRemembered, timeWindow: aMinuteMs });
    const limiters = (options: CreateRateLimitOptions): Limiters => {
      const limiter = (kind: Kind) => {
        const { share, least } = shares[kind];
        return fastify.createRateLimit({ ...options, max: Math.max(least, Math.round(requestsPerMinute * share)) });
      };
      return { any: limiter('any'), push: limiter('push'), costly: limiter('costly'), signIn: limiter('signIn') };
    };
    const ofAddress = limiters({});
    this.ofCaller = limiters({ keyGenerator: (request) => this.callers.get(request) ?? '' });
    fastify.addHook('onRequest', (request, reply) => count(ofAddress, request, reply, 'this address'));
  }

  /** Counts a request for whoever sent it: `caller` is the same for all requests of one account, and of one token. */
  async countCaller(request: FastifyRequest, reply: FastifyReply, caller: string): Promise<void> {
    if (this.ofCaller === null) throw new Error('Requests are counted from the start of the server on.');
    this.callers.set(request, caller);
    await count(this.ofCaller, request, reply, caller.startsWith('account:') ? 'this account' : 'this token');
  }
}

async function count(limiters: Limiters, request: FastifyRequest, reply: FastifyReply, whose: string): Promise<void> {
  for (const kind of kindsOf(request)) {
    const limit = await limiters[kind](request);
    if (!limit.isAllowed && limit.isExceeded) throw refusal(reply, whose, limit.ttlInSeconds);
  }
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

function refusal(reply: FastifyReply, whose: string, seconds: number): HttpException {
  const wait = Math.max(1, seconds);
  void reply.header('retry-after', String(wait));
  return new HttpException(`Too many requests from ${whose}. Wait ${wait} s and try again.`, 429);
}

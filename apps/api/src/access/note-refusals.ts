import { Logger } from '@nestjs/common';
import type { CountedRefusals, Refusal } from '@tandem/application/access/counted-refusals';
import { actorOf } from '@tandem/application/access/principal';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { principalOf } from './caller.js';

/** Routes that are opened by what a one-time link holds. */
const linkRoutes: Readonly<Record<string, string>> = {
  '/api/v1/session/link': 'sign-in-link',
  '/api/v1/session/first': 'sign-in-link',
  '/api/v1/invitation': 'invitation',
  '/api/v1/invitation/accept': 'invitation',
  '/api/v1/password-link': 'password-link',
  '/api/v1/password-link/use': 'password-link',
  '/api/v1/oidc/:provider': 'provider',
};
const flushEveryMs = 15 * 60_000;

/**
 * Has the audit trail tell of everything that was refused on its way out, whichever part of the server refused it: what one may not do or read,
 * tokens and links that nobody has or that are spent, and what came over a limit. Refused passwords and codes are noted where they
 * are checked. A request that brought nothing to be let in with tried nothing, and is not told.
 */
export function noteRefusals(fastify: FastifyInstance, refusals: CountedRefusals): void {
  const logger = new Logger('access');
  const failed = (error: unknown): void =>
    logger.error('A refusal could not be noted in the audit trail.', error instanceof Error ? error.stack : error);
  fastify.addHook('onSend', async (request, reply) => {
    const refusal = refusalOf(request, reply.statusCode);
    // Whoever is refused gets the refusal, also while the database is away.
    if (refusal !== null) await refusals.note(refusal).catch(failed);
  });
  const timer = setInterval(() => void refusals.flush().catch(failed), flushEveryMs);
  timer.unref();
  fastify.addHook('onClose', async () => {
    clearInterval(timer);
    await refusals.flush().catch(failed);
  });
}

function refusalOf(request: FastifyRequest, status: number): Refusal | null {
  if (![401, 403, 429].includes(status)) return null;
  const principal = principalOf(request);
  const path = request.routeOptions.url ?? '';
  const common = { actor: principal === null ? 'visitor' : actorOf(principal), address: request.ip };
  const route = { ...common, subjectKind: 'route', subjectId: `${request.method} ${path}` } as const;
  switch (status) {
    case 403:
      return { ...route, action: 'access.refused' };
    case 429:
      return { ...route, action: 'access.limited' };
    case 401: {
      const by = linkRoutes[path];
      if (by !== undefined)
        return { ...common, action: 'sign-in.refused', subjectKind: 'link', subjectId: 'unknown', by };
      const isToken = /^bearer /i.test(request.headers.authorization ?? '') && principal === null;
      return isToken
        ? { ...common, action: 'access.refused', subjectKind: 'token', subjectId: 'unknown', by: 'token' }
        : null;
    }
    default:
      return null;
  }
}

import { Logger } from '@nestjs/common';
import type { AccessJournal } from '@tandem/application/access/access-ports';
import { countedRefusals, type Refusal } from '@tandem/application/access/counted-refusals';
import { actorOf } from '@tandem/application/access/principal';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from './access-use-cases.js';
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
/** Links that let somebody read without an account: one that leads nowhere is answered as a thing that nobody has. */
const readingLinks: Readonly<Record<string, string>> = {
  '/api/v1/shared-review': 'review-link',
  '/api/v1/review-calendar/:token': 'calendar',
};
const signedRoute = '/api/v1/push/webhook/:source';
/** What was sent could not be meant so, was too much, or went against what holds. */
const inputStatuses = [400, 408, 409, 413, 415, 422];
const flushEveryMs = 15 * 60_000;

/**
 * Has the audit trail tell of everything that was refused on its way out, whichever part of the server refused it: what one may not do or read,
 * tokens and links that nobody has or that are spent, and what came over a limit. Refused passwords and codes are noted where they
 * are checked. A request that brought nothing to be let in with tried nothing, and is not told. Refused input is counted the same way and told by the
 * log: most of it is a slip of the hand, which a trail that only grows need not keep.
 */
export function noteRefusals(fastify: FastifyInstance, { refusals, clock }: Pick<Access, 'refusals' | 'clock'>): void {
  const logger = new Logger('access');
  const inputs = countedRefusals({ journal: loggedInputs(logger), clock });
  const failed = (error: unknown): void =>
    logger.error('A refusal could not be noted in the audit trail.', error instanceof Error ? error.stack : error);
  fastify.addHook('onSend', async (request, reply) => {
    if (inputStatuses.includes(reply.statusCode))
      await inputs.note({ ...aboutRoute(request), action: 'access.refused' });
    const refusal = refusalOf(request, reply.statusCode);
    // Whoever is refused gets the refusal, also while the database is away.
    if (refusal !== null) await refusals.note(refusal).catch(failed);
  });
  const flush = async () => void (await Promise.all([refusals.flush(), inputs.flush()]).catch(failed));
  const timer = setInterval(() => void flush(), flushEveryMs);
  timer.unref();
  fastify.addHook('onClose', async () => {
    clearInterval(timer);
    await flush();
  });
}

/** Lines that say who was refused where and how often, and nothing of what was sent. */
function loggedInputs(logger: Logger): Pick<AccessJournal, 'note'> {
  return {
    note: ({ actor, subjectId, details }) => {
      const { address, times, since } = details ?? {};
      const often = times === undefined ? '' : `, ${String(times)} more since ${String(since)}`;
      logger.warn(`Refused input: ${subjectId} by ${actor} from ${String(address)}${often}`);
      return Promise.resolve();
    },
  };
}

function aboutRoute(request: FastifyRequest) {
  const principal = principalOf(request);
  const subjectId = `${request.method} ${request.routeOptions.url ?? ''}`;
  const actor = principal === null ? 'visitor' : actorOf(principal);
  return { actor, address: request.ip, subjectKind: 'route', subjectId } as const;
}

function refusalOf(request: FastifyRequest, status: number): Refusal | null {
  if (![401, 403, 404, 429].includes(status)) return null;
  const principal = principalOf(request);
  const path = request.routeOptions.url ?? '';
  const route = aboutRoute(request);
  const common = { actor: route.actor, address: route.address };
  switch (status) {
    case 403:
      return { ...route, action: 'access.refused' };
    case 429:
      return { ...route, action: 'access.limited' };
    case 404: {
      const by = readingLinks[path];
      return by === undefined ? null : unknownLink(common, by);
    }
    case 401: {
      const by = linkRoutes[path];
      if (by !== undefined) return unknownLink(common, by);
      if (path === signedRoute) return { ...route, action: 'access.refused', by: 'signature' };
      const isToken = /^bearer /i.test(request.headers.authorization ?? '') && principal === null;
      return isToken
        ? { ...common, action: 'access.refused', subjectKind: 'token', subjectId: 'unknown', by: 'token' }
        : null;
    }
    default:
      return null;
  }
}

function unknownLink(who: Pick<Refusal, 'actor' | 'address'>, by: string): Refusal {
  return { ...who, action: 'sign-in.refused', subjectKind: 'link', subjectId: 'unknown', by };
}

import type { FastifyRequest } from 'fastify';
import type { TokenCookie } from './token-cookie.js';

/** What a request carries to be let in with. */
export interface Credentials {
  readonly bearer: string | null;
  readonly session: string | null;
}

export function credentialsOf(request: FastifyRequest, cookie: TokenCookie): Credentials {
  const { authorization } = request.headers;
  const bearer = /^Bearer +(\S{1,500})$/i.exec(authorization ?? '')?.[1] ?? null;
  return { bearer, session: cookie.read(request) };
}

import type { OpenedSession } from '@tandem/application/access/open-session';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A browser takes a `__Host-` cookie over https only, from this host only, for all of its paths. */
const nameOverHttps = '__Host-tandem';
const nameOverHttp = 'tandem';

export interface SessionCookie {
  read(request: FastifyRequest): string | null;
  write(reply: FastifyReply, session: OpenedSession): void;
  clear(reply: FastifyReply): void;
}

/** @param publicUrl where people reach the server; https decides the kind of cookie */
export function sessionCookie(publicUrl: string | null): SessionCookie {
  const secure = publicUrl?.startsWith('https:') === true;
  const name = secure ? nameOverHttps : nameOverHttp;
  const kind = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  return {
    read: (request) => request.cookies[name] ?? null,
    write: (reply, { token, expiresAt }) => void reply.setCookie(name, token, { ...kind, expires: expiresAt }),
    clear: (reply) => void reply.clearCookie(name, kind),
  };
}

import type { FastifyReply, FastifyRequest } from 'fastify';

/** A browser takes a `__Host-` cookie over https only, from this host only, for all of its paths. */
const hostPrefix = '__Host-';

/** What a browser keeps: a token and until when. */
interface Kept {
  readonly token: string;
  readonly expiresAt: Date;
}

/** A cookie that holds a random token: no script reads it, and no other site sends it along with a form. */
export interface TokenCookie {
  read(request: FastifyRequest): string | null;
  write(reply: FastifyReply, kept: Kept): void;
  clear(reply: FastifyReply): void;
}

/** @param publicUrl where people reach the server; https decides the kind of cookie */
export function tokenCookie(plainName: string, publicUrl: string | null): TokenCookie {
  const secure = publicUrl?.startsWith('https:') === true;
  const name = secure ? hostPrefix + plainName : plainName;
  const kind = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  return {
    read: (request) => request.cookies[name] ?? null,
    write: (reply, { token, expiresAt }) => void reply.setCookie(name, token, { ...kind, expires: expiresAt }),
    clear: (reply) => void reply.clearCookie(name, kind),
  };
}

import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Whether the one who asks has the content of this tag already. */
export function namesTag({ headers }: Pick<FastifyRequest, 'headers'>, etag: string): boolean {
  const named = headers['if-none-match'];
  if (named === undefined) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return named.trim() === '*' || named.split(',').some((tag) => opaque(tag) === opaque(etag));
}

/** An answer that the one who asks has already is told in a line. */
export function tellUnchanged(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const etag = reply.getHeader('etag');
    if (reply.statusCode !== 200 || typeof etag !== 'string' || !namesTag(request, etag)) {
      done(null, payload);
      return;
    }
    void reply.code(304).removeHeader('content-encoding');
    done(null, null);
  });
}

import { ForbiddenException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const reading: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/**
 * Refuses what another site has a browser send here (cross-site request forgery). Browsers say themselves where a request comes from, and no page can
 * change what they say: `Sec-Fetch-Site`, or `Origin` where a browser is older. Programs with a token bring no cookie that could be
 * abused. Bodies are JSON only, which no form of another site can send.
 */
export function refuseOtherOrigins(fastify: FastifyInstance, publicUrl: string | null): void {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin;
  fastify.addHook('onRequest', async (request) => {
    if (!reading.includes(request.method) && !comesFromHere(request, publicOrigin))
      throw new ForbiddenException('This request comes from a page of another site, and may not change anything here.');
  });
}

function comesFromHere({ headers }: FastifyRequest, publicOrigin: string | null): boolean {
  if (/^bearer /i.test(headers.authorization ?? '')) return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  if (origin !== undefined) return origin === publicOrigin || hostOf(origin) === headers.host;
  // Neither header: no browser sent this. With a cookie it would have to be one.
  return headers.cookie === undefined;
}

/** null for the origin of a sandboxed page, which is the text "null". */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

import type { FastifyInstance } from 'fastify';
import type { AccessRule } from './requires.js';

export interface StatedRoute {
  readonly method: string;
  readonly path: string;
  readonly access: AccessRule;
}

/**
 * Watches every route that is added and refuses one that does not state who may call it, so that nothing is open by accident: the server does
 * not start. Answers the list, which grows until the server is ready.
 */
export function requireStatedAccess(fastify: Pick<FastifyInstance, 'addHook'>): readonly StatedRoute[] {
  const routes: StatedRoute[] = [];
  fastify.addHook('onRoute', ({ method, url, config }) => {
    const access = config !== undefined && 'access' in config ? (config.access as AccessRule) : null;
    const methods = [method].flat();
    if (access === null) {
      throw new Error(
        `${methods.join(', ')} ${url} does not state who may call it: put @Requires('…') or @Public('why') above its handler.`,
      );
    }
    routes.push(...methods.map((one) => ({ method: one, path: url, access })));
  });
  return routes;
}

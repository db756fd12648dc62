import { readdir } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { AccessRule } from '../access/requires.js';

const aYearSeconds = 31_536_000;
const pages: AccessRule = { publicBecause: 'The pages hold no data; they ask for it, and for a sign-in' };

/**
 * Serves the built dashboard. Only files that were there at start are served, so no path can lead outside; any other path that is not the
 * API's is a page of the dashboard, which reads the address by itself.
 */
export async function serveDashboard(fastify: FastifyInstance, directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = new Set(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')),
  );
  if (!files.has('index.html')) throw new Error(`The dashboard is not built: there is no index.html in ${directory}.`);
  await fastify.register(fastifyStatic, { root: directory, serve: false, preCompressed: true, cacheControl: false });
  fastify.get('/*', { config: { access: pages } }, (request, reply) => {
    const wanted = decodeURI(request.url.split('?')[0] ?? '/').slice(1);
    if (wanted.startsWith('api/')) return reply.callNotFound();
    const file = files.has(wanted) ? wanted : 'index.html';
    const lasting = file.startsWith('assets/');
    return reply
      .header('cache-control', lasting ? `public, max-age=${aYearSeconds}, immutable` : 'no-cache')
      .sendFile(file);
  });
}

import 'reflect-metadata';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import { RequestMethod } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { ACCESS, type Access } from './access/access-use-cases.js';
import { noteRefusals } from './access/note-refusals.js';
import { refuseOtherOrigins } from './access/same-origin.js';
import { requireStatedAccess } from './access/stated-access.js';
import { apiModule } from './api-module.js';
import type { ApiDependencies } from './dependencies.js';
import { describeExports } from './exports/describe-exports.js';
import { describeErrors } from './http/describe-errors.js';
import { drainRefusedBody } from './http/drain-refused-body.js';
import { answerFrameworkError } from './http/framework-error.js';
import { usualHttpSettings } from './http/http-settings.js';
import { RateLimits } from './http/rate-limits.js';
import { securityHeaders } from './http/security-headers.js';
import { serveDashboard } from './http/serve-dashboard.js';
import { createInputPipe } from './http/input-pipe.js';
import { ProblemFilter } from './http/problem-filter.js';
import { tellUnchanged } from './kept/answer-unchanged.js';
import { ApiDescription } from './system/description.controller.js';
import { takeBodies } from './http/take-bodies.js';

const largestJsonBytes = 10 * 1024 ** 2;

/** The HTTP side of Tandem over the given dependencies: API under /api/v1, its description at /api/openapi.json, the dashboard at /. */
export async function createApi(dependencies: ApiDependencies): Promise<NestFastifyApplication> {
  const { access } = dependencies;
  const http = { ...usualHttpSettings, ...dependencies.http };
  const adapter = new FastifyAdapter({
    bodyLimit: largestJsonBytes,
    routerOptions: { maxParamLength: 300 },
    trustProxy: http.trustedProxies.length > 0 ? [...http.trustedProxies] : false,
    frameworkErrors: answerFrameworkError,
    // Whoever sends the headers of a request drop by drop is cut off, and looked for often.
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(apiModule(dependencies), adapter, {
    logger: ['error', 'warn'],
    abortOnError: false,
    forceCloseConnections: true,
    bodyParser: false,
  });
  const fastify = adapter.getInstance();
  const routes = requireStatedAccess(fastify);
  app.setGlobalPrefix('api/v1', { exclude: [{ path: 'api/openapi.json', method: RequestMethod.GET }] });
  app.useGlobalPipes(createInputPipe());
  app.useGlobalFilters(new ProblemFilter());
  await app.register(cookie);
  // The dashboard's files are compressed already, and server-sent events must leave as they come.
  await app.register(compress, {
    encodings: ['gzip'],
    customTypes: /^(application\/json|text\/yaml)/,
    threshold: 1024,
  });
  const headers = securityHeaders(access.publicUrl);
  fastify.addHook('onSend', async (request, reply, payload) => {
    void reply.headers(headers);
    // What may be kept says so itself.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    if (refusedUnread.includes(reply.statusCode)) await drainRefusedBody(request.raw);
    return payload;
  });
  tellUnchanged(fastify);
  const description = app.get(ApiDescription);
  description.routes = routes;
  description.describe = () => describeApi(app, dependencies.version);
  await app.get(RateLimits).begin(fastify, http);
  refuseOtherOrigins(fastify, access.publicUrl);
  noteRefusals(fastify, app.get<Access>(ACCESS));
  takeBodies(fastify);
  if (dependencies.dashboardDirectory !== null) await serveDashboard(fastify, dependencies.dashboardDirectory);
  await app.init();
  await fastify.ready();
  return app;
}

/** Told before the body was read: too large, of the wrong kind, from elsewhere, too many. */
const refusedUnread: readonly number[] = [403, 413, 415, 429];

function describeApi(app: NestFastifyApplication, version: string) {
  const builder = new DocumentBuilder()
    .setTitle('Tandem')
    .setDescription(
      'One set of targets for marketing and IT. Values travel as decimal strings, rounded once; null is "no value", never 0.',
    )
    .setVersion(version);
  return describeErrors(describeExports(SwaggerModule.createDocument(app, builder.build())));
}

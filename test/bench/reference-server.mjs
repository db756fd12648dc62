// What Tandem's API is compared with: bare Fastify, or bare NestJS on Fastify, with a route that does nothing, and hand-written SQL.
import fastify from 'fastify';
import pg from 'pg';

const [kind = 'fastify', databaseUrl = ''] = process.argv.slice(2);
const port = kind === 'nest' ? await startNest() : await startFastify();
process.send?.({ port });
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));

async function startFastify() {
  const app = fastify();
  app.get('/no-op', () => ({ ok: true }));
  if (databaseUrl !== '') {
    const { handWrittenSql } = await import('./hand-written-sql.mjs');
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
    for (const [route, statement] of Object.entries(handWrittenSql)) {
      app.get(`/${route}`, async () => (await pool.query({ name: route, text: statement })).rows);
    }
  }
  return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
}

async function startNest() {
  await import('reflect-metadata');
  const { Controller, Get, Module } = await import('@nestjs/common');
  const { NestFactory } = await import('@nestjs/core');
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  class NoOpController {
    read() {
      return { ok: true };
    }
  }
  Get()(NoOpController.prototype, 'read', Object.getOwnPropertyDescriptor(NoOpController.prototype, 'read') ?? {});
  Controller('no-op')(NoOpController);
  class BareModule {}
  Module({ controllers: [NoOpController] })(BareModule);
  const app = await NestFactory.create(BareModule, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  return Number(new URL(await app.getUrl()).port);
}

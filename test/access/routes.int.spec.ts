import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { requireStatedAccess, type StatedRoute } from '@tandem/api/access/stated-access';
import { ApiDescription } from '@tandem/api/system/description.controller';
import { AccessStage } from './access-stage.js';

const table = readFileSync(path.join(import.meta.dirname, 'route-table.txt'), 'utf8');

describe('the routes', () => {
  let stage: AccessStage;
  let directory: string;
  beforeAll(async () => {
    directory = mkdtempSync(path.join(os.tmpdir(), 'tandem-pages-'));
    writeFileSync(path.join(directory, 'index.html'), '<!doctype html><title>Tandem</title>');
    stage = await AccessStage.open({}, directory);
  });
  afterAll(async () => {
    await stage.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const lineOf = ({ method, path: route, access }: StatedRoute) =>
    `${method} ${route} ${'requires' in access ? access.requires : 'public'}`;
  const stated = () => stage.api.get(ApiDescription).routes.filter(({ method }) => method !== 'HEAD');

  it('are those of the table, each with who may call it', () => {
    const lines = stated().map(lineOf).sort();
    // A new or changed route is a decision: write it into test/access/route-table.txt.
    expect(lines).toEqual(table.trim().split('\n').sort());
  });

  it('are closed to whoever is not signed in, unless the table says that they are public', async () => {
    for (const { method, path: route, access } of stated()) {
      const url = route.replace(/:\w+/g, 'x').replace('*', 'board');
      const answer = await stage.api.inject({ method: method as 'GET', url, payload: {} });
      const isPublic = 'publicBecause' in access;
      expect([lineOf({ method, path: route, access }), answer.statusCode === 401 && !isPublic]).toEqual([
        lineOf({ method, path: route, access }),
        !isPublic,
      ]);
    }
  });

  it('do not start with one that states nothing', async () => {
    @Controller('open')
    class Forgetful {
      @Get()
      read(): string {
        return 'open by accident';
      }
    }
    @Module({ controllers: [Forgetful] })
    class Forgotten {}
    const adapter = new FastifyAdapter();
    const app = await NestFactory.create(Forgotten, adapter, { logger: false, abortOnError: false });
    requireStatedAccess(adapter.getInstance());
    await expect(app.init()).rejects.toThrow('GET /open does not state who may call it');
  });
});

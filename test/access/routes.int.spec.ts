import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { requireStatedAccess, type StatedRoute } from '@tandem/api/access/stated-access';
import { ApiDescription } from '@tandem/api/system/description.controller';
import { adminHeaders } from '../product/admin-access.js';
import { endpointsOf, type Description, type Endpoint } from '../fuzz/description.js';
import { AccessStage, bearer } from './access-stage.js';
import { formOf, isChanging, nameOf, openPlaces, permissionsOf, wellFormedPath } from './every-route.js';

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

  it('refuse each role, and each scope of a token, whatever the table does not give them', async () => {
    const administrator = await stage.person('lead@example.org', 'administrator', 'it');
    let refused = 0;
    for (const [who, granted] of Object.entries(permissionsOf)) {
      const scope = /^token for (\w+)/.exec(who)?.[1];
      const headers = scope
        ? bearer((await stage.token(administrator, { name: who, scopes: [scope], validDays: 1 })).secret)
        : await stage.person(`${who}@example.org`, who as 'viewer', 'it');
      const others = stated().filter(({ access }) => 'requires' in access && !granted.includes(access.requires));
      for (const { method, path: route } of others) {
        const url = route.replace(/:\w+/g, 'x');
        const sent = { method: method as 'GET', url, headers: { ...headers, 'sec-fetch-site': 'same-origin' } };
        const { statusCode } = await stage.api.inject(method === 'GET' ? sent : { ...sent, payload: {} });
        expect([who, method, route, statusCode]).toEqual([who, method, route, 403]);
        refused += 1;
      }
    }
    // A viewer may change next to nothing: were the table empty, this would not be seen above.
    expect(refused).toBeGreaterThan(500);
  });

  it('that change something take nothing from a page of another site, whoever is signed in there', async () => {
    const session = await stage.person('attacked@example.org', 'administrator', 'it');
    const changing = stated().filter(isChanging);
    expect(changing.length).toBeGreaterThan(90);
    for (const { method, path: route } of changing) {
      const url = route.replace(/:\w+/g, 'x').replace('/api/v1', '');
      const elsewhere = { ...session, 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' };
      const { status, body } = await stage.ask<{ message: string }>(method as 'POST', url, { headers: elsewhere });
      expect([method, route, status, body.message]).toEqual([
        ...[method, route, 403],
        expect.stringContaining('another site'),
      ]);
    }
  });

  it('find nothing, and break nothing, where something else stands in the place of an id', async () => {
    const session = await stage.person('curious@example.org', 'administrator', 'it');
    const headers = { ...session, 'sec-fetch-site': 'same-origin' };
    const withIds = stated().filter(({ path: route }) => route.includes(':') && !/callback/.test(route));
    expect(withIds.length).toBeGreaterThan(100);
    for (const { method, path: route } of withIds)
      for (const id of [
        '9'.repeat(25),
        '9223372036854775808',
        '-1',
        'null',
        '%00',
        '[object%20Object]',
        '%F0%9D%94%98',
      ]) {
        const sent = { method: method as 'GET', url: route.replace(/:\w+/g, id), headers };
        const { statusCode } = await stage.api.inject(method === 'GET' ? sent : { ...sent, payload: {} });
        // The signature of a webhook is asked for before its source.
        const isRefused = [400, 403, 404, ...(route.includes('/webhook/') ? [401] : [])].includes(statusCode);
        expect([method, route, id, statusCode, isRefused]).toEqual([method, route, id, statusCode, true]);
      }
  });

  describe('with a body', () => {
    const description = () => stage.api.get(ApiDescription).document as unknown as Description;
    const withBodies = () => endpointsOf(description()).filter(({ body }) => body !== null);
    const send = async (endpoint: Endpoint, headers: Readonly<Record<string, string>>, payload: string) => {
      const { method } = endpoint;
      const url = wellFormedPath(endpoint);
      const answer = await stage.api.inject({ method: method as 'POST', url, headers, payload });
      const said: { issues?: { field: string }[] } = answer.json();
      return { status: answer.statusCode, fields: (said.issues ?? []).map(({ field }) => field) };
    };

    it('state all of its fields, at every depth: what nobody asked for is refused by name', async () => {
      const session = await stage.person('owner-of-all@example.org', 'administrator', 'it');
      const headers = { ...session, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
      // A push is judged record by record, by the fields of its stream (test/push), a file line by line.
      const judgedWhole = withBodies().filter(({ path: route }) => !/\/push\//.test(route));
      const places = judgedWhole.flatMap((endpoint) =>
        openPlaces(endpoint.body?.schema ?? {}, description()).map((place) => `${nameOf(endpoint)} ${place}`),
      );
      expect(places).toEqual([]);
      const stating = judgedWhole.filter(({ body }) => body?.type === 'application/json');
      expect(stating.length).toBeGreaterThan(60);
      for (const endpoint of stating) {
        const form = formOf(endpoint.body?.schema ?? {}, description());
        const isOfMachine = endpoint.path.endsWith('/sign-in-links');
        const sender = isOfMachine ? { ...adminHeaders, 'content-type': 'application/json' } : headers;
        const asked = await send(endpoint, sender, JSON.stringify({ ...form, workspaceId: 'other', role: 'root' }));
        expect([nameOf(endpoint), asked]).toEqual([
          nameOf(endpoint),
          { status: 400, fields: expect.arrayContaining(['workspaceId']) as string[] },
        ]);
      }
    });

    it('refuse one that nests without end, and one of another kind', async () => {
      const deep = `{"a":${'['.repeat(70)}${']'.repeat(70)}}`;
      for (const endpoint of withBodies().filter(({ path: route }) => !route.endsWith('/upload'))) {
        const json = { ...adminHeaders, 'content-type': 'application/json' };
        const { status } = await send(endpoint, json, deep);
        // A push is read once it is known what pushes it, and there is nobody here.
        const tooDeep = /\/push\/[a-z]+\/\{/.test(endpoint.path) ? [400, 401, 413] : [413];
        expect([nameOf(endpoint), status, tooDeep.includes(status)]).toEqual([nameOf(endpoint), status, true]);
        const xml = { ...adminHeaders, 'content-type': 'application/xml' };
        expect([nameOf(endpoint), (await send(endpoint, xml, '<a/>')).status]).toEqual([nameOf(endpoint), 415]);
      }
    });
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

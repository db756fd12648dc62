import { z } from 'zod';
import { textOf } from '../acceptance/stub-values.js';
import { vendorSuite } from '../acceptance/vendor-suite.js';
import type { VendorAnswer, VendorRequest } from '../acceptance/vendor-server.js';
import type { VendorStub, VendorWorld } from '../acceptance/vendor-stub.js';
import { hostSetting, secretSetting } from '../settings/setting-fields.js';
import { streamsFor, type CursorKind, type VendorRow } from './declaration.js';
import { defineHttpConnector } from './define-http-connector.js';
import type { Paging } from './paging.js';

const settings = z.strictObject({
  address: hostSetting(z.url(), { label: 'Address' }),
  token: secretSetting(z.string(), { label: 'Token' }),
});
type Settings = z.output<typeof settings>;
const size = 20;
const dayMs = 86_400_000;

/** A made-up vendor of incidents that deals its rows out in each of the ways that vendors do. */
interface Way {
  readonly paging: Paging;
  readonly cursor: CursorKind;
  readonly query: (after: { readonly time: string; readonly id: string } | null) => Record<string, string | undefined>;
  readonly serve: (rows: readonly VendorRow[], request: VendorRequest, world: VendorWorld) => VendorAnswer;
}

const changedAt = (row: VendorRow) => textOf(row.changedAt);
const idOf = (row: VendorRow) => textOf(row.id);
const timestampId: CursorKind = { kind: 'timestampId', time: changedAt, id: idOf, overlapMs: 60_000 };
const lookBack: CursorKind = { kind: 'lookBack', lookBackMs: dayMs };

const numbered = (request: VendorRequest, name: string) => Number(request.query.get(name) ?? 0);
const plainly = (rows: readonly VendorRow[]): VendorAnswer => ({ body: { rows } });

const ways: Readonly<Record<string, Way>> = {
  keyset: {
    paging: { kind: 'keyset', size },
    cursor: timestampId,
    query: (after) => (after ? { afterTime: after.time, afterId: after.id } : {}),
    serve: (rows, request, world) => {
      const [time, id] = [request.query.get('afterTime'), request.query.get('afterId') ?? ''];
      const rest =
        time === null
          ? rows
          : rows.filter((row) => changedAt(row) > time || (changedAt(row) === time && idOf(row) > id));
      return plainly(world.slice(rest, 0, size));
    },
  },
  since: {
    paging: { kind: 'since', size, put: (request, page) => ({ ...request, query: { ...request.query, page } }) },
    cursor: timestampId,
    query: () => ({}),
    serve: (rows, request, world) => plainly(world.slice(rows, (numbered(request, 'page') - 1) * size, size)),
  },
  offset: {
    paging: { kind: 'offset', size, put: (request, offset) => ({ ...request, query: { ...request.query, offset } }) },
    cursor: timestampId,
    query: () => ({}),
    serve: (rows, request, world) => plainly(world.slice(rows, numbered(request, 'offset'), size)),
  },
  link: {
    paging: { kind: 'link' },
    cursor: lookBack,
    query: () => ({}),
    serve: (rows, request, world) => {
      const page = numbered(request, 'page');
      const next = `<http://${request.headers.host ?? ''}/api/rows?page=${page + 1}>; rel="next"`;
      const headers: Record<string, string> = (page + 1) * size < rows.length ? { link: next } : {};
      return { headers, body: { rows: world.slice(rows, page * size, size) } };
    },
  },
  token: {
    paging: {
      kind: 'token',
      next: ({ body }) => z.object({ next: z.string().nullable() }).parse(body).next,
      put: (request, at) => ({ ...request, query: { ...request.query, at } }),
    },
    cursor: lookBack,
    query: () => ({}),
    serve: (rows, request, world) => {
      const at = numbered(request, 'at');
      return { body: { rows: world.slice(rows, at, size), next: at + size < rows.length ? String(at + size) : null } };
    },
  },
  page: {
    paging: { kind: 'page', size, put: (request, page) => ({ ...request, query: { ...request.query, page } }) },
    cursor: { kind: 'none' },
    query: () => ({}),
    serve: (rows, request, world) => plainly(world.slice(rows, (numbered(request, 'page') - 1) * size, size)),
  },
  'all at once': {
    paging: { kind: 'none' },
    cursor: { kind: 'rewriteWindow', days: 3 },
    query: () => ({}),
    serve: (rows, _request, world) => plainly(world.slice(rows, 0, rows.length)),
  },
};

function stubOf(way: Way): VendorStub<Settings> {
  const stream = streamsFor<Settings>();
  const connector = defineHttpConnector<Settings>({
    id: 'made-up',
    title: 'Made up',
    settings,
    baseUrl: ({ address }) => `${address}/api`,
    authentication: ({ token }) => ({ kind: 'token', token }),
    failures: [],
    begins: () => null,
    streams: [
      stream({
        name: 'incidents',
        title: 'Incidents',
        delivers: ['incident'],
        row: z.object({
          id: z.string(),
          service: z.string(),
          openedAt: z.string(),
          changedAt: z.string(),
          level: z.string().nullish(),
        }),
        cursor: way.cursor,
        paging: way.paging,
        request: ({ from, after }) => ({ path: '/rows', query: { from: from ?? undefined, ...way.query(after) } }),
        rows: (body) => z.object({ rows: z.unknown() }).parse(body).rows,
        normalize: ({ id, service, openedAt, changedAt: version, level }) => ({
          records: [{ stream: 'incident', key: id, version, fields: { service, openedAt, severity: level } }],
        }),
      }),
    ],
  });
  return {
    connector,
    stream: 'incidents',
    pageSize: size,
    neededField: 'service',
    settings: (origin) => ({ address: origin, token: 'secret-of-the-trial' }),
    row: (index, at) => ({
      id: `i-${String(index).padStart(5, '0')}`,
      service: `service ${index % 3}`,
      openedAt: at.toISOString(),
      changedAt: at.toISOString(),
    }),
    change: (row, at) => ({ ...row, level: `level of ${at.toISOString()}`, changedAt: at.toISOString() }),
    keysOf: (row) => [idOf(row)],
    answer: (request, world) => {
      if (request.path !== '/api/rows' || request.headers.authorization !== 'Bearer secret-of-the-trial') return null;
      const from = request.query.get('from') ?? '';
      const rows = world.rows.filter((row) => changedAt(row) >= from);
      rows.sort((a, b) => (`${changedAt(a)} ${idOf(a)}` < `${changedAt(b)} ${idOf(b)}` ? -1 : 1));
      return way.serve(rows, request, world);
    },
  };
}

describe.each(Object.entries(ways))('a declared connector, paging by %s', (name, way) => {
  const isPaged = name !== 'all at once';
  for (const { title, run } of vendorSuite(stubOf(way))) {
    if (isPaged || !/after any page|while it was reading|stops when/.test(title)) it(title, run);
  }
});

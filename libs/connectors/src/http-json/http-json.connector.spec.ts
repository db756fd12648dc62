import { numberOf, textOf } from '@tandem/connector-kit/acceptance/stub-values';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorAnswer, VendorRequest } from '@tandem/connector-kit/acceptance/vendor-server';
import type { VendorStub, VendorWorld } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { Json } from '@tandem/connector-kit/connector';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { httpJsonConnector } from './http-json.connector.js';
import { httpJsonSettings, type HttpJsonSettings } from './http-json-settings.js';

const size = 40;

/** A made-up interface of incidents that deals its rows out in each of the ways that the settings can say. */
interface Way {
  readonly settings: Readonly<Record<string, Json>>;
  /** By time of change, or in the order in which they came to be. */
  readonly sorted: boolean;
  readonly serve: (rows: readonly VendorRow[], request: VendorRequest, world: VendorWorld) => VendorAnswer;
}

const numbered = (request: VendorRequest, name: string, otherwise: number) =>
  Number(request.query.get(name) ?? otherwise);
const originOf = ({ headers }: VendorRequest) => `http://${headers.host ?? ''}`;

/** An interface whose pages are told by where they begin. */
const from = (request: VendorRequest) => numbered(request, 'start', 0);
function nextOf(rows: readonly VendorRow[], request: VendorRequest): string | null {
  const next = new URLSearchParams(request.query);
  next.set('start', String(from(request) + size));
  return from(request) + size < rows.length ? `${request.path}?${next.toString()}` : null;
}

const ways: Readonly<Record<string, Way>> = {
  'page numbers, sorted by change': {
    settings: {
      paging: 'page',
      pageParameter: 'page',
      sizeParameter: 'per_page',
      sortedBy: 'updated_at',
      rows: 'items',
    },
    sorted: true,
    serve: (rows, request, world) => ({
      body: { items: world.slice(rows, (numbered(request, 'page', 1) - 1) * size, size) },
    }),
  },
  'offsets, sorted by change': {
    settings: {
      paging: 'offset',
      pageParameter: 'offset',
      sortedBy: 'updated_at',
      rows: 'data.items',
      lookBackHours: 1,
    },
    sorted: true,
    serve: (rows, request, world) => ({
      body: { data: { items: world.slice(rows, numbered(request, 'offset', 0), size) } },
    }),
  },
  'cursors in the answer': {
    settings: { paging: 'cursor', pageParameter: 'start', next: 'meta.next', rows: 'items' },
    sorted: false,
    serve: (rows, request, world) => ({
      body: {
        items: world.slice(rows, from(request), size),
        meta: { next: from(request) + size < rows.length ? from(request) + size : null },
      },
    }),
  },
  'addresses in the answer': {
    settings: { paging: 'next-url', next: 'next', rows: 'items' },
    sorted: false,
    serve: (rows, request, world) => {
      const next = nextOf(rows, request);
      return { body: { items: world.slice(rows, from(request), size), next: next && originOf(request) + next } };
    },
  },
  'a header with links': {
    settings: { paging: 'link' },
    sorted: false,
    serve: (rows, request, world) => {
      const next = nextOf(rows, request);
      const headers: Record<string, string> =
        next === null ? {} : { link: `<${originOf(request)}${next}>; rel="next"` };
      return { headers, body: world.slice(rows, from(request), size) };
    },
  },
};

const mapping = {
  stream: 'incident',
  fields: { service: 'service.name', openedAt: 'opened_at', severity: 'level' },
  naturalKey: { columns: ['id'] },
  version: [{ instant: 'updated_at' }],
};
const changedAt = (row: VendorRow) => textOf(row.updated_at);

function stubOf(way: Way, changes: Readonly<Record<string, Json>> = {}): VendorStub<HttpJsonSettings> {
  return {
    connector: httpJsonConnector,
    stream: 'rows',
    pageSize: size,
    neededField: 'opened_at',
    settings: (origin) => ({
      url: `${origin}/v2/incidents`,
      query: ['team=web', 'team=shop'],
      headers: ['X-Kind: of the trial'],
      authentication: 'token',
      token: 'token-of-the-trial',
      since: 'updated_since',
      size,
      historyDays: 12,
      mappings: [mapping],
      ...way.settings,
      ...changes,
    }),
    row: (index, at) => ({
      id: index,
      service: { name: 'shop' },
      opened_at: at.toISOString(),
      updated_at: at.toISOString(),
      level: 'low',
    }),
    change: (row, at) => ({ ...row, level: `high since ${at.toISOString()}`, updated_at: at.toISOString() }),
    keysOf: (row) => [String(numberOf(row.id))],
    answer: (request, world) => {
      const { query, headers, path } = request;
      if (path !== '/v2/incidents' || headers.authorization !== 'Bearer token-of-the-trial') return null;
      if (query.getAll('team').join() !== 'web,shop' || headers['x-kind'] !== 'of the trial') return null;
      const since = Date.parse(query.get('updated_since') ?? '');
      const wanted = world.rows.filter((row) => Number.isNaN(since) || Date.parse(changedAt(row)) >= since);
      const byChange = [...wanted].sort((a, b) => Date.parse(changedAt(a)) - Date.parse(changedAt(b)));
      return way.serve(way.sorted ? byChange : wanted, request, world);
    },
  };
}
const wayOf = (name: RegExp) => Object.entries(ways).find(([title]) => name.test(title))?.[1] ?? Object.values(ways)[0];
const stubWith = (name: RegExp, changes: Readonly<Record<string, Json>> = {}): VendorStub<HttpJsonSettings> => {
  const way = wayOf(name);
  if (!way) throw new Error('There is no such way.');
  return stubOf(way, changes);
};

describe.each(Object.entries(ways))('an interface with %s', (_name, way) => {
  for (const { title, run } of vendorSuite(stubOf(way))) it(title, run);
});

describe('an interface', () => {
  it.each([/page/, /offset/])('loses no row when it gives fewer of them than it was asked for: %s', async (name) => {
    // It deals 40 a page where the settings say 100.
    const stub = stubWith(name, { size: 100 });
    await Trial.of(stub, async (trial) => {
      trial.addRows(95);
      await trial.syncWhole();
      await trial.assertComplete();
    });
  });

  it('without a time to ask from is read whole each time, and says nothing about days without rows', async () => {
    const { since: _, ...settings } = stubWith(/header/).settings('http://127.0.0.1:1') as Record<string, Json>;
    const stub = {
      ...stubWith(/header/),
      settings: (origin: string) => ({ ...settings, url: `${origin}/v2/incidents` }),
    };
    await Trial.of(stub, async (trial) => {
      trial.addRows(3);
      await trial.syncWhole();
      trial.passMinutes(60 * 24 * 500);
      const pages = [];
      for await (const page of trial.read()) pages.push(page);
      expect(pages.flatMap(({ records }) => records)).toHaveLength(3);
      expect(pages.at(-1)?.coverage).toEqual({});
    });
  });

  it.each([
    ['iso', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/],
    ['date', /^\d{4}-\d\d-\d\d$/],
    ['epoch-seconds', /^\d{10}$/],
    ['epoch-ms', /^\d{13}$/],
  ])('is asked for a time written as %s', async (sinceFormat, written) => {
    await Trial.of(stubWith(/header/, { sinceFormat }), async (trial) => {
      await trial.sync();
      expect(trial.requests[0]?.query.get('updated_since')).toMatch(written);
    });
  });

  it('is not followed to another host, wherever it says that its next page is', async () => {
    const stub = stubWith(/addresses/);
    const elsewhere: VendorStub<HttpJsonSettings> = {
      ...stub,
      answer: (request, world) => {
        const answer = stub.answer(request, world);
        return answer && { ...answer, body: { ...(answer.body as object), next: 'https://example.org/?page=2' } };
      },
    };
    await Trial.of(elsewhere, async (trial) => {
      trial.addRows(3);
      expect(await trial.sync()).toMatchObject({ action: 'sourceChanged', code: 'pageElsewhere' });
    });
  });

  it.each([
    ['no list', { rows: 'other' }, 'rowsMissing'],
    ['an address that names itself', { paging: 'next-url', next: 'self' }, 'pagesStandStill'],
  ])('that answers with %s is told', async (_what, changes, code) => {
    const stub = stubWith(/addresses/, changes);
    const selfish: VendorStub<HttpJsonSettings> = {
      ...stub,
      answer: (request, world) => {
        const answer = stub.answer(request, world);
        return (
          answer && {
            ...answer,
            body: { ...(answer.body as object), self: '/v2/incidents?team=web&team=shop&start=0' },
          }
        );
      },
    };
    await Trial.of(selfish, async (trial) => {
      trial.addRows(3);
      expect(await trial.sync()).toMatchObject({ action: 'sourceChanged', code });
    });
  });

  it.each([
    [
      { authentication: 'basic', user: 'reader', password: 'pass:word' },
      'authorization',
      `Basic ${btoa('reader:pass:word')}`,
    ],
    [{ authentication: 'token', token: 'k-1', tokenHeader: 'X-Api-Key', tokenScheme: 'none' }, 'x-api-key', 'k-1'],
    [{ authentication: 'token', token: 'k-1', tokenScheme: 'Token' }, 'authorization', 'Token k-1'],
    [{ authentication: 'none', token: 'k-1' }, 'authorization', undefined],
  ])('is shown who asks: %j', async (changes, header, value) => {
    await Trial.of(stubWith(/header/, changes), async (trial) => {
      await trial.sync();
      expect(trial.requests[0]?.headers[header]).toBe(value);
    });
  });

  it('is shown an access token of a client', async () => {
    const stub = stubWith(/header/);
    const behindTokens: VendorStub<HttpJsonSettings> = {
      ...stub,
      settings: (origin) => ({
        ...(stub.settings(origin) as object),
        authentication: 'client-credentials',
        tokenUrl: `${origin}/token`,
        clientId: 'tandem',
        clientSecret: 'secret-of-the-trial',
        scope: 'read',
      }),
      answer: (request, world) => {
        if (request.path !== '/token') return stub.answer(request, world);
        const { grant_type: grant, scope } = request.body as Record<string, string>;
        const isRight = request.headers.authorization === `Basic ${btoa('tandem:secret-of-the-trial')}`;
        if (!isRight || grant !== 'client_credentials' || scope !== 'read') return { status: 401, body: {} };
        return { body: { access_token: 'token-of-the-trial', expires_in: 600 } };
      },
    };
    await Trial.of(behindTokens, async (trial) => {
      trial.addRows(3);
      await trial.syncWhole();
      await trial.assertComplete();
      expect(httpJsonConnector.contacts?.(trial.settings())).toEqual([trial.origin, `${trial.origin}/token`]);
    });
  });

  it('shows its columns, with mappings to begin with', async () => {
    await Trial.of(stubWith(/addresses/), async (trial) => {
      trial.addRows(3);
      const [found] = (await httpJsonConnector.discover?.(trial.settings(), trial.context())) ?? [];
      expect(found?.note).toBe('Columns found: id, service.name, opened_at, updated_at, level.');
      expect(found?.choices[0]?.label).toMatch(/^Each row is one /);
    });
  });

  it('has its rows kept, from which other records can be made without asking it', async () => {
    await Trial.of(stubWith(/header/), async (trial) => {
      trial.addRows(3);
      const pages = [];
      for await (const page of trial.read()) pages.push(page);
      const raw = pages[0]?.raw;
      expect(raw?.rows.map(({ key }) => key)).toEqual(['0', '1', '2']);
      const other = httpJsonSettings.parse({
        ...(trial.stub.settings(trial.origin) as object),
        mappings: [{ ...mapping, fields: { ...mapping.fields, severity: { constant: 'one' } } }],
      });
      if (!raw) throw new Error('No rows were kept.');
      const replayed = httpJsonConnector.replay?.(other, raw).records ?? [];
      expect(replayed.map(({ fields }) => fields.severity)).toEqual(['one', 'one', 'one']);
    });
  });
});

describe('settings', () => {
  const good = { url: 'https://api.example.org/v2', mappings: [mapping] };
  it.each([
    [{ url: 'https://u:p@api.example.org/' }, 'url', /no user/],
    [{ url: 'ftp://api.example.org/' }, 'url', /./],
    [{ query: ['no value'] }, 'query.0', /name=value/],
    [{ headers: ['Authorization: Bearer x'] }, 'headers.0', /credentials in their own place/],
    [{ headers: ['X-A: b\r\nHost: c'] }, 'headers.0', /Name: value/],
    [{ authentication: 'token' }, 'token', /is needed/],
    [{ authentication: 'client-credentials', clientId: 'a' }, 'tokenUrl', /is needed/],
    [{ paging: 'cursor' }, 'next', /is needed/],
    [{ paging: 'page' }, 'pageParameter', /is needed/],
    [{ sortedBy: 'updated_at' }, 'since', /is needed/],
    [{ mappings: [] }, 'mappings', /./],
  ])('that cannot be meant are refused: %j', (changes, at, sentence) => {
    const issues = httpJsonSettings.safeParse({ ...good, ...changes }).error?.issues ?? [];
    expect(issues.find(({ path }) => path.join('.') === at)?.message).toMatch(sentence);
  });
});

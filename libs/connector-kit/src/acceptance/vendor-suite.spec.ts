import { AssertionError } from 'node:assert';
import { z } from 'zod';
import { textOf } from './stub-values.js';
import { classifyFailure } from '../classify-failure.js';
import type { Page, ReadContext } from '../connector.js';
import { realSurroundings } from '../http/real-surroundings.js';
import {
  streamsFor,
  type HttpDeclaration,
  type HttpStream,
  type NormalizedRow,
  type VendorRow,
} from '../http/declaration.js';
import { defineHttpConnector, type HttpConnector } from '../http/define-http-connector.js';
import { hostSetting, secretSetting } from '../settings/setting-fields.js';
import { vendorSuite } from './vendor-suite.js';
import type { VendorStub } from './vendor-stub.js';

const settings = z.strictObject({
  url: hostSetting(z.url(), { label: 'Address' }),
  token: secretSetting(z.string(), { label: 'Token' }),
});
type Settings = z.output<typeof settings>;

const size = 20;
const dayMs = 86_400_000;
const changedAt = (row: VendorRow) => textOf(row.changed);
const idOf = (row: VendorRow) => textOf(row.id);
const row = z.object({
  id: z.string(),
  service: z.string(),
  began: z.string(),
  changed: z.string(),
  note: z.string(),
  deleted: z.boolean().nullish(),
});

const stream = streamsFor<Settings>();
/** @param changes what a broken connector does otherwise */
function outages(changes: Partial<HttpStream<Settings>> = {}): HttpStream<Settings> {
  const right = stream({
    name: 'outages',
    title: 'Outages',
    delivers: ['incident'],
    row,
    cursor: { kind: 'timestampId', time: changedAt, id: idOf, overlapMs: 60_000 },
    paging: { kind: 'since', size, put: (request, page) => ({ ...request, query: { ...request.query, page } }) },
    request: ({ from }) => ({ path: '/outages', query: { from: from ?? undefined } }),
    rows: (body) => rowsIn(body),
    normalize: (given) =>
      given.deleted
        ? { records: [], gone: [{ stream: 'incident', key: given.id, covers: 'record', version: given.changed }] }
        : recordOf(given),
    takesBack: true,
  });
  return { ...right, ...changes };
}

const recordOf = ({ id, service, began, changed, note }: z.output<typeof row>): NormalizedRow => ({
  records: [
    { stream: 'incident', key: id, version: changed, fields: { service, openedAt: began }, dimensions: { note } },
  ],
});

const rowsIn = (body: unknown) => z.object({ rows: z.array(z.unknown()) }).parse(body).rows;

const right: HttpDeclaration<Settings> = {
  id: 'outages',
  title: 'Outages',
  settings,
  baseUrl: ({ url }) => url,
  authentication: ({ token }) => ({ kind: 'token', token }),
  failures: [],
  begins: (_settings, now) => new Date(now.getTime() - 12 * dayMs),
  streams: [outages()],
};

const stubOf = (declaration: HttpDeclaration<Settings>): VendorStub<Settings> => ({
  connector: defineHttpConnector(declaration),
  stream: 'outages',
  pageSize: size,
  neededField: 'began',
  settings: (origin) => ({ url: origin, token: 'token-of-the-trial' }),
  row: (index, at) => {
    const time = at.toISOString();
    return { id: `o${String(index).padStart(6, '0')}`, service: 'shop', began: time, changed: time, note: 'new' };
  },
  change: (given, at) => ({ ...given, changed: at.toISOString(), note: `changed at ${at.toISOString()}` }),
  keysOf: (given) => (given.deleted === true ? [] : [idOf(given)]),
  deletions: {
    remove: (given, at) => ({ ...given, changed: at.toISOString(), deleted: true }),
    restore: (given, at) => ({ ...given, changed: at.toISOString(), deleted: false }),
  },
  answer: ({ path, query, headers }, world) => {
    if (path !== '/outages' || headers.authorization !== 'Bearer token-of-the-trial') return null;
    const from = Date.parse(query.get('from') ?? '');
    const wanted = world.rows
      .filter((one) => Number.isNaN(from) || Date.parse(changedAt(one)) >= from)
      .sort((a, b) => Date.parse(changedAt(a)) - Date.parse(changedAt(b)) || (idOf(a) < idOf(b) ? -1 : 1));
    if (query.get('order') === 'desc') wanted.reverse();
    return { body: { rows: world.slice(wanted, (Number(query.get('page')) - 1) * size, size) } };
  },
});

type Read = HttpConnector<Settings>['read'];
type Define = (declaration: HttpDeclaration<Settings>) => HttpConnector<Settings>;

/** A connector whose reading is tampered with. */
const reading =
  (tamper: (read: Read) => Read): Define =>
  (declaration) => {
    const made = defineHttpConnector(declaration);
    return { ...made, read: tamper(made.read.bind(made)) };
  };

/** Takes this failure for the end of what there is. */
const swallowing = (code: string): Define =>
  reading(
    (read) =>
      async function* (given, context) {
        try {
          yield* read(given, context);
        } catch (error) {
          if (classifyFailure(error).code !== code) throw error;
        }
      },
  );

/** Hands each page out with the place of the page behind it. */
async function* ahead(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  let last: Page | null = null;
  for await (const page of pages) {
    if (last) yield { ...last, cursor: page.cursor, ...(page.states && { states: page.states }) };
    last = page;
  }
  if (last) yield last;
}

/** Never sleeps longer than half a second, whoever asks for it. */
function impatient(context: ReadContext): ReadContext {
  const surroundings = context.surroundings ?? realSurroundings;
  return {
    ...context,
    surroundings: { ...surroundings, sleep: (ms, signal) => surroundings.sleep(Math.min(ms, 500), signal) },
  };
}

interface Broken {
  /** What the connector does wrong. */
  readonly fault: string;
  /** The case that must notice it. */
  readonly red: RegExp;
  readonly declaration?: Partial<HttpDeclaration<Settings>>;
  readonly define?: Define;
}

const broken: readonly Broken[] = [
  {
    fault: 'drops the last row of a page',
    red: /reads every row over several pages/,
    declaration: { streams: [outages({ rows: (body) => rowsIn(body).slice(0, size - 1) })] },
  },
  {
    fault: 'asks for what is later than its cursor, and not for what is as late',
    red: /loses none of 420 rows of one instant/,
    declaration: {
      streams: [
        outages({
          request: ({ from }) => ({
            path: '/outages',
            query: { from: from === null ? undefined : new Date(Date.parse(from) + 1).toISOString() },
          }),
        }),
      ],
    },
  },
  {
    fault: 'ignores Retry-After',
    red: /waits as long as a 429 asks for/,
    define: reading((read) => (given, context) => read(given, impatient(context))),
  },
  {
    fault: 'moves its cursor before the page is done',
    red: /goes on after any page as if never interrupted/,
    define: reading((read) => (given, context) => ahead(read(given, context))),
  },
  { fault: 'swallows a 500', red: /gives up on a vendor that stays broken/, define: swallowing('sourceUnavailable') },
  {
    fault: 'takes an answer that was cut off for the end',
    red: /breaks off in its middle/,
    declaration: { limits: { attempts: 1 } },
    define: swallowing('connectionLost'),
  },
  {
    fault: 'fills a field that is gone with something',
    red: /reports a field that is gone/,
    declaration: {
      streams: [outages({ row: row.extend({ began: z.string().default('2026-01-01T00:00:00Z') }) })],
    },
  },
  {
    fault: 'asks for the newest first',
    red: /reads every row over several pages/,
    declaration: {
      streams: [
        outages({ request: ({ from }) => ({ path: '/outages', query: { from: from ?? undefined, order: 'desc' } }) }),
      ],
    },
  },
  {
    fault: 'takes what may not be read for nothing',
    red: /says after a 403 what may not be read/,
    define: swallowing('accessDenied'),
  },
  {
    fault: 'keeps what was deleted',
    red: /takes back what the vendor deleted/,
    declaration: { streams: [outages({ normalize: recordOf })] },
  },
  {
    fault: 'contacts private addresses',
    red: /contacts no private address unless allowed/,
    define: reading((read) => (given, context) => read(given, { ...context, allowPrivateAddresses: true })),
  },
];

describe('the acceptance suite', () => {
  for (const { title, run } of vendorSuite(stubOf(right))) it(`takes a connector that is right: ${title}`, run);

  it.each(broken)('refuses a connector that $fault', async ({ red, declaration = {}, define }) => {
    const cases = vendorSuite(stubOf({ ...right, ...declaration }), define).filter(({ title }) => red.test(title));
    expect(cases.length).toBeGreaterThan(0);
    for (const { run } of cases) await expect(run()).rejects.toThrow(AssertionError);
  });
});

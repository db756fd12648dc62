import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileOf, goodRow, InputStage } from '../bad-input/input-stage.js';

let stage: InputStage;
beforeAll(async () => {
  stage = await InputStage.open();
  await stage.source('tickets', fileOf(goodRow('a'), goodRow('b', '02')));
});
afterAll(() => stage.close());

const metric = '/api/v1/metrics/rows-of-tickets';

describe('threat 4: a source used to look around in the network of the server', () => {
  let inside: Server;
  let asked = 0;
  beforeAll(async () => {
    inside = createServer((_request, response) => {
      asked += 1;
      response.end('the secrets of the intranet');
    });
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => inside.close(resolve)));

  it('gets the same sentence whether or not somebody answers there, and nothing of what they say', async () => {
    const open = (inside.address() as AddressInfo).port;
    const answers = await Promise.all(
      [open, 1].map((port) =>
        stage.apply(
          `version: 1\nroutes: [{ id: scan, channel: webhook, url: "http://127.0.0.1:${port}/", secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw }]`,
        ),
      ),
    );
    const [one, other] = answers.map(({ status, text }) => ({ status, text }));
    expect(one?.status).toBe(400);
    expect(one).toEqual(other);
    expect(one?.text).not.toContain('intranet');
    expect(asked).toBe(0);
  });
});

describe('threat 14: a formula that wants to be more than a formula', () => {
  const formulas = [
    'process.exit(1)',
    'constructor.constructor("return process")()',
    '${7*7}',
    '{{7*7}}',
    '1); drop table record; --',
    '__proto__',
    'toString',
    `${'('.repeat(5_000)}`,
  ];

  it.each(formulas)('%s is refused with its place, and evaluated nowhere', async (formula) => {
    const text = (at: string) =>
      JSON.stringify({
        version: 1,
        metrics: [
          {
            key: 'escape',
            title: 'Escape',
            description: 'Tries to.',
            unit: 'count',
            precision: 0,
            direction: 'up',
            windowDays: 7,
            settlingDays: 0,
            formula: { kind: 'count', stream: 'slaCycle', at: [at] },
          },
        ],
      });
    const { status, problem } = await stage.apply(text(formula));
    expect(status).toBe(400);
    expect(problem.issues?.[0]?.field).toMatch(/^metrics\[0\]\.formula/);
  });

  it('finds no way to run a text in the code', () => {
    const sources = sourcesBelow('apps').concat(sourcesBelow('libs'));
    const running = sources.filter((file) =>
      /\beval\(|new Function\(|\bvm\.|runInNewContext/.test(readFileSync(file, 'utf8')),
    );
    expect(sources.length).toBeGreaterThan(200);
    expect(running).toEqual([]);
  });
});

describe('threat 15: SQL through sort, filter, label and push', () => {
  const attacks = [
    "'",
    "' or 1=1 --",
    "'; drop table record; --",
    '"',
    '$1',
    ') union select secret from route --',
    '\\',
  ];

  it.each(attacks)('%s changes no question', async (attack) => {
    const text = encodeURIComponent(attack);
    for (const [route, statuses] of [
      [`${metric}/observations?by=${text}`, [400]],
      [`${metric}/breakdown?by=${text}`, [400]],
      [`${metric}/records?slice=${encodeURIComponent(`priority:${attack}`)}`, [200]],
      [`${metric}/records?after=${text}`, [400]],
      [`/api/v1/metrics/${text}`, [400, 404]],
      [`/api/v1/alerts/${text}`, [400, 404]],
      [`/api/v1/audit?actor=${text}&action=${text}&subjectKind=${text}&subjectId=${text}`, [200]],
      [`/api/v1/board?period=${text}`, [400]],
    ] as const) {
      const answer = await stage.ask('GET', route);
      expect([route, answer.status, statuses.includes(answer.status as never)]).toEqual([route, answer.status, true]);
      expect(answer.text).not.toMatch(/syntax error|pg_|sealed:1/i);
    }
    const pushed = await stage.postJson('/api/v1/push/slaCycle?source=tickets', [
      {
        key: attack,
        ticket: attack,
        measure: attack,
        state: attack,
        startedAt: attack,
        dimensions: { [attack]: attack },
      },
    ]);
    expect(pushed.status).toBe(200);
    expect(await stage.stored('tickets')).toEqual(['a', 'b']);
  });

  it('finds nothing that a request brought inside the text of a query', async () => {
    expect(stage.product.output()).not.toMatch(/QueryFailedError|syntax error at/);
  });
});

describe('threat 16: null, undefined and objects in the place of an id', () => {
  it.each(['null', 'undefined', '[object Object]', '{}', '[]', 'NaN', 'true', '%00', '-1', '0x1'])(
    '%s is not found',
    async (id) => {
      for (const kind of ['metrics', 'goals', 'sources', 'alerts']) {
        const answer = await stage.ask('GET', `/api/v1/${kind}/${id.startsWith('%') ? id : encodeURIComponent(id)}`);
        expect([kind, [400, 404].includes(answer.status)]).toEqual([kind, true]);
      }
    },
  );

  it.each([[null], [{}], [[]], [{ $ne: null }], [true], [7]])('%j in a body is refused with its place', async (id) => {
    for (const thing of [
      { routes: [{ id, channel: 'email', to: ['a@example.org'] }] },
      { metrics: [{ key: id }] },
      { people: [{ id, name: 'A', side: 'it' }] },
      { goals: [{ id }] },
    ]) {
      const { status, problem } = await stage.apply(JSON.stringify({ version: 1, ...thing }));
      expect(status).toBe(400);
      expect(problem.issues?.map(({ field }) => field).join()).toMatch(/\.(id|key)/);
    }
  });

  it('and a push without a key, or with another kind of thing as one, is quarantined', async () => {
    for (const key of [null, {}, [], true, 7]) {
      const { text } = await stage.postJson('/api/v1/push/slaCycle?source=tickets', [{ key }]);
      expect(JSON.parse(text)).toMatchObject({ stored: 0, quarantined: 1, verdicts: [{ field: 'key' }] });
    }
  });
});

describe('threat 24: a script in the text of a source', () => {
  it('is never written as HTML by the dashboard', () => {
    const using = sourcesBelow('apps/dashboard/src').filter((file) =>
      /dangerouslySetInnerHTML|\.innerHTML|insertAdjacentHTML|document\.write/.test(readFileSync(file, 'utf8')),
    );
    expect(using).toEqual([]);
  });

  it.each(['TRACE', 'TRACK', 'CONNECT'])('%s is not answered with what was sent', async (method) => {
    const asked = stage.ask(method, '/api/v1/board', { headers: { 'x-canary': 'reflected' } });
    const { status, text } = await asked.catch(() => ({ status: 0, text: '' }));
    expect(status).not.toBe(200);
    expect(text).not.toContain('reflected');
  });
});

function sourcesBelow(folder: string): string[] {
  const root = path.resolve(import.meta.dirname, '../..', folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name) && !/\.spec\./.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/node_modules|\/dist\//.test(file));
}

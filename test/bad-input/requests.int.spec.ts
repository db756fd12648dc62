import { fileOf, goodRow, InputStage, type Asked } from './input-stage.js';

let stage: InputStage;
beforeAll(async () => {
  stage = await InputStage.open();
  await stage.source('tickets', fileOf(goodRow('a'), goodRow('b', '02')));
});
afterAll(() => stage.close());

const metric = '/api/v1/metrics/rows-of-tickets';
const long = 'a'.repeat(5_000);

/** Each is a question that cannot be answered as asked: its status, and what the sentence must name. */
const questions: readonly (readonly [path: string, status: number, names: RegExp])[] = [
  [`${metric}/observations?grain=fortnight`, 400, /grain.*(day|week)/],
  [`${metric}/observations?grain=`, 400, /grain/],
  [`${metric}/observations?from=tomorrow`, 400, /from/],
  [`${metric}/observations?from=2026-02-30`, 400, /from/],
  [`${metric}/observations?from=2026-02-30T00:00:00Z`, 400, /from/],
  [`${metric}/observations?to=2026-13-01`, 400, /to/],
  [`${metric}/observations?from=2026-03-01&to=2026-03-01`, 400, /to.*later/],
  [`${metric}/observations?from=2026-03-02&to=2026-03-01`, 400, /to.*later/],
  [`${metric}/observations?from=1001-01-01&to=9999-12-31`, 400, /from.*points/],
  [`${metric}/observations?from=0000-01-01&to=0000-02-01`, 400, /date of the calendar/],
  [`${metric}/observations?from=-271821-04-20T00:00:00Z`, 400, /from/],
  [`${metric}/observations?from=%2B275760-09-13T00:00:00Z`, 400, /from/],
  [`${metric}/observations?from=2026-01-01&from=2026-02-01`, 400, /from/],
  [`${metric}/observations?from[]=2026-01-01`, 400, /from/],
  [`${metric}/observations?from=%00`, 400, /from/],
  [`${metric}/observations?from=2026-01-01%00`, 400, /from/],
  [`${metric}/observations?asKnownAt=yesterday`, 400, /asKnownAt/],
  [`${metric}/observations?asKnownAt=2026-11-15`, 400, /asKnownAt/],
  [`${metric}/observations?asKnownAt=`, 400, /asKnownAt/],
  [`${metric}/observations?window=0`, 400, /window/],
  [`${metric}/observations?window=7.5`, 400, /window/],
  [`${metric}/observations?window=1e9`, 400, /window/],
  [`${metric}/observations?window=NaN`, 400, /window/],
  [`${metric}/observations?window=7&grain=week`, 400, /window.*day/],
  [`${metric}/observations?by=colour`, 400, /colour.*priority/],
  [`${metric}/observations?by=__proto__`, 400, /__proto__.*priority/],
  [`${metric}/observations?by=%00`, 400, /by/],
  [`${metric}/observations?by=${long}`, 400, /by/],
  [`${metric}/observations?colour=red`, 400, /colour/],
  [`${metric}/breakdown`, 400, /by/],
  [`${metric}/breakdown?by=colour`, 400, /colour.*priority/],
  [`${metric}/breakdown?by=priority&days=367`, 400, /days/],
  [`${metric}/records?limit=0`, 400, /limit/],
  [`${metric}/records?limit=501`, 400, /limit/],
  [`${metric}/records?limit=-1`, 400, /limit/],
  [`${metric}/records?limit=ten`, 400, /limit/],
  [`${metric}/records?after=nonsense`, 400, /after.*next/],
  [`${metric}/records?after=2026-13-45%2000:00:00%2B00~1`, 400, /after.*next/],
  [`${metric}/records?after=2026-09-01%2000:00:00%2B00~999999999999999999999`, 400, /after.*next/],
  [`${metric}/records?slice=priority`, 400, /slice.*colon/],
  [`${metric}/records?slice=colour:red`, 400, /colour.*priority/],
  [`${metric}/records?slice=priority:%00`, 400, /slice/],
  [`${metric}/records?slice=${long}`, 400, /slice/],
  ['/api/v1/metrics?grain=day', 400, /grain/],
  ['/api/v1/board?period=2026-Q5', 400, /period/],
  ['/api/v1/board?period=soon', 400, /period.*2026-Q4/],
  ['/api/v1/board?period=2026-12-31..2026-01-01', 400, /period.*earlier/],
  ['/api/v1/board?period=2026-02-30..2026-03-01', 400, /period/],
  ['/api/v1/board?period=%27%3B%20drop%20table%20record', 400, /period/],
  ['/api/v1/board?asKnownAt=2026-02-30T00:00:00Z', 400, /asKnownAt/],
  ['/api/v1/alerts?state=closed', 400, /state.*open/],
  ['/api/v1/metrics/unknown', 404, /metric.*unknown/],
  ['/api/v1/metrics/unknown/records', 404, /metric.*unknown/],
  ['/api/v1/metrics/unknown/breakdown?by=x', 404, /metric.*unknown/],
  ['/api/v1/metrics/constructor', 404, /metric.*constructor/],
  ['/api/v1/metrics/UPPER', 400, /small letters/],
  ['/api/v1/metrics/__proto__', 400, /small letters/],
  ['/api/v1/metrics/a%00b', 400, /small letters/],
  ['/api/v1/metrics/%27%20or%201=1', 400, /small letters/],
  [`/api/v1/metrics/${'a'.repeat(150)}`, 400, /small letters/],
  [`/api/v1/metrics/${long}`, 404, /\w+/],
  ['/api/v1/metrics/%E0%A4%A', 400, /\w+/],
  ['/api/v1/goals/unknown', 404, /goal.*unknown/],
  ['/api/v1/alerts/unknown', 404, /alert.*unknown/],
  ['/api/v1/alerts/99999999999999999999999', 404, /alert.*999/],
  ['/api/v1/alerts/00000000-0000-0000-0000-000000000000', 404, /alert.*0000/],
  ['/api/v1/sources/unknown', 404, /source.*unknown/],
  ['/api/v1/unknown', 404, /unknown/],
  ['/api/v2/board', 404, /v2/],
  ['/api/unknown', 404, /unknown/],
  ['/api/%2e%2e/%2e%2e/etc/passwd', 404, /\w+/],
];

describe('a question that cannot be answered as asked', () => {
  it.each(questions)('%s is answered with %i and says what is wrong', async (path, status, names) => {
    const { problem, ...answer } = await stage.ask('GET', path);
    expect({ path: path.slice(0, 120), status: answer.status, text: answer.text }).toMatchObject({ status });
    expect(problem).toMatchObject({ statusCode: status, error: expect.stringMatching(/\w+/) as string });
    expect(problem.message).toMatch(names);
    expect(problem.message).not.toMatch(/syntax|postgres|sql|undefined|\bat \w+ \(/i);
  });
});

const jsonType = { 'content-type': 'application/json' };
/** Requests that want to change something, and may not. */
const writes: readonly (readonly [
  what: string,
  method: string,
  path: string,
  asked: Asked,
  status: number,
  names: RegExp,
])[] = [
  ['an address that is only read', 'DELETE', '/api/v1/board', {}, 404, /DELETE.*board/],
  ['an address that is only read', 'PUT', `${metric}`, { body: '{}', headers: jsonType }, 404, /PUT/],
  ['an address that is only written', 'GET', '/api/v1/push/slaCycle?source=tickets', {}, 404, /GET.*push/],
  ['an unknown method', 'PROPFIND', '/api/v1/board', {}, 404, /PROPFIND/],
  ['no such source', 'POST', '/api/v1/sources/unknown/sync', {}, 404, /source.*unknown/],
  [
    'no such source',
    'POST',
    '/api/v1/sources/unknown/upload?name=a.csv',
    { body: 'id', headers: { 'content-type': 'text/csv' } },
    404,
    /source.*unknown/,
  ],
  [
    'no file name',
    'POST',
    '/api/v1/sources/tickets/upload',
    { body: 'id', headers: { 'content-type': 'text/csv' } },
    400,
    /name/,
  ],
  [
    'plain text',
    'POST',
    '/api/v1/configuration',
    { body: 'version: 1', headers: { 'content-type': 'text/plain' } },
    415,
    /media type|application\/json/i,
  ],
  [
    'XML',
    'POST',
    '/api/v1/configuration',
    { body: '<a/>', headers: { 'content-type': 'application/xml' } },
    415,
    /media|type/i,
  ],
  [
    'a content type of nonsense',
    'POST',
    '/api/v1/configuration',
    { body: '{}', headers: { 'content-type': ';;/' } },
    415,
    /media|type/i,
  ],
  [
    'a form',
    'POST',
    '/api/v1/configuration',
    { body: 'text=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    415,
    /media type|application\/json/i,
  ],
  [
    'a CSV file as records',
    'POST',
    '/api/v1/push/slaCycle?source=tickets',
    { body: fileOf(goodRow('x')), headers: { 'content-type': 'text/csv' } },
    415,
    /media type|application\/json/i,
  ],
  ['no body', 'POST', '/api/v1/configuration', {}, 400, /\w+/],
  ['an empty body', 'POST', '/api/v1/configuration', { body: '', headers: jsonType }, 400, /body|empty/i],
  ['broken JSON', 'POST', '/api/v1/configuration', { body: '{"text": ', headers: jsonType }, 400, /JSON|end of/],
  [
    'JSON with a NUL byte in it',
    'POST',
    '/api/v1/configuration',
    { body: '{"text": "\0"}', headers: jsonType },
    400,
    /JSON|control/,
  ],
  ['null', 'POST', '/api/v1/configuration', { body: 'null', headers: jsonType }, 400, /body.*keys/],
  ['a list', 'POST', '/api/v1/configuration', { body: '[]', headers: jsonType }, 400, /body.*keys/],
  ['a number as text', 'POST', '/api/v1/configuration', { body: '{"text": 5}', headers: jsonType }, 400, /text/],
  [
    'a key that nobody knows',
    'POST',
    '/api/v1/configuration',
    { body: '{"text": "version: 1", "role": "admin"}', headers: jsonType },
    400,
    /role/,
  ],
  [
    'a prototype in the body',
    'POST',
    '/api/v1/configuration',
    { body: '{"text": "version: 1", "__proto__": {"dryRun": true}}', headers: jsonType },
    400,
    /body/i,
  ],
  [
    'a constructor in the body',
    'POST',
    '/api/v1/configuration',
    { body: '{"text": "version: 1", "constructor": {"prototype": {"a": 1}}}', headers: jsonType },
    400,
    /body/i,
  ],
  [
    'a prototype in a record',
    'POST',
    '/api/v1/push/slaCycle?source=tickets',
    { body: '[{"key": "x", "__proto__": {"a": 1}}]', headers: jsonType },
    400,
    /body/i,
  ],
  [
    'more than 10 MB',
    'POST',
    '/api/v1/push/slaCycle?source=tickets',
    { body: `["${'a'.repeat(11 * 1024 ** 2)}"]`, headers: jsonType },
    413,
    /large|10/i,
  ],
  [
    'a text of more than 2 MB',
    'POST',
    '/api/v1/configuration',
    { body: JSON.stringify({ text: `# ${'a'.repeat(2_100_000)}` }), headers: jsonType },
    400,
    /text/,
  ],
];

describe('a request that must not change anything', () => {
  it.each(writes)('%s (%s %s) is refused with a sentence', async (_what, method, path, asked, status, names) => {
    const before = await stage.inventory();
    const answer = await stage.ask(method, path, asked);
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
    expect(answer.problem).toMatchObject({ statusCode: status });
    expect(answer.problem.message).toMatch(names);
    expect(await stage.inventory()).toEqual(before);
    expect(await stage.stored('tickets')).toEqual(['a', 'b']);
  });

  it('is refused when the demo is asked for in a workspace with sources of its own', async () => {
    const before = await stage.inventory();
    const { status, problem } = await stage.ask('POST', '/api/v1/setup/demo');
    expect(status).toBe(409);
    expect(problem.message).toMatch(/empty workspace/);
    expect(await stage.inventory()).toEqual(before);
  });
});

describe('paths of the dashboard', () => {
  it.each(['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/../../package.json', '/..%5c..%5cpackage.json'])(
    '%s leads to the page and to no file outside',
    async (path) => {
      const { status, text } = await stage.ask('GET', path);
      expect([200, 400, 404]).toContain(status);
      expect(text).not.toMatch(/root:|"workspaces"/);
    },
  );

  it.each(['/%', '/%E0%A4%A', '/board/%zz'])(
    '%s, which cannot be decoded, is refused and not a fault',
    async (path) => {
      expect((await stage.ask('GET', path)).status).toBe(400);
    },
  );
});

it('has met no unexpected fault in any of this', () => {
  expect(stage.product.output()).not.toMatch(/\bERROR\b|TypeError|RangeError|QueryFailedError/);
});

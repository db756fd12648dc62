import type { PushAnswer, SourceList } from '@tandem/contracts/sources';
import { streamNames } from '@tandem/domain/record/streams';
import { until } from '../product/start-product.js';
import { fileOf, goodRow, InputStage } from './input-stage.js';

let stage: InputStage;
beforeAll(async () => {
  stage = await InputStage.open();
});
afterAll(() => stage.close());

const good = (key: string, more: object = {}) => ({
  key,
  ticket: key,
  measure: 'resolution',
  startedAt: '2026-09-01T08:00:00Z',
  stoppedAt: '2026-09-01T09:00:00Z',
  state: 'met',
  ...more,
});
const push = (source: string, body: unknown) => stage.postJson(`/api/v1/push/slaCycle?source=${source}`, body);
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Records of which each has one thing wrong: the field that must be named, and what the sentence must say. */
const records: readonly (readonly [what: string, record: unknown, field: string, reason: RegExp])[] = [
  ['no object', 'text', '', /object/],
  ['null', null, '', /object/],
  ['a list', [], '', /object/],
  ['no key', { ...good('x'), key: undefined }, 'key', /key/],
  ['an empty key', good(''), 'key', /key/],
  ['a number as key', { ...good('x'), key: 7 }, 'key', /text/],
  ['a NUL in the key', good('x\0y'), 'key', /key/],
  ['half a character in the key', good('x\ud800'), 'key', /key/],
  ['a required field missing', { ...good('x'), state: undefined }, 'state', /needs "state"/],
  ['a field that the stream does not have', good('x', { colour: 'red' }), 'colour', /colour.*ticket/],
  ['a field whose name holds a NUL', good('x', { 'col\0our': 'red' }), 'col\u2400our', /no field/],
  ['a state that does not exist', good('x', { state: 'escalated' }), 'state', /met/],
  ['a date that does not exist', good('x', { startedAt: '2026-02-30T08:00:00Z' }), 'startedAt', /2026-02-30.*exist/],
  ['an hour that does not exist', good('x', { startedAt: '2026-02-03T25:00:00Z' }), 'startedAt', /exist/],
  ['a time without zone', good('x', { startedAt: '2026-09-01T08:00:00' }), 'startedAt', /zone/],
  ['a date without time', good('x', { startedAt: '2026-09-01' }), 'startedAt', /zone/],
  ['the year zero', good('x', { startedAt: '0000-03-01T00:00:00Z' }), 'startedAt', /0000|year/],
  [
    'a time that its zone moves before the year one',
    good('x', { startedAt: '0001-01-01T00:00:00+10:00' }),
    'startedAt',
    /0001|year/,
  ],
  ['a number instead of a time', good('x', { startedAt: 1_700_000_000 }), 'startedAt', /instant/],
  ['half a whole number', good('x', { pausedMs: 1.5 }), 'pausedMs', /whole/],
  ['a number beyond all', good('x', { pausedMs: 1e300 }), 'pausedMs', /whole/],
  ['a text with a NUL', good('x', { priority: 'a\0b' }), 'priority', /text/],
  ['a text with half a character', good('x', { priority: 'a\ud800b' }), 'priority', /text/],
  ['a text that is too long', good('x', { priority: 'a'.repeat(2_001) }), 'priority', /2000|2,000/],
  ['dimensions that are a list', good('x', { dimensions: ['a'] }), 'dimensions', /object/],
  ['a dimension that is no text', good('x', { dimensions: { town: 5 } }), 'dimensions.town', /text/],
  ['a dimension whose name holds a NUL', good('x', { dimensions: { 'to\0wn': 'a' } }), 'dimensions.to\u2400wn', /name/],
  ['a version that is no text', good('x', { version: 5 }), 'version', /version/],
  ['an address with a NUL', good('x', { url: 'https://example.org/\0' }), 'url', /url|text|address/i],
  ['a knownAt that does not exist', good('x', { knownAt: '2026-02-30T08:00:00Z' }), 'knownAt', /exist/],
];

describe('pushed records', () => {
  it('of a time that is not kept any more are left out, and each is told so', async () => {
    await stage.source('push-old', fileOf());
    const old = {
      startedAt: '2001-01-01T08:00:00Z',
      stoppedAt: '2001-01-01T09:00:00Z',
      knownAt: '2001-01-02T00:00:00Z',
    };
    await push('push-old', [good('old', old)]);
    const keep = 'version: 1\norganisation: { keep: { records: { slaCycle: 9000d } } }\n';
    expect(await stage.postJson('/api/v1/configuration', { text: keep })).toMatchObject({ status: 200 });
    await until('old records were removed', async () => {
      const { removed } = await stage.product.get<SourceList>('/api/v1/sources');
      return removed[0] ?? null;
    });
    const { status, text } = await push('push-old', [good('old', old), good('new')]);
    expect({ status, answer: JSON.parse(text) as PushAnswer }).toMatchObject({
      status: 200,
      answer: {
        received: 1,
        stored: 1,
        verdicts: [
          { index: 0, verdict: 'leftOut' },
          { index: 1, verdict: 'accepted' },
        ],
      },
    });
  });

  it.each(records)(
    'of which one has %s: the others are stored, that one is in quarantine',
    async (_what, record, field, reason) => {
      const id = `push-${records.findIndex((row) => row[1] === record)}`;
      await stage.source(id, fileOf());
      const { status, text } = await push(id, [good('a'), record, good('b')]);
      expect({ status, text }).toMatchObject({ status: 200 });
      const answer = JSON.parse(text) as PushAnswer;
      expect(answer).toMatchObject({ received: 3, stored: 2, unchanged: 0, quarantined: 1 });
      expect(answer.verdicts).toMatchObject([
        { index: 0, verdict: 'accepted' },
        { index: 1, verdict: 'quarantined', field },
        { index: 2, verdict: 'accepted' },
      ]);
      expect(answer.verdicts[1]?.reason).toMatch(reason);
      expect(await stage.stored(id)).toEqual(['a', 'b']);
      expect((await stage.page(id)).quarantine).toMatchObject([{ line: 2, reason: answer.verdicts[1]?.reason }]);
    },
  );

  it('that nest deeper than anything real are refused whole, and those below that are quarantined', async () => {
    await stage.source('nested', fileOf());
    const body = (levels: number) => `[{"key":"x","ticket":${nested(levels)}},${JSON.stringify(good('a'))}]`;
    const refused = await stage.postText('/api/v1/push/slaCycle?source=nested', body(100_000));
    expect(refused).toMatchObject({
      status: 413,
      problem: { message: expect.stringMatching(/deeper than 64/) as string },
    });
    expect(await stage.stored('nested')).toEqual([]);
    const { status, text } = await stage.postText('/api/v1/push/slaCycle?source=nested', body(60));
    expect({ status, text: text.slice(0, 500) }).toMatchObject({ status: 200 });
    expect(JSON.parse(text)).toMatchObject({ received: 2, stored: 1, quarantined: 1 });
    expect(await stage.stored('nested')).toEqual(['a']);
  });

  it('of one key twice in one push count once, by the last of them', async () => {
    await stage.source('twice', fileOf());
    const { text } = await push('twice', [good('a'), good('a', { priority: 'high' })]);
    const answer = JSON.parse(text) as PushAnswer;
    expect(answer.received).toBe(answer.stored + answer.unchanged + answer.quarantined);
    expect(await stage.stored('twice')).toEqual(['a']);
    const slices = await stage.product.get<{ slices: { value: string }[] }>(
      '/api/v1/metrics/rows-of-twice/breakdown?by=priority&days=366',
    );
    expect(slices.slices.map(({ value }) => value)).toEqual(['high']);
  });

  it('pushed again change nothing', async () => {
    await stage.source('again', fileOf());
    const body = [good('a'), good('b')];
    await push('again', body);
    expect(JSON.parse((await push('again', body)).text)).toMatchObject({ received: 2, stored: 0, unchanged: 2 });
    expect(await stage.stored('again')).toEqual(['a', 'b']);
  });
});

describe('a push as a whole', () => {
  beforeAll(() => stage.source('whole', fileOf(goodRow('a'))));

  const refused: readonly (readonly [what: string, path: string, body: unknown, status: number, names: RegExp])[] = [
    ['to a stream that does not exist', '/api/v1/push/tickets?source=whole', [good('x')], 400, /tickets.*slaCycle/],
    ['to a stream named like a method', '/api/v1/push/toString?source=whole', [good('x')], 400, /toString.*slaCycle/],
    ['to a stream named __proto__', '/api/v1/push/__proto__?source=whole', [good('x')], 400, /__proto__.*slaCycle/],
    ['to a source that does not exist', '/api/v1/push/slaCycle?source=unknown', [good('x')], 404, /source.*unknown/],
    ['without a source', '/api/v1/push/slaCycle', [good('x')], 400, /source/],
    ['to two sources', '/api/v1/push/slaCycle?source=whole&source=other', [good('x')], 400, /source/],
    ['of one record that is no list', '/api/v1/push/slaCycle?source=whole', good('x'), 400, /array/],
    ['of no record', '/api/v1/push/slaCycle?source=whole', [], 400, /1 to/],
    [
      'of 10,001 records',
      '/api/v1/push/slaCycle?source=whole',
      Array.from({ length: 10_001 }, () => 0),
      400,
      /10.?000/,
    ],
  ];

  it.each(refused)('%s is refused and writes nothing', async (_what, path, body, status, names) => {
    const before = await stage.page('whole');
    const answer = await stage.postJson(path, body);
    expect({ status: answer.status, text: answer.text.slice(0, 500) }).toMatchObject({ status });
    expect(answer.problem.message).toMatch(names);
    expect(await stage.page('whole')).toEqual(before);
    expect(await stage.stored('whole')).toEqual(['a']);
  });

  it('is taken for every stream that the error message offers', async () => {
    for (const stream of streamNames) {
      const { status } = await stage.postJson(`/api/v1/push/${stream}?source=whole`, [{ key: 'x' }]);
      expect({ stream, status }).toEqual({ stream, status: 200 });
    }
  });
});

it('has met no unexpected fault in any of this', () => {
  expect(stage.product.output()).not.toMatch(/\bERROR\b|TypeError|RangeError|QueryFailedError/);
});

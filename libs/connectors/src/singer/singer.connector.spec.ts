import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { acceptanceSuite } from '@tandem/connector-kit/acceptance-suite';
import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import type { Json, Page, ReadContext, StreamState } from '@tandem/connector-kit/connector';
import { singerConnector, singerSettings } from './singer.connector.js';

const rows = 1_240;
const secret = 'canary-of-the-tap';
let folder: string;
let before: ReadonlySet<string>;

/** A tap as people write them: deployments and incidents by id, a STATE every hundred rows, and whatever its configuration has it do. */
const program = `#!${process.execPath}
const { readFileSync, writeFileSync, statSync } = require('node:fs');
const option = (name) => { const at = process.argv.indexOf(name); return at < 0 ? null : process.argv[at + 1]; };
const read = (name) => { const file = option(name); return file === null ? null : JSON.parse(readFileSync(file, 'utf8')); };
const config = read('--config');
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
const schema = { type: 'object', properties: { id: { type: 'integer' }, service: { type: 'string' }, at: { type: 'string', format: 'date-time' }, more: { type: 'object', properties: { level: { type: 'string' } } } } };
const names = ['deployments', 'incidents'];
const seen = { args: process.argv.slice(2).map((one) => one.startsWith('--') ? one : one.split('/').pop()), env: Object.keys(process.env).sort(), config, state: read('--state'), catalog: read('--catalog'), mode: (statSync(option('--config')).mode & 0o777).toString(8), folder: option('--config') };
if (config.seen) writeFileSync(config.seen, JSON.stringify(seen));
process.stderr.write('INFO reading with ' + config.api_key + '\\n');
if (process.argv.includes('--discover')) {
  process.stdout.write(config.broken === 'catalogue' ? 'no catalogue' : JSON.stringify({ streams: names.map((stream) => ({ stream, tap_stream_id: stream, schema, metadata: [{ breadcrumb: ['properties', 'id'], metadata: { inclusion: 'automatic' } }] })) }));
  process.exit(0);
}
const chosen = (name) => !seen.catalog || seen.catalog.streams.some(({ stream, schema, metadata }) => stream === name && schema.selected && metadata.some(({ breadcrumb, metadata }) => breadcrumb.length === 0 && metadata.selected));
const from = (seen.state && seen.state.last) || 0;
if (config.broken === 'noise') process.stdout.write('Starting up!\\n');
if (config.broken !== 'schema') for (const stream of names) if (chosen(stream)) say({ type: 'SCHEMA', stream, schema, key_properties: ['id'] });
(async () => {
  for (let id = from + 1; id <= (config.rows || ${rows}); id += 1) {
    for (const stream of names) if (chosen(stream)) say({ type: 'RECORD', stream, record: { id, service: 's' + (id % 3), at: new Date(Date.UTC(2026, 9, 1, 0, id)).toISOString(), more: { level: 'l' + id } } });
    if (id % 100 === 0) say({ type: 'STATE', value: { last: id } });
    if (config.crashAt === id) { process.stderr.write('ERROR ' + config.api_key + ' was refused\\n'); await new Promise((done) => process.stdout.write('', done)); process.exit(3); }
    if (config.hangAt === id) { require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }); process.on('SIGTERM', () => {}); await new Promise(() => setInterval(() => {}, 1000)); }
    if (config.cutAt === id) { process.stdout.write('{"type": "RECORD", "stream": "deploy'); await new Promise((done) => process.stdout.write('', done)); process.exit(1); }
  }
  say({ type: 'ACTIVATE_VERSION', stream: 'deployments', version: 1 });
  say({ type: 'STATE', value: { last: config.rows || ${rows} } });
})();
`;

beforeAll(async () => {
  before = new Set(await readdir(tmpdir()));
  folder = await mkdtemp(path.join(tmpdir(), 'tandem-trial-of-taps-'));
  await writeFile(path.join(folder, 'tap-desk'), program);
  await chmod(path.join(folder, 'tap-desk'), 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const mappings = [
  {
    stream: 'deployment',
    where: { _stream: 'deployments' },
    fields: {
      service: 'service',
      tier: { constant: 'production' },
      finishedAt: 'at',
      outcome: { constant: 'succeeded' },
    },
    naturalKey: { columns: ['id'] },
  },
  {
    stream: 'incident',
    where: { _stream: 'incidents' },
    fields: { service: 'service', openedAt: 'at', severity: 'more.level' },
    naturalKey: { columns: ['id'] },
  },
];
const settingsOf = (config: object = {}, changes: object = {}) =>
  singerSettings.parse({ tap: 'desk', config: JSON.stringify({ api_key: secret, ...config }), mappings, ...changes });
const context = (changes: Partial<ReadContext> = {}): ReadContext => ({
  cursor: null,
  signal: new AbortController().signal,
  uploadDirectory: '',
  baseDirectory: '',
  local: {
    files: [],
    repositories: [],
    taps: { desk: path.join(folder, 'tap-desk'), gone: path.join(folder, 'gone') },
  },
  ...changes,
});

interface Came {
  readonly pages: Page[];
  readonly failure: ReturnType<typeof classifyFailure> | null;
}

/** Reads to the end, or to the failure that ends it. */
async function read(settings = settingsOf(), changes: Partial<ReadContext> = {}): Promise<Came> {
  const pages: Page[] = [];
  try {
    for await (const page of singerConnector.read(settings, context(changes))) pages.push(page);
    return { pages, failure: null };
  } catch (error) {
    return { pages, failure: classifyFailure(error) };
  }
}
const keysOf = (pages: readonly Page[]) =>
  pages.flatMap(({ records }) => records.map(({ stream, naturalKey }) => `${stream} ${naturalKey}`));
const statesOf = (pages: readonly Page[]): readonly StreamState[] => {
  const last = pages.flatMap(({ states }) => states ?? []).at(-1);
  return last ? (JSON.parse(JSON.stringify([last])) as StreamState[]) : [];
};
const lastState = (pages: readonly Page[]): Json =>
  (statesOf(pages)[0]?.state as { state?: Json } | undefined)?.state ?? null;
const toldOf = (pages: readonly Page[]) =>
  pages.flatMap(({ findings }) => findings ?? []).map(({ message }) => message);
const seenBy = async (name: string) =>
  JSON.parse(await readFile(path.join(folder, name), 'utf8')) as Record<string, Json>;
const leftovers = async () =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('tandem-singer-') && !before.has(name));
afterEach(async () => expect(await leftovers()).toEqual([]));

describe('the Singer connector', () => {
  const suite = acceptanceSuite({
    connector: singerConnector,
    settings: singerSettings.parse({ tap: 'desk', mappings }),
    context: {
      uploadDirectory: '',
      baseDirectory: '',
      get local() {
        return context().local ?? { files: [], repositories: [], taps: {} };
      },
    },
    rows: rows * 2,
  });
  // A tap goes on by its own STATE and not by a place in its output.
  for (const { title, run } of suite)
    if (!/goes on after any page/.test(title) && !/accounts/.test(title)) it(title, run);

  it('gives every record of a tap once, with its last state', async () => {
    const { pages, failure } = await read();
    expect(failure).toBeNull();
    expect(new Set(keysOf(pages)).size).toBe(rows * 2);
    expect(keysOf(pages)).toHaveLength(rows * 2);
    expect(lastState(pages)).toEqual({ last: rows });
    expect(pages.flatMap(({ raw }) => raw?.rows ?? [])).toHaveLength(rows * 2);
    expect(pages[0]?.raw?.rows[1]?.key).toBe('incidents 1');
    expect(toldOf(pages)).toEqual([
      expect.stringMatching(/kind ACTIVATE_VERSION, which say nothing/),
      'The log of the tap desk ends with:\nINFO reading with •••\nINFO reading with •••',
    ]);
  });

  it('keeps a state only with the page that holds the last row in front of it', async () => {
    const { pages } = await read();
    let given = 0;
    for (const { records, states } of pages) {
      given += records.length;
      const state = (states?.[0]?.state as { state?: { last: number } } | undefined)?.state;
      if (state) expect(given).toBeGreaterThanOrEqual(state.last * 2);
    }
    expect(pages.filter(({ states }) => states).length).toBeGreaterThan(3);
  });

  it('goes on at the state of a tap that crashed in mid stream, and loses nothing', async () => {
    const first = await read(settingsOf({ crashAt: 777 }));
    expect(first.failure).toMatchObject({
      action: 'retry',
      code: 'tapFailed',
      message: 'The tap desk ended with exit code 3: ERROR ••• was refused',
    });
    expect(lastState(first.pages)).toEqual({ last: 700 });
    const second = await read(settingsOf({ seen: path.join(folder, 'second') }), { states: statesOf(first.pages) });
    expect((await seenBy('second'))['state']).toEqual({ last: 700 });
    expect(second.failure).toBeNull();
    expect(new Set([...keysOf(first.pages), ...keysOf(second.pages)]).size).toBe(rows * 2);
    expect(keysOf(second.pages)).toHaveLength((rows - 700) * 2);
  });

  it('takes half a line for no row, and no state behind it', async () => {
    const { pages, failure } = await read(settingsOf({ cutAt: 450 }));
    expect(failure).toMatchObject({ code: 'tapFailed' });
    expect(lastState(pages)).toEqual({ last: 400 });
    expect(new Set(keysOf(pages)).size).toBe(900);
  });

  it('stops a tap that says nothing any more, with all that it has started', async () => {
    const { pages, failure } = await read(settingsOf({ hangAt: 350 }, { silenceMinutes: 0.01 }));
    expect(failure).toMatchObject({ action: 'retry', code: 'timeout' });
    expect(lastState(pages)).toEqual({ last: 300 });
  });

  it('stops a tap when it is told to stop itself', async () => {
    const stop = new AbortController();
    const reading = read(settingsOf({ hangAt: 1 }), { signal: stop.signal });
    await wait(500);
    stop.abort();
    expect((await reading).failure).toMatchObject({ code: 'stopped' });
  });

  it('hands over configuration and catalogue in private files, and nothing of its own surroundings', async () => {
    process.env['DATABASE_URL_OF_THE_TRIAL'] = 'postgres://secret';
    await read(settingsOf({ seen: path.join(folder, 'seen'), rows: 10 }, { streams: ['incidents'] }));
    delete process.env['DATABASE_URL_OF_THE_TRIAL'];
    const seen = await seenBy('seen');
    expect(seen).toMatchObject({
      mode: '600',
      args: ['--config', 'config.json', '--catalog', 'catalog.json'],
      state: null,
    });
    expect(seen['env']).toEqual(['HOME', 'LANG', 'PATH', 'PYTHONUNBUFFERED', 'TMPDIR']);
    const { streams } = seen['catalog'] as {
      streams: { stream: string; schema: { selected: boolean }; metadata: object[] }[];
    };
    expect(streams.map(({ stream, schema }) => [stream, schema.selected])).toEqual([
      ['deployments', false],
      ['incidents', true],
    ]);
    expect(streams[0]?.metadata).toHaveLength(2);
  });

  it('gives the streams that were chosen, and needs no catalogue of a tap that has none', async () => {
    const chosen = await read(settingsOf({ rows: 10 }, { streams: ['incidents'] }));
    expect(keysOf(chosen.pages).filter((key) => key.startsWith('incident'))).toHaveLength(10);
    expect(keysOf(chosen.pages)).toHaveLength(10);
    const without = await read(
      settingsOf({ rows: 10, seen: path.join(folder, 'without') }, { streams: ['deployments'], catalogue: false }),
    );
    expect(keysOf(without.pages)).toHaveLength(10);
    expect((await seenBy('without'))['args']).toEqual(['--config', 'config.json']);
  });

  it('reads a window from the start and moves no state', async () => {
    const states = statesOf((await read()).pages);
    const window = { from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T00:00:00.000Z' };
    const { pages } = await read(settingsOf({ rows: 10, seen: path.join(folder, 'window') }), { states, window });
    expect([keysOf(pages).length, statesOf(pages), (await seenBy('window'))['state']]).toEqual([20, [], null]);
  });

  it.each([
    [{ broken: 'noise' }, 'notSinger', /line 1 that it prints is no JSON/],
    [{ broken: 'schema' }, 'schemaMissing', /before it has said what such records hold/],
    [{ broken: 'catalogue' }, 'catalogueUnreadable', /does not print a catalogue/],
  ])('says what is wrong with a tap: %j', async (config, code, sentence) => {
    expect((await read(settingsOf({ rows: 5, ...config }))).failure).toMatchObject({
      action: 'sourceChanged',
      code,
      message: expect.stringMatching(sentence),
    });
  });

  it('runs what its operator has named, and nothing else', async () => {
    expect((await read(settingsOf({}, { tap: 'other' }))).failure).toMatchObject({
      code: 'tapUnknown',
      hint: 'Use one of: desk, gone.',
    });
    expect((await read(settingsOf({}, { tap: 'constructor' }))).failure).toMatchObject({ code: 'tapUnknown' });
    expect((await read(settingsOf({}, { tap: 'gone' }))).failure).toMatchObject({
      action: 'configuration',
      code: 'tapMissing',
    });
    const { local: _, ...nothing } = context();
    const failure = await singerConnector
      .read(settingsOf(), nothing)
      [Symbol.asyncIterator]()
      .next()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'tapUnknown', hint: expect.stringMatching(/TANDEM_SINGER_TAPS/) });
    expect(singerSettings.safeParse({ tap: '/bin/sh', mappings }).success).toBe(false);
    expect(singerSettings.safeParse({ tap: 'desk', config: 'api_key: x', mappings }).success).toBe(false);
  });

  it('shows taps, streams and mappings to choose from, and the first records in a check', async () => {
    const choices = await singerConnector.discover?.(settingsOf(), context());
    expect(choices?.map(({ field, choices: some }) => [field, some.length > 0 && some[0]?.value.slice(0, 11)])).toEqual(
      [
        ['tap', 'desk'],
        ['streams', 'deployments'],
        ['mappings', '[{"stream":'],
      ],
    );
    expect(choices?.[2]?.note).toBe('Columns found: id, service, at, more.level.');
    const found = await singerConnector.check(settingsOf({}, { streams: ['incidents', 'visits'] }), context());
    expect(found).toMatchObject({
      ok: true,
      findings: ['The tap has 2 streams: deployments, incidents.', 'It has no stream "visits".', expect.any(String)],
    });
    expect(found.records).toHaveLength(5);
    const bad = await singerConnector.check(settingsOf({ crashAt: 1 }), context());
    expect(bad).toMatchObject({ ok: false });
    expect(JSON.stringify(bad)).not.toContain(secret);
  });

  it('finds a field that is new, of another kind or gone, stream by stream', async () => {
    const { pages } = await read();
    const [state] = statesOf(pages);
    const shapes = (state?.state as { shapes: Record<string, Record<string, string>> }).shapes;
    expect(Object.keys(shapes)).toEqual(['deployments', 'incidents']);
    const other = { ...shapes, deployments: { id: 'number', service: 'number', at: 'text', _stream: 'text' } };
    const again = await read(settingsOf({}), {
      states: [{ stream: 'records', partition: '', state: { state: null, shapes: other } }],
    });
    expect(
      again.pages
        .flatMap(({ findings }) => findings ?? [])
        .filter(({ kind }) => kind !== 'other')
        .map(({ kind, field }) => [kind, field]),
    ).toEqual([
      ['fieldChanged', 'service'],
      ['fieldAdded', 'more'],
    ]);
  });

  it('removes what a killed process has left', async () => {
    const left = await mkdtemp(path.join(tmpdir(), 'tandem-singer-2147483000-'));
    await writeFile(path.join(left, 'config.json'), secret);
    await read(settingsOf({ rows: 3 }));
    expect(await leftovers()).toEqual([]);
  });
});

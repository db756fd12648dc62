import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { acceptanceSuite } from '@tandem/connector-kit/acceptance-suite';
import type { Json, Page } from '@tandem/connector-kit/connector';
import { fileConnector } from './file.connector.js';
import { fileSettings } from './settings.js';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'tandem-connector-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const put = (name: string, content: string | Buffer) => writeFile(path.join(base, name), content);
const mapping = {
  stream: 'measurement',
  fields: { metric: { constant: 'visits' }, periodStart: 'day', value: 'visits' },
  naturalKey: { columns: ['id'] },
};
const parse = (changed: object = {}) =>
  fileSettings.parse({ location: { path: '.' }, mappings: [mapping], ...changed });
const contextOf = (cursor: Json | null = null) => ({
  cursor,
  signal: new AbortController().signal,
  uploadDirectory: base,
  baseDirectory: base,
});

async function read(changed: object = {}, cursor: Json | null = null): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of fileConnector.read(parse(changed), contextOf(cursor))) pages.push(page);
  return pages;
}
const recordsOf = (pages: readonly Page[]) => pages.flatMap((page) => page.records);

function rows(from: number, to: number): string {
  const lines: string[] = [];
  for (let id = from; id < to; id += 1) {
    const value = id % 1000 === 3 ? 'many' : id % 7;
    lines.push(`${id},2016-0${(id % 9) + 1}-01,${value}`);
  }
  return `id,day,visits\n${lines.join('\n')}\n`;
}

describe.each([
  ['keys from columns', { columns: ['id'] }],
  ['keys from content', { contentAndOccurrence: true }],
])('the file connector over several files with %s', (_title, naturalKey) => {
  const settings = parse({ mappings: [{ ...mapping, where: { visits: { not: ['6'] } }, naturalKey }] });
  const cases = () =>
    acceptanceSuite({
      connector: fileConnector,
      settings,
      context: { uploadDirectory: base, baseDirectory: base },
      rows: 17_000,
    });

  beforeEach(async () => {
    await put('1.csv', rows(0, 7_000));
    await put('2.csv.gz', gzipSync(rows(2_000, 4_000)));
    await put('3.csv', rows(7_000, 15_000));
  });
  for (const [index, { title }] of acceptanceSuite({
    connector: fileConnector,
    settings,
    context: { uploadDirectory: '', baseDirectory: '' },
    rows: 0,
  }).entries()) {
    it(title, async () => {
      await cases()[index]?.run();
    });
  }
});

describe('the file connector', () => {
  it('reads JSON lines like CSV', async () => {
    await put('a.csv', 'id,day,visits\n1,2016-01-01,5\n2,2016-01-02,\n');
    await put(
      'b.jsonl.gz',
      gzipSync('{"id":1,"day":"2016-01-01","visits":5}\n{"id":2,"day":"2016-01-02","visits":null}\n'),
    );
    const [csv, json] = [await read({ location: { path: 'a.csv' } }), await read({ location: { path: 'b.jsonl.gz' } })];
    const plain = (pages: readonly Page[]) => recordsOf(pages).map((record) => ({ ...record, origin: '' }));
    expect(plain(json)).toEqual(plain(csv));
    expect(recordsOf(csv).map((record) => record.origin)).toEqual(['a.csv:2', 'a.csv:3']);
    expect(recordsOf(json).map((record) => record.origin)).toEqual(['b.jsonl.gz:1', 'b.jsonl.gz:2']);
  });

  it.each<[string, Buffer]>([
    ['utf-8', Buffer.from('\ufeffid,day,visits,name\n1,2016-01-01,5,Café €\n')],
    ['windows-1252', Buffer.from('id,day,visits,name\n1,2016-01-01,5,Caf\xe9 \x80\n', 'latin1')],
    ['utf-16le', Buffer.from('\ufeffid,day,visits,name\n1,2016-01-01,5,Café €\n', 'utf16le')],
  ])('reads %s', async (encoding, content) => {
    await put('a.csv', content);
    const pages = await read({ encoding, mappings: [{ ...mapping, dimensions: { name: 'name' } }] });
    expect(recordsOf(pages).map((record) => record.dimensions)).toEqual([{ name: 'Café €' }]);
  });

  it('keeps equal rows apart over all files, whatever their names', async () => {
    const settings = { mappings: [{ ...mapping, naturalKey: { contentAndOccurrence: true } }] };
    await put('a.csv', 'id,day,visits\n1,2016-01-01,5\n1,2016-01-01,5\n');
    await put('b.csv', 'id,day,visits\n2,2016-01-01,5\n1,2016-01-01,5\n');
    const keys = recordsOf(await read(settings)).map((record) => record.naturalKey);
    expect(new Set(keys).size).toBe(4);
    await put('0.csv', 'id,day,visits\n2,2016-01-01,5\n1,2016-01-01,5\n');
    await rm(path.join(base, 'b.csv'));
    expect(
      recordsOf(await read(settings))
        .map((record) => record.naturalKey)
        .sort(),
    ).toEqual([...keys].sort());
  });

  it('starts over when a file or the settings have changed since the interruption', async () => {
    await put('a.csv', rows(0, 11_000));
    const [first] = await read();
    const cursor = first?.cursor ?? null;
    expect(recordsOf(await read({}, cursor))).toHaveLength(999);
    expect(recordsOf(await read({ shiftWeeks: 1 }, cursor))).toHaveLength(10_989);
    await put('a.csv', rows(0, 11_001));
    expect(recordsOf(await read({}, cursor))).toHaveLength(10_990);
    expect(recordsOf(await read({}, { file: 'a.csv' }))).toHaveLength(10_990);
  });

  it('tells what has been read, and all of it only with the last page', async () => {
    await put('a.csv', rows(0, 22_000));
    const progress = (await read()).map((page) => page.progress ?? -1);
    expect(progress).toHaveLength(3);
    expect(progress.at(-1)).toBe(1);
    expect(progress.slice(0, -1).every((share) => share > 0 && share < 1)).toBe(true);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
  });

  it('describes in a check what a sync would do', async () => {
    await put('a.csv', 'id,day,visits\n1,2016-01-01,5\n2,2016-02-30,5\n');
    const { ok, findings } = await fileConnector.check(parse(), contextOf());
    expect(ok).toBe(true);
    expect(findings.join('\n')).toMatch(
      /a\.csv: 3 columns; the first 2 rows give: 1 records, 1 to quarantine, 0 left out[\s\S]*Line 3: .*February 2016 has 29 days/,
    );
    expect(await fileConnector.check(parse({ location: { path: 'none.csv' } }), contextOf())).toMatchObject({
      ok: false,
      findings: [expect.stringContaining('none.csv does not exist'), expect.any(String)],
    });
  });

  it('shows where it reads without what an address may hide', () => {
    expect(fileConnector.location(parse({ location: { url: 'https://example.org/a.csv?key=1' } }))).toBe(
      'https://example.org/a.csv',
    );
    expect(fileConnector.location(parse({ location: { upload: true } }))).toBe('uploaded files');
  });
});

describe('a file that is not as it should be', () => {
  it.each<[string, string, string | Buffer, object]>([
    ['no bytes', 'a.csv', '', { code: 'fileEmpty', action: 'sourceChanged', message: 'a.csv is empty.' }],
    [
      'missing columns',
      'a.csv',
      'id,date,Visit\n1,2016-01-01,5\n',
      {
        code: 'columnsMissing',
        action: 'configuration',
        message:
          'a.csv lacks columns that a mapping names: "day", "visits" (did you mean "Visit"?). Found: "id", "date", "Visit".',
      },
    ],
    [
      'another delimiter',
      'a.csv',
      'id;day;visits\n',
      { code: 'columnsMissing', hint: expect.stringContaining('set "delimiter"') as unknown },
    ],
    [
      'old line ends',
      'a.csv',
      'id\rday\r',
      { code: 'columnsMissing', hint: expect.stringContaining('line feeds') as unknown },
    ],
    [
      'a column twice',
      'a.csv',
      'id,day,visits,day\n',
      { code: 'columnsDuplicated', message: expect.stringContaining('"day" (columns 2 and 4)') as unknown },
    ],
    [
      'objects of another kind',
      'a.jsonl',
      '{"key":1,"date":"x"}\n',
      { code: 'columnsMissing', message: expect.stringContaining('"id"') as unknown },
    ],
    [
      'gzip that is cut off',
      'a.csv.gz',
      gzipSync(rows(0, 3_000)).subarray(0, 5_000),
      { code: 'gzipBroken', action: 'sourceChanged', message: expect.stringContaining('byte 5,000') as unknown },
    ],
    ['gzip that is damaged', 'a.csv.gz', damaged(gzipSync(rows(0, 3_000))), { code: 'gzipBroken' }],
    [
      'an Excel workbook',
      'a.csv',
      Buffer.from('PK\x03\x04rest'),
      { code: 'notText', hint: expect.stringContaining('CSV') as unknown },
    ],
    [
      'UTF-16 without saying so',
      'a.csv',
      Buffer.from('\ufeffid,day', 'utf16le'),
      { code: 'encodingWrong', hint: expect.stringContaining('utf-16le') as unknown },
    ],
    ['a name without meaning', 'a.data', 'id,day,visits\n', { code: 'formatUnknown' }],
  ])('with %s is refused as a whole', async (_title, name, content, expected) => {
    await put(name, content);
    await expect(read({ location: { path: name } })).rejects.toMatchObject(expected);
  });

  it('with a header and no rows is read, and covers nothing', async () => {
    await put('a.csv', 'id,day,visits\n');
    expect(await read()).toMatchObject([{ records: [], rejected: [], filteredOut: 0, progress: 1, coverage: {} }]);
  });

  it('gives each bad row its place, its reason and its text, and imports the others', async () => {
    const lines = [
      Buffer.from('id,day,visits\n1,2016-01-01,5\n2,31/02/2016,5\n3,"2016-01-03\n",5\n4,2016-01-04\n'),
      Buffer.from([0x35, 0xff, 0x0a]),
      Buffer.from('6,2016-01-06,a lot\n7,"2016-01-07,5\n8,2016-01-08,8\n9\0,2016-01-09,9\n'),
      Buffer.alloc(2 << 20, 'x'),
      Buffer.from('\n10,2016-01-10,10\n'),
    ];
    await put('a.csv', Buffer.concat(lines));
    const pages = await read();
    expect(recordsOf(pages).map((record) => record.origin)).toEqual(['a.csv:2', 'a.csv:4', 'a.csv:10', 'a.csv:13']);
    expect(pages[0]?.rejected.map(({ line, field }) => [line, field])).toEqual([
      [3, 'periodStart'],
      [6, null],
      [7, null],
      [8, 'value'],
      [9, null],
      [11, null],
      [12, null],
    ]);
    for (const { file, reason, raw, stream } of pages[0]?.rejected ?? []) {
      expect({ file, stream }).toEqual({ file: 'a.csv', stream: 'measurement' });
      expect(reason).toMatch(/^[A-Z].*\.$/);
      expect(raw.length).toBeLessThanOrEqual(4_000);
      expect(raw).not.toContain('\0');
    }
  });

  it('keeps what was committed before gzip breaks, and claims no coverage', async () => {
    const whole = gzipSync(rows(0, 200_000));
    await put('a.csv.gz', whole.subarray(0, whole.length - 1_000));
    const committed: Page[] = [];
    await expect(
      (async () => {
        for await (const page of fileConnector.read(parse(), contextOf())) committed.push(page);
      })(),
    ).rejects.toMatchObject({ code: 'gzipBroken' });
    expect(committed.length).toBeGreaterThan(5);
    expect(committed.every((page) => page.coverage === undefined)).toBe(true);
  });
});

function damaged(packed: Buffer): Buffer {
  const copy = Buffer.from(packed);
  copy.fill(0xff, 1_000, 1_040);
  return copy;
}

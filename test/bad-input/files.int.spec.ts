import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import type { SourcePage } from '@tandem/contracts/sources';
import { fileOf, goodRow, header, InputStage, nowhere } from './input-stage.js';

let stage: InputStage;
beforeAll(async () => {
  stage = await InputStage.open();
});
afterAll(() => stage.close());

/** Whatever came in, every row is accounted for. */
function expectAllAccountedFor({ source }: SourcePage): void {
  const run = source.lastRun;
  expect(run?.received).toBe((run?.stored ?? 0) + (run?.unchanged ?? 0) + (run?.quarantined ?? 0));
}

/** The refused rows as line and reason, in the order of the file. */
function refused({ quarantine }: SourcePage): readonly { line: number; reason: string }[] {
  return [...quarantine].sort((a, b) => a.line - b.line).map(({ line, reason }) => ({ line, reason }));
}

const rowsRefused = [
  { what: 'a day that does not exist', row: 'x,2026-02-30T08:00:00Z,,met', field: 'startedAt', reason: /2026-02-30/ },
  { what: 'a month that does not exist', row: 'x,2026-13-01,,met', field: 'startedAt', reason: /2026-13-01/ },
  { what: 'a year of zero', row: 'x,0000-01-01T00:00:00Z,,met', field: 'startedAt', reason: /0000-01-01/ },
  { what: 'a text instead of an instant', row: 'x,last Tuesday,,met', field: 'startedAt', reason: /last Tuesday/ },
  { what: 'a required value left empty', row: 'x,,,met', field: 'startedAt', reason: /opened|startedAt/ },
  {
    what: 'a value that the mapping does not foresee',
    row: 'x,2026-09-01,,escalated',
    field: 'state',
    reason: /escalated/,
  },
  { what: 'a cell too few', row: 'x,2026-09-01,', field: null, reason: /3 .*4|4 .*3/ },
  { what: 'a cell too many', row: 'x,2026-09-01,,met,extra', field: null, reason: /5 .*4|4 .*5/ },
  { what: 'a quote that nothing closes', row: 'x,"2026-09-01,,met', field: null, reason: /quot/i },
  { what: 'a NUL byte', row: 'x\0y,2026-09-01,,met', field: null, reason: /NUL/ },
];

describe('a file with rows that do not fit', () => {
  it.each(rowsRefused)('keeps the good rows and quarantines $what with its line and reason', async (example) => {
    const id = `row-${rowsRefused.indexOf(example)}`;
    const page = await stage.source(id, fileOf(goodRow('a'), example.row, goodRow('b', '02')));
    expect(page.source.lastRun).toMatchObject({ state: 'succeeded', stored: 2, quarantined: 1, error: null });
    expectAllAccountedFor(page);
    expect(await stage.stored(id)).toEqual(['a', 'b']);
    expect(page.quarantine).toMatchObject([{ file: `${id}.csv`, line: 3, stream: 'slaCycle' }]);
    expect(page.quarantine[0]?.reason).toMatch(example.reason);
    if (example.field !== null) expect(page.quarantine[0]?.field).toBe(example.field);
  });

  it('refuses the hour that a clock change skips, and takes the hour after it', async () => {
    const rows = ['a,2026-03-29 02:30,,met', 'b,2026-03-29 03:30,,met'];
    const page = await stage.source('skipped-hour', fileOf(...rows), {
      mapping: { dateFormat: 'YYYY-MM-DD H:mm', zone: 'Europe/Berlin' },
    });
    expect(await stage.stored('skipped-hour')).toEqual(['b']);
    expect(refused(page)).toEqual([{ line: 2, reason: expect.stringMatching(/02:30.*Europe\/Berlin/) as string }]);
    expectAllAccountedFor(page);
  });

  it('takes a file of mixed encodings row by row', async () => {
    const latin = Buffer.from('c,2026-09-03T08:00:00Z,,met,Zürich\n', 'latin1');
    const content = Buffer.concat([
      Buffer.from(`${header},town\n${goodRow('a')},Zürich\n${goodRow('b', '02')},Genève\n`),
      latin,
      Buffer.from(`${goodRow('d', '04')},Bern\n`),
    ]);
    const page = await stage.source('mixed', content, { mapping: { dimensions: { town: 'town' } } });
    expect(page.source.lastRun).toMatchObject({ state: 'succeeded', stored: 3, quarantined: 1 });
    expect(await stage.stored('mixed')).toEqual(['a', 'b', 'd']);
    expect(refused(page)).toEqual([{ line: 4, reason: expect.stringMatching(/UTF-8/) as string }]);
    expectAllAccountedFor(page);
  });

  it('takes JSON lines object by object, whatever stands between them', async () => {
    const row = (id: string, more: object = {}) => JSON.stringify({ id, opened: '2026-09-01', state: 'met', ...more });
    const nested = `{"id":"deep","opened":"2026-09-01","state":"met","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const lines = [
      row('a'),
      '{"id": ',
      '[]',
      '7',
      row('n\0'),
      row('s\ud800'),
      nested,
      row('p', { opened: [1] }),
      row('b'),
    ];
    const page = await stage.source('lines', `${lines.join('\n')}\n`, {
      fileName: 'lines.jsonl',
      mapping: { naturalKey: { contentAndOccurrence: true } },
    });
    expect(page.source.lastRun).toMatchObject({ state: 'succeeded', stored: 2, quarantined: 7 });
    expectAllAccountedFor(page);
    expect(refused(page).map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    for (const { reason } of refused(page)) expect(reason).toMatch(/\w+ .*\. \w+ .*\./);
    expect(await stage.stored('lines')).toHaveLength(2);
  });

  it('reads what was refused once it is mended, and counts nothing twice', async () => {
    await stage.source('mended', fileOf(goodRow('a'), 'b,yesterday,,met'));
    const page = await stage.readAgain('mended', fileOf(goodRow('a'), goodRow('b', '02')));
    expect(page.source.lastRun).toMatchObject({ received: 2, stored: 1, unchanged: 1, quarantined: 0 });
    expect(await stage.stored('mended')).toEqual(['a', 'b']);
  });
});

const broken = gzipSync(fileOf(goodRow('c', '03'), goodRow('d', '04')));
const filesRefused: { what: string; content: Buffer | string; fileName?: string; code: string; message: RegExp }[] = [
  {
    what: 'lacks columns',
    content: 'id,opened\nc,2026-09-03\n',
    code: 'columnsMissing',
    message: /closed.*state.*(id.*opened)/s,
  },
  { what: 'has other columns', content: 'Nummer;Beginn;Ende\n1;2;3\n', code: 'columnsMissing', message: /Nummer/ },
  {
    what: 'names a column twice that is read',
    content: 'id,id,opened,closed,state\nc,d,2026-09-03,,met\n',
    code: 'columnsDuplicated',
    message: /"id"/,
  },
  { what: 'is empty', content: '', code: 'fileEmpty', message: /empty/ },
  {
    what: 'is gzip cut off',
    content: broken.subarray(0, 40),
    fileName: 'cut.csv.gz',
    code: 'gzipBroken',
    message: /cut/,
  },
  {
    what: 'is gzip with damage inside',
    content: Buffer.from(broken.map((byte, index) => (index > 20 && index < 40 ? byte ^ 0xff : byte))),
    fileName: 'damaged.csv.gz',
    code: 'gzipBroken',
    message: /damaged/,
  },
  { what: 'is no table but a picture', content: pictureLike(), code: 'headerUnreadable', message: /line 1/ },
];

describe('a file that cannot be read', () => {
  it.each(filesRefused)('which $what changes nothing of what is stored, and the run says why', async (example) => {
    const id = `file-${filesRefused.indexOf(example)}`;
    const options = { fileName: example.fileName ?? `${id}.csv` };
    const good = fileOf(goodRow('a'), goodRow('b', '02'));
    await stage.source(id, options.fileName.endsWith('.gz') ? gzipSync(good) : good, options);
    const page = await stage.readAgain(id, example.content, options);
    const { source, quarantine } = page;
    expect(source.state).toBe('failing');
    expect(source.lastRun).toMatchObject({ state: 'failed', stored: 0, error: { code: example.code } });
    expect(source.lastRun?.error?.message).toMatch(example.message);
    expect(source.lastRun?.error?.message).toContain(options.fileName);
    expect(source.lastRun?.error?.hint).toMatch(/\w{3,}.*\./);
    expect(quarantine).toEqual([]);
    expect(await stage.stored(id)).toEqual(['a', 'b']);
  });

  it('because it is not there says where it was looked for', async () => {
    const page = await stage.source('nowhere', null, { settings: { location: { path: nowhere } } });
    expect(page.source.lastRun).toMatchObject({ state: 'failed', received: 0, error: { code: 'fileMissing' } });
    expect(page.source.lastRun?.error?.message).toContain('tickets.csv');
  });
});

describe('an uploaded file', () => {
  const settings = { location: { upload: true } };
  const upload = (id: string, name: string, body: string | Buffer) =>
    stage.ask('POST', `/api/v1/sources/${id}/upload?name=${encodeURIComponent(name)}`, {
      body,
      headers: { 'content-type': 'application/octet-stream' },
    });

  it('under a name that leads elsewhere is refused and written nowhere', async () => {
    await stage.source('uploads', null, { settings });
    const before = await stage.page('uploads');
    for (const name of ['../evil.csv', '/etc/evil.csv', '..', '.hidden', 'a\0b.csv', '', 'a'.repeat(300), 'a/b.csv']) {
      const { status, problem } = await upload('uploads', name, fileOf(goodRow('a')));
      expect({ name, status }).toEqual({ name, status: 400 });
      expect(problem.issues?.[0]).toMatchObject({ field: 'name', reason: expect.stringMatching(/\w+/) as string });
    }
    expect(await stage.page('uploads')).toEqual(before);
  });

  it('to a source that reads elsewhere is refused with the reason', async () => {
    await stage.source('by-path', fileOf(goodRow('a')));
    const { status, problem } = await upload('by-path', 'tickets.csv', fileOf(goodRow('b')));
    expect(status).toBe(400);
    expect(problem.message).toMatch(/upload/);
    expect(await stage.stored('by-path')).toEqual(['a']);
  });

  it('that is damaged gzip fails its run and keeps what was uploaded before', async () => {
    await stage.source('uploaded', null, { settings });
    const first = await stage.page('uploaded');
    expect((await upload('uploaded', 'one.csv', fileOf(goodRow('a')))).status).toBe(202);
    const good = await stage.finished('uploaded', first.source.lastRun?.id ?? null);
    expect(good.source.lastRun).toMatchObject({ state: 'succeeded', stored: 1 });
    expect((await upload('uploaded', 'two.csv.gz', broken.subarray(0, 40))).status).toBe(202);
    const bad = await stage.finished('uploaded', good.source.lastRun?.id ?? null);
    expect(bad.source.lastRun).toMatchObject({ state: 'failed', error: { code: 'gzipBroken' } });
    expect(bad.source.lastRun?.error?.message).toContain('two.csv.gz');
    expect(await stage.stored('uploaded')).toEqual(['a']);
  });
});

describe('a line of 300 MB', () => {
  const megabytes = 300;

  it('is quarantined by its beginning, the rows around it are stored, and memory stays far below its length', async () => {
    const file = stage.fileOf('huge');
    await writeFile(file, fileOf(goodRow('a')));
    await pipeline(Readable.from(longLine()), createWriteStream(file, { flags: 'a' }));
    const before = await memoryOf(stage.product.pid);
    const page = await stage.source('huge', null);
    const after = await memoryOf(stage.product.pid);
    expect(page.source.lastRun).toMatchObject({ state: 'succeeded', stored: 2, quarantined: 1 });
    expectAllAccountedFor(page);
    expect(await stage.stored('huge')).toEqual(['a', 'b']);
    expect(page.quarantine).toMatchObject([{ line: 3, reason: expect.stringMatching(/long|MiB|bytes/) as string }]);
    expect(page.quarantine[0]?.raw.length).toBeLessThan(10_000);
    if (before === null || after === null) {
      process.stdout.write('Memory is not looked at: this system has no /proc.\n');
      return;
    }
    expect(after.peakMiB - before.residentMiB).toBeLessThan(megabytes / 2);
  });

  function* longLine(): Generator<Buffer> {
    const chunk = Buffer.alloc(1 << 20, 'x');
    yield Buffer.from('long,');
    for (let megabyte = 0; megabyte < megabytes; megabyte += 1) yield chunk;
    yield Buffer.from(`\n${goodRow('b', '02')}\n`);
  }
});

/** Resident memory of a process, and the most that it ever was; null where the system does not say. */
async function memoryOf(pid: number): Promise<{ residentMiB: number; peakMiB: number } | null> {
  if (process.platform !== 'linux') return null;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const inMiB = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { residentMiB: inMiB('VmRSS'), peakMiB: inMiB('VmHWM') };
}

/** Bytes that are no text, with line ends among them. */
function pictureLike(): Buffer {
  const bytes = Buffer.alloc(4096);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = (index * 167 + 13) % 256;
  return bytes;
}

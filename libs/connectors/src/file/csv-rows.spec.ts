import fc from 'fast-check';
import { csvRows } from './csv-rows.js';
import type { RowBatch } from './row-batch.js';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

interface Told {
  readonly line: number;
  readonly told: readonly string[] | string;
}

async function read(content: string | Buffer, { size = 64, delimiter = ',' } = {}): Promise<Told[]> {
  const found: Told[] = [];
  for await (const batch of csvRows(inPieces(Buffer.from(content), size), 'a.csv', delimiter))
    found.push(...toldBy(batch));
  return found;
}

function toldBy(batch: RowBatch): Told[] {
  return batch.rows.map((row) => ({ line: row.line, told: 'cells' in row ? row.cells : row.problem }));
}

describe('csvRows', () => {
  it('gives physical lines, also after quoted line ends, CRLF and blank lines', async () => {
    const content = 'a,b\r\n1,"two\r\nlines"\r\n\r\n3,"say ""hi"""\n5,6';
    for (const size of [1, 2, 3, 7, 1000]) {
      expect(await read(content, { size })).toEqual([
        { line: 2, told: ['1', 'two\r\nlines'] },
        { line: 5, told: ['3', 'say "hi"'] },
        { line: 6, told: ['5', '6'] },
      ]);
    }
  });

  it('reads back whatever was written, cut into pieces of any size', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', '€', '\r\n'), maxLength: 8 });
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const written = [
          'a,b',
          ...rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')),
        ].join('\n');
        const cells = (await read(written, { size })).map(({ told }) => told);
        expect(cells).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  it('costs only the line itself when a quote is never closed', async () => {
    const told = await read('a,b\n1,"open\n2,fine\n3,"quoted"\n4,fine\n', { size: 5 });
    expect(told.map(({ line, told: what }) => (typeof what === 'string' ? `${line} ${what}` : line))).toEqual([
      '2 A quote is opened in this row and never closed. Close it, or write it twice inside a quoted cell.',
      3,
      4,
      5,
    ]);
  });

  it('costs only the line itself when no later quote closes it either', async () => {
    const told = await read(`a,b\n1,"open\n${'2,fine\n'.repeat(1000)}`, { size: 4096 });
    expect(told).toHaveLength(1001);
    expect(told.filter(({ told: what }) => typeof what === 'string').map(({ line }) => line)).toEqual([2]);
  });

  it.each([
    ['1,5" disk', 'A quote stands in the middle of a cell'],
    ['1,"a"b', 'Text follows a closing quote'],
    ['1', 'The row has 1 cell and the header has 2.'],
    ['1,2,3', 'The row has 3 cells and the header has 2.'],
    ['1,\0', 'The row holds a NUL byte (byte 3 of the row)'],
  ])('says of %j what is wrong, and reads the rows around it', async (row, problem) => {
    expect(await read(`a,b\n0,0\n${row}\n"9","9"\n`)).toEqual([
      { line: 2, told: ['0', '0'] },
      { line: 3, told: expect.stringContaining(problem) as unknown },
      { line: 4, told: ['9', '9'] },
    ]);
  });

  it('names the line and the byte of a row that is no UTF-8', async () => {
    const content = Buffer.concat([Buffer.from('a,b\nné,1\nn'), Buffer.from([0xe9]), Buffer.from(',2\nok,3\n')]);
    expect(await read(content)).toEqual([
      { line: 2, told: ['né', '1'] },
      { line: 3, told: expect.stringContaining('byte 2 of the row is 0xE9') as unknown },
      { line: 4, told: ['ok', '3'] },
    ]);
  });

  it('refuses a line of many megabytes, tells its length, and goes on after it', async () => {
    const long = Buffer.alloc(5 << 20, 'x');
    const content = Buffer.concat([Buffer.from('a,b\n1,2\n'), long, Buffer.from('\n3,4\n')]);
    for (const size of [1 << 16, 1 << 23]) {
      expect(await read(content, { size })).toEqual([
        { line: 2, told: ['1', '2'] },
        {
          line: 3,
          told: expect.stringMatching(/^The row is 5,242,880 bytes long and at most 1,048,576 are read/) as unknown,
        },
        { line: 4, told: ['3', '4'] },
      ]);
    }
  });

  it('lets go of the bytes of a line that is too long', async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('a,b\n1,2\n');
      const piece = Buffer.alloc(1 << 20, 'x');
      for (let count = 0; count < 600; count += 1) yield await Promise.resolve(piece);
      yield Buffer.from('\n3,4\n');
    }
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const told: Told[] = [];
    for await (const batch of csvRows(endless(), 'a.csv', ',')) {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      told.push(...toldBy(batch));
    }
    expect(told.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(most).toBeLessThan(250 << 20);
  });

  it('takes another delimiter', async () => {
    expect(await read('a;b\n1;"x;y"\n', { delimiter: ';' })).toEqual([{ line: 2, told: ['1', 'x;y'] }]);
  });

  it('refuses a header that cannot be read', async () => {
    await expect(read('a,"b\n1,2\n')).rejects.toMatchObject({ code: 'headerUnreadable' });
  });

  it('gives no rows for a header alone, and no batch for nothing', async () => {
    expect(await read('a,b\n')).toEqual([]);
    expect(await read('')).toEqual([]);
  });
});

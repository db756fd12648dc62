import { buffer } from 'node:stream/consumers';
import { readXlsx } from 'hucre';
import { exportTable, number, text, type Cell, type ExportColumn, type ExportTable } from './export-table.js';
import { xlsxFile } from './xlsx-file.js';

type Row = readonly [Cell, string | number | null];
const columns: ExportColumn<Row>[] = [text('what', ([cell]) => cell), number('value', ([, digits]) => digits)];
const tableOf = (rows: Iterable<Row> | AsyncIterable<Row>) => exportTable('numbers', columns, rows);

/** What another program sees in the file. */
async function readBack(table: ExportTable, rowsPerSheet?: number) {
  const bytes = await buffer(xlsxFile(table, rowsPerSheet === undefined ? {} : { rowsPerSheet }));
  return (await readXlsx(bytes, { readStyles: true })).sheets;
}

describe('a table as a workbook', () => {
  it('is read by another program with its heading, texts and numbers', async () => {
    const [sheet] = await readBack(
      tableOf([
        ['Mobile & <web> "x"', '26.60'],
        ['', '-0.004'],
        [null, null],
        ['n', 7],
      ]),
    );
    expect(sheet?.name).toBe('numbers');
    expect(sheet?.rows).toEqual([
      ['what', 'value'],
      ['Mobile & <web> "x"', 26.6],
      ['', -0.004],
      [null, null],
      ['n', 7],
    ]);
  });

  it('shows a number with the decimals that it came with', async () => {
    const [sheet] = await readBack(
      tableOf([
        ['a', '26.60'],
        ['b', '3'],
        ['c', '-0.000000000000001'],
      ]),
    );
    const formats = [1, 2, 3].map((row) => sheet?.cells?.get(`${row},1`)?.style?.numFmt);
    expect(formats).toEqual(['0.00', '0', '0.000000000000000']);
  });

  it.each(['12345678901234567', '-123456789012345678901234567890.123456789012345', '0.1234567890123456'])(
    'keeps %s as a text, which a number cell would cut',
    async (digits) => {
      const [sheet] = await readBack(tableOf([['a', digits]]));
      expect(sheet?.rows[1]?.[1]).toBe(digits);
    },
  );

  it.each(['123456789012345', '-0.000123456789012345', '1234567890123.45'])('keeps %s as a number', async (digits) => {
    const [sheet] = await readBack(tableOf([['a', digits]]));
    expect(sheet?.rows[1]?.[1]).toBe(Number(digits));
  });

  it('holds no formula, whatever a text starts with', async () => {
    const dangerous = ['=1+1', '+1', '-x', '@SUM(A1)', '\t=1', '\0=cmd', ' =1'];
    const [sheet] = await readBack(tableOf(dangerous.map((cell) => [cell, null] as const)));
    for (const [row] of dangerous.entries()) {
      const cell = sheet?.cells?.get(`${row + 1},0`);
      expect(cell?.formula).toBeUndefined();
      expect(cell?.style?.numFmt).toBe('@');
    }
    expect(sheet?.rows.slice(1).map(([cell]) => cell)).toEqual([
      "'=1+1",
      "'+1",
      "'-x",
      "'@SUM(A1)",
      "'\t=1",
      "'=cmd",
      "' =1",
    ]);
  });

  it('survives control characters and texts that read like their escapes', async () => {
    const [sheet] = await readBack(tableOf([['a\u0001b\r\n_x0041_ 😀 \ud800', null]]));
    expect(String(sheet?.rows[1]?.[0])).toContain('_x0041_ 😀');
  });

  it('says so when a text is longer than a cell', async () => {
    const [sheet] = await readBack(tableOf([['x'.repeat(40_000), null]]));
    const cell = String(sheet?.rows[1]?.[0]);
    expect(cell).toHaveLength(32_767);
    expect(cell).toMatch(/cut; CSV and NDJSON hold all of it\)$/);
  });

  it('goes on in a next sheet, heading included, when one is full', async () => {
    const rows = Array.from({ length: 5 }, (_, index) => [`row ${index}`, index] as const);
    const sheets = await readBack(tableOf(rows), 3);
    expect(sheets.map(({ name, rows: found }) => [name, found.length])).toEqual([
      ['numbers', 3],
      ['numbers 2', 3],
      ['numbers 3', 2],
    ]);
    expect(sheets[2]?.rows).toEqual([
      ['what', 'value'],
      ['row 4', 4],
    ]);
    expect(await readBack(tableOf(rows.slice(0, 4)), 3)).toHaveLength(2);
  });

  it('is a workbook with a heading when there are no rows', async () => {
    expect((await readBack(tableOf([])))[0]?.rows).toEqual([['what', 'value']]);
  });

  it('refers to nothing outside itself', async () => {
    const text = (await buffer(xlsxFile(tableOf([['a', '1']])))).toString('latin1');
    expect(text).not.toMatch(/externalLink|TargetMode|connections\.xml|vbaProject/);
  });

  it('breaks off when the rows fail', async () => {
    async function* failing(): AsyncGenerator<Row> {
      yield ['a', '1'];
      await Promise.resolve();
      throw new Error('the store is gone');
    }
    await expect(buffer(xlsxFile(tableOf(failing())))).rejects.toThrow('the store is gone');
  });

  it('stops reading rows when its reader stops', async () => {
    let [started, stopped] = [false, false];
    async function* endless(): AsyncGenerator<Row> {
      try {
        for (;;) {
          await Promise.resolve();
          started = true;
          yield ['x'.repeat(1_000), '1'];
        }
      } finally {
        stopped = true;
      }
    }
    const file = xlsxFile(tableOf(endless()));
    for await (const chunk of file) if ((chunk as Buffer).length > 0 && started) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(stopped).toBe(true);
  });
});

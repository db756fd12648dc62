import { csvText } from './csv-text.js';
import { exportTable, number, text, type Cell, type ExportColumn } from './export-table.js';

const columns: ExportColumn<readonly [Cell, string | null]>[] = [
  text('what', ([cell]) => cell),
  number('value', ([, digits]) => digits),
];

async function csv(rows: readonly (readonly [Cell, string | null])[], bom = false): Promise<string> {
  const texts: string[] = [];
  for await (const piece of csvText(exportTable('t', columns, rows), { bom })) texts.push(piece);
  return texts.join('');
}

describe('a table as CSV', () => {
  it('has a heading, CRLF, and quotes around what holds a comma, a quote or a line break', async () => {
    expect(
      await csv([
        ['x,y', '1.50'],
        ['say "no"\nnow', '-2'],
      ]),
    ).toBe('what,value\r\n"x,y",1.50\r\n"say ""no""\nnow",-2\r\n');
  });

  it('leaves an absent value empty, which is not 0', async () => {
    expect(
      await csv([
        [null, null],
        ['', '0'],
      ]),
    ).toBe('what,value\r\n,\r\n,0\r\n');
  });

  it.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u00a0=1',
    '\ufeff=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
  ])('puts an apostrophe in front of the text %j', async (dangerous) => {
    const [, row = ''] = (await csv([[dangerous, null]])).split('what,value\r\n');
    expect(row.replace(/^"/, '').startsWith("'")).toBe(true);
  });

  it('leaves out NUL, also where it hides a formula', async () => {
    expect(
      await csv([
        ['a\0b', null],
        ['\0=1', null],
      ]),
    ).toBe("what,value\r\nab,\r\n'=1,\r\n");
  });

  it('keeps numbers numbers, negative and long ones too, in columns of numbers and of text', async () => {
    const long = '-123456789012345678901234567890.123456789012345';
    expect(await csv([['-5.10', long]])).toBe(`what,value\r\n-5.10,${long}\r\n`);
  });

  it('neutralises what stands in a column of numbers and is none', async () => {
    expect(await csv([['a', '=1']])).toBe("what,value\r\na,'=1\r\n");
  });

  it('writes pairs as JSON', async () => {
    expect(await csv([[{ device: '=x', market: 'de' }, null]])).toBe(
      'what,value\r\n"{""device"":""=x"",""market"":""de""}",\r\n',
    );
  });

  it('starts with the byte order mark when asked', async () => {
    expect((await csv([], true)).charCodeAt(0)).toBe(0xfeff);
    expect((await csv([])).charCodeAt(0)).not.toBe(0xfeff);
  });
});

import { exportTable, number, text } from './export-table.js';
import { ndjsonText } from './ndjson-text.js';

describe('a table as NDJSON', () => {
  it('holds texts and digits as they are, one object a line', async () => {
    type Row = { readonly text: string | null; readonly digits: string | null };
    const rows: Row[] = [
      { text: '=1+1\0\n', digits: '-26.60' },
      { text: null, digits: null },
    ];
    const lines: string[] = [];
    const table = exportTable(
      't',
      [text<Row>('what', (row) => row.text), number<Row>('value', (row) => row.digits)],
      rows,
    );
    for await (const line of ndjsonText(table)) lines.push(line);
    expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { what: '=1+1\0\n', value: '-26.60' },
      { what: null, value: null },
    ]);
  });
});

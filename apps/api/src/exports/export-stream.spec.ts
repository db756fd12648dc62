import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text as textOf } from 'node:stream/consumers';
import { exportStream } from './export-stream.js';
import { exportTable, text } from './export-table.js';

const formats = ['csv', 'ndjson', 'xlsx'] as const;
const tableOf = (rows: AsyncIterable<string>) => exportTable('t', [text('what', (row: string) => row)], rows);

/** Rows of 1,000 characters that change, so that no compression makes them vanish. */
async function* rowsUpTo(most: number, made: { count: number; stopped: boolean }): AsyncGenerator<string> {
  try {
    let seed = 1;
    for (; made.count < most; made.count += 1) {
      await Promise.resolve();
      yield Array.from({ length: 100 }, () => (seed = (seed * 48_271) % 2_147_483_647).toString(36)).join('');
    }
  } finally {
    made.stopped = true;
  }
}

describe.each(formats)('an export as %s', (format) => {
  it('makes no more rows than its reader takes', async () => {
    const made = { count: 0, stopped: false };
    const stream = exportStream(tableOf(rowsUpTo(1_000_000, made)), format, { bom: false });
    for await (const chunk of stream) if ((chunk as Buffer).length > 0) break;
    expect(made.count).toBeLessThan(10_000);
  });

  it('gives the rows back when its reader goes away', async () => {
    const made = { count: 0, stopped: false };
    const stream = exportStream(tableOf(rowsUpTo(1_000_000, made)), format, { bom: false });
    stream.on('data', () => made.count > 0 && stream.destroy());
    await new Promise((resolve) => stream.once('close', resolve));
    for (let turn = 0; turn < 100 && !made.stopped; turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(made.stopped).toBe(true);
  });

  it('fails when the rows fail, instead of ending early', async () => {
    async function* failing(): AsyncGenerator<string> {
      yield 'a';
      await Promise.resolve();
      throw new Error('the store is gone');
    }
    await expect(textOf(exportStream(tableOf(failing()), format, { bom: false }))).rejects.toThrow('the store is gone');
  });

  it('gives a reader up that takes nothing any more', async () => {
    const made = { count: 0, stopped: false };
    const stream = exportStream(tableOf(rowsUpTo(1_000_000, made)), format, { bom: false, patienceMs: 50 });
    const stuck = new Writable({ highWaterMark: 1, write: () => undefined });
    await expect(pipeline(stream, stuck)).rejects.toThrow(/took nothing/);
    for (let turn = 0; turn < 100 && !made.stopped; turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(made.stopped).toBe(true);
  });
});

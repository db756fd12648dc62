import { mkdtemp, rm, writeFile, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ObservationsAnswer } from '@tandem/contracts/metrics';
import type { SourceList } from '@tandem/contracts/sources';
import { createDatabase, startProduct, until, type Product } from '../product/start-product.js';
import { truthConfiguration } from './truth-configuration.js';
import { truthValues } from './truth.js';

/** The answers of the running product to every truth question, beside what they must be. */
async function askAll(product: Product) {
  const asked: unknown[] = [];
  const known: unknown[] = [];
  for (const { question, metric, query, points } of truthValues) {
    const answer = await product.get<ObservationsAnswer>(
      `/api/v1/metrics/${metric}/observations?${new URLSearchParams(query)}`,
    );
    const fields = Object.keys(points[0] ?? {}) as (keyof (typeof answer.points)[number])[];
    asked.push({
      question,
      points: answer.points.map((point) => Object.fromEntries(fields.map((field) => [field, point[field]]))),
    });
    known.push({ question, points });
  }
  return { asked, known };
}

const sources = async (product: Product) => (await product.get<SourceList>('/api/v1/sources')).sources;

async function importAll(product: Product): Promise<void> {
  await until('every source was read', async () => {
    const all = await sources(product);
    const failed = all.find(({ lastRun }) => lastRun?.state === 'failed');
    if (failed) throw new Error(`${failed.id}: ${failed.lastRun?.error?.message ?? 'failed'}`);
    return all.length > 0 && all.every(({ lastRun }) => lastRun?.state === 'succeeded') ? true : null;
  });
}

async function resync(product: Product): Promise<void> {
  const before = await sources(product);
  for (const { id } of before) await product.post(`/api/v1/sources/${id}/sync`);
  await until('every source was read again', async () => {
    const now = await sources(product);
    return now.every(({ id, lastRun }) => {
      const earlier = before.find((source) => source.id === id);
      return lastRun?.state === 'succeeded' && lastRun.id !== earlier?.lastRun?.id;
    })
      ? true
      : null;
  });
}

let database: Awaited<ReturnType<typeof createDatabase>>;
let product: Product;

beforeEach(async () => {
  database = await createDatabase();
  product = await startProduct({ databaseUrl: database.url });
});

afterEach(async () => {
  await product.stop();
  await database.drop();
});

const apply = async (text: string) => product.post('/api/v1/configuration', { file: 'truth.yaml', text });

describe('the recorded data through the running product', () => {
  it('says what two independent programs say, also when every file is imported twice', async () => {
    await apply(await truthConfiguration());
    await importAll(product);
    const first = await askAll(product);
    expect(first.asked).toEqual(first.known);

    await resync(product);
    const again = await askAll(product);
    expect(again.asked).toEqual(again.known);
    for (const { lastRun } of await sources(product)) {
      expect(lastRun).toMatchObject({ stored: 0, quarantined: 0 });
      expect(lastRun?.received).toBe(lastRun?.unchanged);
    }
  });

  it('says the same when the rows of every file come in another order', async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'tandem-shuffled-'));
    try {
      const moved: Promise<void>[] = [];
      const text = await truthConfiguration((id, file) => {
        const shuffled = path.join(directory, `${id}.csv`);
        moved.push(shuffle(file, shuffled));
        return shuffled;
      });
      await Promise.all(moved);
      await apply(text);
      await importAll(product);
      const { asked, known } = await askAll(product);
      expect(asked).toEqual(known);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  it('says the same when the import is killed half way and taken up again', async () => {
    await apply(await truthConfiguration());
    await until('the largest import is half way', async () => {
      const progress = (await sources(product)).find(({ id }) => id === 'servicenow')?.lastRun?.progress ?? 0;
      return progress > 0.3 ? true : null;
    });
    await product.kill();
    product = await startProduct({ databaseUrl: database.url });
    await importAll(product);
    const { asked, known } = await askAll(product);
    expect(asked).toEqual(known);
  });
});

/** The same rows below the header, in an order drawn from a fixed seed. */
async function shuffle(from: string, to: string): Promise<void> {
  const [header = '', ...rows] = gunzipSync(await readFile(from))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  let seed = 42;
  for (let index = rows.length - 1; index > 0; index -= 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const other = seed % (index + 1);
    [rows[index], rows[other]] = [rows[other] ?? '', rows[index] ?? ''];
  }
  await writeFile(to, [header, ...rows, ''].join('\n'));
}

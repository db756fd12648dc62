import pg from 'pg';
import { createDatabase, startProduct, until, type Product } from '../product/start-product.js';
import { awkwardData, type AwkwardRecord, type AwkwardStream } from './awkward-data.js';
import { awkwardConfiguration } from './awkward-metrics.js';

/** The running product over the awkward data, in one time zone. */
export interface AwkwardStage {
  readonly product: Product;
  readonly databaseUrl: string;
  readonly timeZone: string;
  /** 1 for Monday to 7 for Sunday. */
  readonly firstDayOfWeek: number;
  readonly data: Readonly<Record<AwkwardStream, readonly (readonly AwkwardRecord[])[]>>;
  close(): Promise<void>;
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export async function openAwkwardStage(options: {
  readonly timeZone: string;
  readonly weekStartsOn: string;
  readonly seed: number;
}): Promise<AwkwardStage> {
  const database = await createDatabase();
  const product = await startProduct({ databaseUrl: database.url });
  const text = JSON.stringify(awkwardConfiguration(options.timeZone, options.weekStartsOn));
  await product.post('/api/v1/configuration', { file: 'awkward.yaml', text });
  const data = awkwardData(options.seed);
  for (const [stream, steps] of Object.entries(data)) {
    for (const records of steps) await push(product, stream, records);
  }
  await until('every metric is counted', () => counted(database.url));
  return {
    product,
    databaseUrl: database.url,
    timeZone: options.timeZone,
    firstDayOfWeek: weekdays.indexOf(options.weekStartsOn) + 1,
    data,
    close: async () => {
      await product.stop();
      await database.drop();
    },
  };
}

async function push(product: Product, stream: string, records: readonly AwkwardRecord[]): Promise<void> {
  const answer = await product.post<{ quarantined: number; verdicts: unknown[] }>(
    `/api/v1/push/${stream}?source=till`,
    records,
  );
  if (answer.quarantined > 0) throw new Error(`Not all of ${stream} was taken: ${JSON.stringify(answer.verdicts)}`);
}

async function counted(url: string): Promise<true | null> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from metric_version where counted_at is null limit 1');
    return rowCount ? null : true;
  } finally {
    await client.end();
  }
}

import type { Invited } from '@tandem/contracts/access';
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
  /** Whoever may look: each role, of both sides, by their session. */
  readonly readers: readonly Reader[];
  readonly data: Readonly<Record<AwkwardStream, readonly (readonly AwkwardRecord[])[]>>;
  close(): Promise<void>;
}

export interface Reader {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export async function openAwkwardStage(options: {
  readonly timeZone: string;
  readonly weekStartsOn: string;
  readonly seed: number;
  /** A workspace of a database that is there; a database of its own when left out. */
  readonly beside?: { readonly databaseUrl: string; readonly workspace: string };
}): Promise<AwkwardStage> {
  const { beside } = options;
  const database = beside ? { url: beside.databaseUrl, drop: () => Promise.resolve() } : await createDatabase();
  const env = beside ? { env: { TANDEM_WORKSPACE: beside.workspace } } : {};
  const product = await startProduct({ databaseUrl: database.url, ...env });
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
    readers: await readersOf(product),
    firstDayOfWeek: weekdays.indexOf(options.weekStartsOn) + 1,
    data,
    close: async () => {
      await product.stop();
      await database.drop();
    },
  };
}

async function readersOf(product: Product): Promise<Reader[]> {
  const people = [
    { role: 'viewer', side: 'marketing' },
    { role: 'contributor', side: 'it' },
    { role: 'owner', side: 'marketing' },
    { role: 'administrator', side: 'it' },
  ];
  const readers: Reader[] = [];
  for (const { role, side } of people) {
    const name = `${role} of ${side}`;
    const { link } = await product.post<Invited>('/api/v1/accounts/invitations', {
      email: `${role}.${side}@example.org`,
      name,
      role,
      side,
    });
    const accepted = await fetch(`${product.url}/api/v1/invitation/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ token: link.split('#')[1], name, password: 'rowing over calm water' }),
    });
    const cookie = accepted.headers.getSetCookie().map((set) => set.split(';')[0] ?? '');
    if (!accepted.ok || cookie.length === 0) throw new Error(`${name} could not come in: ${await accepted.text()}`);
    readers.push({ name, headers: { cookie: cookie.join('; '), 'sec-fetch-site': 'same-origin' } });
  }
  return readers;
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

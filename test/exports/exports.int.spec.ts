import type { Board } from '@tandem/contracts/board';
import type { Breakdown, MetricList, ObservationsAnswer, RecordsAnswer } from '@tandem/contracts/metrics';
import pg from 'pg';
import { until } from '../product/start-product.js';
import { openAwkwardStage, type AwkwardStage } from '../agreement/awkward-stage.js';
import { askForFile, readExport, rowsOf, type ExportedRow } from '../product/read-export.js';

let stage: AwkwardStage;
beforeAll(async () => {
  stage = await openAwkwardStage({ timeZone: 'Europe/Berlin', weekStartsOn: 'monday', seed: 7 });
}, 120_000);
afterAll(() => stage.close());

const formats = ['csv', 'ndjson', 'xlsx'] as const;
const json = <T>(path: string, query: Readonly<Record<string, string>>) =>
  stage.product.get<T>(`/api/v1/${path}?${new URLSearchParams(query)}`);
const file = (path: string, query: Readonly<Record<string, string>>, format: (typeof formats)[number]) =>
  readExport(stage.product, path, query, format);
/** What stands in spreadsheets for a text that could be run. */
const spreadsheet = (text: string | null, format: string) =>
  text !== null && format !== 'ndjson' && /^(\s*[=+\-@]|[\t\r\n])/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)
    ? `'${text}`
    : text;
const columns = (row: ExportedRow | undefined, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, row?.[name] ?? null]));
const numbers = ['value', 'numerator', 'denominator', 'n', 'state', 'period_start', 'period_end'];
const text = (value: number) => String(value);
const numbersOf = (observation: Board['goals'][number]['keyResults'][number]['current']) => ({
  value: observation.value,
  numerator: observation.numerator,
  denominator: observation.denominator,
  n: text(observation.n),
  state: observation.state,
  period_start: observation.start,
  period_end: observation.end,
});
const knownAt = '2024-06-20T00:00:00.000Z';
const range = { from: '2024-03-01', to: '2024-04-15' };

describe.each(formats)('as %s', (format) => {
  it('the board has a row for each key result, with the digits of the API', async () => {
    const query = { period: '2024', asKnownAt: knownAt };
    const [board, rows] = await Promise.all([json<Board>('board', query), file('board', query, format)]);
    const results = board.goals.flatMap((goal) => goal.keyResults.map((result) => ({ goal, result })));
    expect(results.length).toBeGreaterThan(5);
    expect(rows).toHaveLength(results.length);
    for (const [index, { goal, result }] of results.entries()) {
      const row = rows[index];
      expect(columns(row, numbers)).toEqual(numbersOf(result.current));
      expect(columns(row, ['goal_title', 'metric', 'target', 'status', 'time_zone', 'as_known_at'])).toEqual({
        goal_title: spreadsheet(goal.title, format),
        metric: result.metric.key,
        target: result.target,
        status: result.status,
        time_zone: 'Europe/Berlin',
        as_known_at: knownAt,
      });
    }
  });

  it('the catalogue has a row for each metric', async () => {
    const [{ metrics }, rows] = await Promise.all([
      json<MetricList>('metrics', { asKnownAt: knownAt }),
      file('metrics', { asKnownAt: knownAt }, format),
    ]);
    expect(rows.map((row) => columns(row, [...numbers, 'metric', 'definition_version', 'as_known_at']))).toEqual(
      metrics.map(({ metric, version, current }) => ({
        ...numbersOf(current),
        metric: metric.key,
        definition_version: text(version),
        as_known_at: knownAt,
      })),
    );
  });

  it.each(['amount', 'huge', 'conversion', 'attainment', 'median-resolution'])(
    'the observations of %s have a row for each point and slice',
    async (key) => {
      const query = { ...range, grain: 'week', by: 'dimensions.channel' };
      const [{ points }, rows] = await Promise.all([
        json<ObservationsAnswer>(`metrics/${key}/observations`, query),
        file(`metrics/${key}/observations`, query, format),
      ]);
      expect(points.length).toBeGreaterThan(10);
      expect(rows.map((row) => columns(row, [...numbers, 'slice', 'grain']))).toEqual(
        points.map((point) => ({
          ...numbersOf(point),
          // A record without the dimension has the slice of no name, and a file has no way to tell that from an empty cell.
          slice: spreadsheet(point.dimensions['dimensions.channel'] || (format === 'ndjson' ? '' : null), format),
          grain: 'week',
        })),
      );
    },
  );

  it('the breakdown has a row for each slice and one for the whole', async () => {
    const query = { by: 'dimensions.channel', days: '28' };
    const [answer, rows] = await Promise.all([
      json<Breakdown>('metrics/conversion/breakdown', query),
      file('metrics/conversion/breakdown', query, format),
    ]);
    expect(rows).toHaveLength(answer.slices.length + 1);
    expect(rows.slice(0, -1).map((row) => columns(row, [...numbers, 'contribution']))).toEqual(
      answer.slices.map(({ current, contribution }) => ({ ...numbersOf(current), contribution })),
    );
    expect(columns(rows.at(-1), numbers)).toEqual(numbersOf(answer.current));
  });

  it('the records are all of them, in the order of the pages', async () => {
    const query = { from: '2024-02-01', to: '2024-05-01', asKnownAt: knownAt };
    const keys: string[] = [];
    let after: string | null = null;
    do {
      const page: RecordsAnswer = await json('metrics/attainment/records', {
        ...query,
        limit: '50',
        ...(after === null ? {} : { after }),
      });
      keys.push(...page.records.map(({ naturalKey, at, numerator }) => `${naturalKey} ${at} ${numerator ?? ''}`));
      after = page.next;
    } while (after !== null);
    const rows = await file('metrics/attainment/records', query, format);
    expect(keys.length).toBeGreaterThan(100);
    expect(rows.map((row) => `${row['key'] ?? ''} ${row['at'] ?? ''} ${row['numerator'] ?? ''}`)).toEqual(keys);
    expect(new Set(rows.map((row) => row['as_known_at']))).toEqual(new Set([knownAt]));
  });

  it('says what it is: name, media type, never to be kept', async () => {
    const answer = await askForFile(stage.product, 'metrics/amount/records', { ...range, format });
    expect(answer.headers.get('content-disposition')).toMatch(
      new RegExp(`^attachment; filename="tandem-amount-records-\\d{4}-\\d{2}-\\d{2}\\.${format}"$`),
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-type')).toMatch({ csv: /^text\/csv/, ndjson: /ndjson/, xlsx: /sheet$/ }[format]);
    await answer.arrayBuffer();
  });

  it('a refused question is a problem, not a file', async () => {
    const answer = await stage.product.fetch(`/api/v1/metrics/amount/observations?by=nonsense&format=${format}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await answer.json()).toMatchObject({ issues: [{ field: 'by' }] });
  });
});

describe('a file of records', () => {
  const everything = { from: '2024-01-01', to: '2024-06-01' };

  /** More records than any buffer on the way holds. */
  beforeAll(async () => {
    const day = Date.parse('2024-03-10T00:00:00Z');
    for (let batch = 0; batch < 4; batch += 1) {
      const records = Array.from({ length: 10_000 }, (_, index) => ({
        key: `bulk-${batch}-${index}`,
        metric: 'amount',
        periodStart: new Date(day + index * 1_000).toISOString(),
        value: '0.01',
        dimensions: { channel: `bulk ${'x'.repeat(200)}` },
      }));
      await stage.product.post('/api/v1/push/measurement?source=till', records);
    }
  }, 120_000);

  it('holds more than one batch of the store', async () => {
    const rows = await file('metrics/amount/records', everything, 'ndjson');
    const { total } = await json<RecordsAnswer>('metrics/amount/records', { ...everything, limit: '1' });
    expect(rows).toHaveLength(total);
    expect(total).toBeGreaterThan(40_000);
  });

  it.each(formats)('as %s breaks off visibly when the store fails in the middle', async (format) => {
    const answer = await askForFile(stage.product, 'metrics/amount/records', { ...everything, format });
    const reader = answer.body?.getReader();
    await reader?.read();
    await endTheReadingConnection();
    await expect(
      (async () => {
        while (!(await reader?.read())?.done);
      })(),
    ).rejects.toThrow();
    expect((await stage.product.fetch('/api/v1/metrics')).status).toBe(200);
  });

  it('gives its connection back when the reader goes away, and asks for patience where many read at once', async () => {
    const query = { ...everything, format: 'csv' };
    const slow = await Promise.all(
      [1, 2, 3].map(async () => {
        const answer = await askForFile(stage.product, 'metrics/amount/records', query);
        const reader = answer.body?.getReader();
        await reader?.read();
        return reader;
      }),
    );
    const one = () => stage.product.fetch(`/api/v1/metrics/amount/records?${new URLSearchParams(query)}`);
    const refused = await one();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ message: expect.stringContaining('Try again') as string });
    expect((await stage.product.fetch('/api/v1/metrics')).status).toBe(200);

    for (const reader of slow) await reader?.cancel();
    expect(await openCursors(0)).toBe(0);
    const again = await until('there is room again', async () => {
      const answer = await one();
      if (answer.ok) return answer;
      await answer.arrayBuffer();
      return null;
    });
    expect((await again.text()).split('\r\n').length).toBeGreaterThan(40_000);
  });

  it('starts with a byte order mark where Excel shall read a CSV', async () => {
    const bytes = Buffer.from(
      await (await askForFile(stage.product, 'metrics', { format: 'csv', bom: 'true' })).arrayBuffer(),
    );
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(Object.keys((await rowsOf(bytes, 'csv'))[0] ?? {})[0]).toBe('metric');
  });

  it('is described: each medium of each route that has files', async () => {
    const { paths } = (await (await stage.product.fetch('/api/openapi.json')).json()) as {
      paths: Record<string, { get?: { responses: Record<string, { content?: Record<string, { schema: unknown }> }> } }>;
    };
    for (const route of [
      'board',
      'metrics',
      'metrics/{key}/observations',
      'metrics/{key}/breakdown',
      'metrics/{key}/records',
    ]) {
      const content = paths[`/api/v1/${route}`]?.get?.responses['200']?.content ?? {};
      expect(Object.keys(content)).toHaveLength(4);
      expect(content['text/csv; charset=utf-8; header=present']?.schema).toEqual({ type: 'string', format: 'binary' });
      expect(content['application/json']?.schema).not.toEqual({ type: 'string', format: 'binary' });
    }
  });
});

/** What a restart of the database does to whoever reads. A workbook begins with what comes before its rows, so the reading may only be about to begin. */
async function endTheReadingConnection(): Promise<void> {
  await onDatabase((client) =>
    until('records are being read', async () => {
      const { rowCount } = await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and query like 'fetch %'`,
      );
      return rowCount || null;
    }),
  );
}

/** How many transactions read records, once it is as few as expected or does not become so. */
async function openCursors(expected: number): Promise<number> {
  return onDatabase(async (client) => {
    let open = Infinity;
    for (let turn = 0; turn < 100 && open > expected; turn += 1) {
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
          where datname = current_database() and state <> 'idle' and (query like 'fetch %' or query like 'declare %')`,
      );
      open = rows[0]?.n ?? Infinity;
      if (open > expected) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return open;
  });
}

async function onDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: stage.databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

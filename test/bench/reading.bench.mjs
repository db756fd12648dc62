import { createMetricBackfill } from '@tandem/kpi-store/repositories/metric-backfill';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { compared, inTurns, median, milliseconds, perSecond } from './comparison.mjs';
import { applyMetrics } from './configuration.mjs';
import { httpLoad } from './http-load.mjs';
import { halfHours, loadBegin, measurementPages } from './measurement-load.mjs';
import { makeReferenceTables } from './reference-tables.mjs';

const dayMs = 86_400_000;
const board = '/api/v1/board';
const top = '/api/v1/metrics/conversion/breakdown?by=dimensions.shop&top=10';

/** What people read: the board, a page and a breakdown, as they stand and after each change, through HTTP as everybody asks. */
export default {
  name: 'reading',
  /** @param {import('./bench-context.mjs').BenchContext} context */
  async run(context) {
    const load = { series: 140, days: context.quick ? 400 : 1_461 };
    const database = await context.openDatabase('reading');
    await fill(database, load);
    const end = loadBegin + load.days * dayMs;
    const reference = await context.startServer('reference-server.mjs', ['fastify', database.url]);
    const ours = await context.startServer('api-server.mjs', [
      database.url,
      new Date(end + 9 * 3_600_000).toISOString(),
    ]);
    const from = new Date(end - 365 * dayMs).toISOString().slice(0, 10);
    const days = `/api/v1/metrics/metric-7/observations?grain=day&from=${from}&to=${new Date(end).toISOString().slice(0, 10)}`;
    const total = (load.series * load.days * 48).toLocaleString('en');
    const change = await changes(database, load);
    return [
      ...(await unchanged(context, `board of 100 metrics over ${total} observations`, ours.port, reference.port)),
      await justChanged(context, change, {
        what: 'the same, data just changed: p50',
        ours: [ours.port, board],
        reference: [reference.port, '/board'],
        atMost: 0.35,
      }),
      await asTheyStand(context, {
        what: 'one metric, a year of days: p50',
        ours: [ours.port, days],
        reference: [reference.port, '/days'],
        atMost: 0.6,
      }),
      await justChanged(context, change, {
        what: 'the same, data just changed: p50',
        ours: [ours.port, days],
        reference: [reference.port, '/days'],
      }),
      await asTheyStand(context, {
        what: `top 10 of ${load.series} series: p50`,
        ours: [ours.port, top],
        reference: [reference.port, '/top'],
        atMost: 0.4,
      }),
      await justChanged(context, change, {
        what: 'the same, data just changed: p50',
        ours: [ours.port, top],
        reference: [reference.port, '/top'],
      }),
    ];
  },
};

/** @param {any} database @param {{ series: number, days: number }} load */
async function fill(database, load) {
  await database.pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('bench', 'Bench', 'file', '{}', 604800000, 0)`,
  );
  const run = await begin(database);
  const records = createRecordStore(database);
  for (const page of measurementPages(load)) await records.commitPage(run, page, new Date());
  const covered = {
    from: new Date(loadBegin).toISOString(),
    to: new Date(loadBegin + load.days * dayMs).toISOString(),
  };
  const whole = {
    records: [],
    rejected: [],
    filteredOut: 0,
    cursor: null,
    progress: null,
    coverage: { measurement: covered },
  };
  await records.commitPage(run, whole, new Date());
  await createRunStore(database).succeed(run, new Date());
  // Each metric reads a tenth of the series, another tenth each.
  const seriesOfMetrics = Array.from({ length: 100 }, (_, metric) =>
    Array.from({ length: load.series / 10 }, (_, index) => (metric + index * 10) % load.series),
  );
  const metrics = [
    { key: 'conversion', ...rateOf({}, ['dimensions.shop']) },
    ...seriesOfMetrics.map((series, index) => ({
      key: `metric-${index}`,
      ...rateOf({ 'dimensions.shop': series.map((each) => `shop ${each}`) }, []),
    })),
  ];
  const backfill = createMetricBackfill(database);
  await applyMetrics(database, metrics, goals(load), { counted: false });
  for (const { key } of metrics) await backfill.count(key, () => new Date());
  await makeReferenceTables(database, seriesOfMetrics);
}

/** @param {object} where @param {string[]} dimensions */
function rateOf(where, dimensions) {
  return {
    unit: '%',
    formula: {
      kind: 'ratio',
      stream: 'measurement',
      at: ['periodStart'],
      where: { metric: 'conversion', ...where },
      numerator: { sum: 'numerator' },
      denominator: { sum: 'denominator' },
      dimensions,
    },
  };
}

/** Ten goals of ten key results each, in the year that the data end in. @param {{ days: number }} load */
function goals({ days }) {
  const date = (/** @type {number} */ day) => new Date(loadBegin + day * dayMs).toISOString().slice(0, 10);
  return Array.from({ length: 10 }, (_, goal) => ({
    id: `goal-${goal}`,
    title: `Goal ${goal}`,
    outcome: 'More visits become orders',
    start: date(days - 270),
    due: date(days + 90),
    owners: {},
    keyResults: Array.from({ length: 10 }, (_, index) => ({
      id: `key-result-${index}`,
      kind: 'reach',
      metric: `metric-${goal * 10 + index}`,
      baseline: '10',
      target: '15',
    })),
  }));
}

/** @param {any} database */
async function begin(database) {
  const runs = createRunStore(database);
  const run = await runs.begin(await runs.queue('bench', 'request', new Date()), new Date());
  if (!run) throw new Error('The run did not begin.');
  return run;
}

/** Answers a function that commits one more half hour of every series, as a poll would; its run has begun, which is a change too. @param {any} database @param {{ series: number, days: number }} load */
async function changes(database, load) {
  const records = createRecordStore(database);
  const pages = halfHours(load, load.series, 200).values();
  const begun = await begin(database);
  return async () => {
    const page = pages.next().value;
    if (page === undefined) throw new Error('There are no changes left.');
    await records.commitPage(begun, page, new Date());
  };
}

/** @param {import('./bench-context.mjs').BenchContext} context @param {string} what @param {number} port @param {number} bare */
async function unchanged({ rounds, quick }, what, port, bare) {
  const requests = quick ? 2_000 : 20_000;
  const etag = await tagOf(port, board);
  const perSecondOf = async (/** @type {number} */ to, /** @type {string} */ path, headers = {}, count = requests) => {
    const { perSecond: speed, status } = await httpLoad({ port: to, path, headers, connections: 32, requests: count });
    if (status !== 200 && status !== 304) throw new Error(`${path} answered ${status}.`);
    return speed;
  };
  const known = { 'if-none-match': etag };
  await perSecondOf(bare, '/no-op');
  await perSecondOf(port, board, known);
  const told = await inTurns(rounds, {
    reference: () => perSecondOf(bare, '/no-op'),
    ours: () => perSecondOf(port, board, known),
  });
  const sent = await inTurns(rounds, {
    reference: () => perSecondOf(bare, '/no-op'),
    ours: () => perSecondOf(port, board, { 'accept-encoding': 'gzip' }, requests / 4),
  });
  const referenceName = 'bare Fastify, a route that does nothing';
  return [
    compared({
      what: `${what}, unchanged, asked with its ETag`,
      ...told,
      show: perSecond,
      atLeast: 0.7,
      referenceName,
    }),
    compared({ what: 'the same, sent in full, compressed', ...sent, show: perSecond, referenceName }),
  ];
}

/** @param {number} port @param {string} path */
async function tagOf(port, path) {
  const { benchHeaders } = await import('./bench-access.mjs');
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: benchHeaders });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  const content = await answer.text();
  if (!content.includes('"value":"')) throw new Error(`${path} has no values.`);
  return answer.headers.get('etag') ?? '';
}

/** @typedef {{ what: string, ours: [number, string], reference: [number, string], atMost?: number }} Asked */

/** One request after the other. @param {import('./bench-context.mjs').BenchContext} context @param {Asked} asked */
async function asTheyStand({ rounds, quick }, { what, ours, reference, atMost }) {
  const p50Of = async (/** @type {[number, string]} */ [port, path]) =>
    (await httpLoad({ port, path, requests: quick ? 50 : 300 })).p50;
  await tagOf(...ours);
  await p50Of(reference);
  const measured = await inTurns(rounds, { reference: () => p50Of(reference), ours: () => p50Of(ours) });
  return compared({ what, ...measured, show: milliseconds, ...(atMost ? { atMost } : {}), referenceName: handWritten });
}

/** A change before each request. @param {import('./bench-context.mjs').BenchContext} context @param {() => Promise<void>} change @param {Asked} asked */
async function justChanged({ rounds, quick }, change, { what, ours, reference, atMost }) {
  const requests = quick ? 4 : 9;
  const p50Of = async (/** @type {[number, string]} */ [port, path]) => {
    const times = [];
    for (let request = 0; request < requests; request += 1) {
      await change();
      times.push((await httpLoad({ port, path, requests: 1 })).p50);
    }
    return median(times);
  };
  await p50Of(ours);
  const measured = await inTurns(rounds, { reference: () => p50Of(reference), ours: () => p50Of(ours) });
  return compared({ what, ...measured, show: milliseconds, ...(atMost ? { atMost } : {}), referenceName: handWritten });
}

const handWritten = 'hand-written SQL through bare Fastify';

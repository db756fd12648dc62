// A workspace of the size that an enterprise has: written by the store as a backfill would, so that pages can be tried on it.
// As a program: node test/bench/large-workspace.mjs <database address> [metrics] [goals] [days]
import { pathToFileURL } from 'node:url';
import { openDatabase } from '@tandem/kpi-store/database';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createMetricBackfill } from '@tandem/kpi-store/repositories/metric-backfill';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { benchKeys } from './bench-keys.mjs';

const dayMs = 86_400_000;
const pageSize = 20_000;
const connection = 'warehouse';

/** @typedef {{ metrics: number, goals: number, days: number }} Size */

/** @type {Size} */
export const enterprise = { metrics: 500, goals: 100, days: 3_653 };

const subjects = [
  'Checkout',
  'Search',
  'Signup',
  'Landing pages',
  'Newsletter',
  'Lead routing',
  'Support',
  'Storefront',
];
const measures = ['conversion', 'completion', 'answered in time', 'delivered on date', 'without a fault'];

/** @param {number} metric */
const keyOf = (metric) => `metric-${metric}`;
/** @param {number} metric */
const titleOf = (metric) =>
  `${subjects[metric % subjects.length]} ${measures[Math.floor(metric / subjects.length) % measures.length]}, market ${1 + Math.floor(metric / 40)}`;

/** A level of its own for each metric, a week's rhythm, and noise that is the same every time. @param {number} metric @param {number} day */
function figures(metric, day) {
  const hash = Math.imul(Math.imul(metric + 1, 2_654_435_761) ^ Math.imul(day + 1, 2_246_822_519), 3_266_489_917) >>> 0;
  const denominator = 400 + (hash % 200) - (day % 7 > 4 ? 150 : 0);
  const share = 0.3 + (metric % 40) / 100 + (hash % 1_000) / 20_000 + day / 100_000;
  return { numerator: Math.min(denominator, Math.round(denominator * share)), denominator };
}

/** Metric after metric, as a backfill reads them. @param {Size} size @param {number} begin */
function* pages({ metrics, days }, begin) {
  let records = [];
  for (let metric = 0; metric < metrics; metric += 1) {
    for (let day = 0; day < days; day += 1) {
      const periodStart = new Date(begin + day * dayMs).toISOString();
      const { numerator, denominator } = figures(metric, day);
      const fields = { metric: keyOf(metric), periodStart, numerator: `${numerator}`, denominator: `${denominator}` };
      const naturalKey = `${keyOf(metric)}|${periodStart}`;
      records.push({ stream: 'measurement', naturalKey, fields, dimensions: {}, origin: `daily.csv:${day + 2}` });
      if (records.length === pageSize) {
        yield records;
        records = [];
      }
    }
  }
  if (records.length > 0) yield records;
}

const people = ['marketing', 'it'].flatMap((side) =>
  ['growth', 'service', 'platform', 'brand'].map((area) => ({
    id: `${area}-${side}`,
    name: `Head of ${area[0]?.toUpperCase()}${area.slice(1)}, ${side === 'it' ? 'IT' : 'Marketing'}`,
    side,
  })),
);
/** @param {number} index */
const ownersOf = (index) => ({ marketing: people[index % 4]?.id, it: people[4 + (index % 4)]?.id });

/** @param {number} metric */
function definitionOf(metric) {
  return {
    key: keyOf(metric),
    title: titleOf(metric),
    description: 'Of all that were begun, the share that ended well.',
    formula: {
      kind: 'ratio',
      stream: 'measurement',
      at: ['periodStart'],
      where: { metric: keyOf(metric) },
      numerator: { sum: 'numerator' },
      denominator: { sum: 'denominator' },
      dimensions: [],
    },
    unit: '%',
    precision: 1,
    direction: 'up',
    windowDays: 28,
    settlingDays: 0,
    owners: ownersOf(metric),
  };
}

/** Every metric serves one goal. @param {number} goal @param {Size} size @param {number} end */
function goalOf(goal, { metrics, goals }, end) {
  const date = (/** @type {number} */ days) => new Date(end + days * dayMs).toISOString().slice(0, 10);
  const own = Array.from({ length: metrics }, (_, metric) => metric).filter((metric) => metric % goals === goal);
  return {
    id: `goal-${goal}`,
    title: `${subjects[goal % subjects.length]} keeps its promise in market ${1 + Math.floor(goal / subjects.length)}`,
    outcome: 'More of what is begun ends well',
    start: date(-60),
    due: date(30),
    owners: ownersOf(goal),
    keyResults: own.map((metric, index) => ({
      id: `key-result-${index}`,
      kind: 'reach',
      metric: keyOf(metric),
      baseline: String(28 + (metric % 40)),
      target: String(38 + (metric % 40)),
    })),
  };
}

/**
 * Fills an empty, migrated database. Data end with yesterday, so that every page has a present to show.
 *
 * @param {string} url @param {Size} size
 */
export async function fillLargeWorkspace(url, size) {
  const database = await openDatabase({ url, keys: benchKeys() });
  try {
    const end = Math.floor(Date.now() / dayMs) * dayMs;
    const begin = end - size.days * dayMs;
    await database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ($1, 'Warehouse', 'push', '{}', 604800000, 0)`,
      [connection],
    );
    const runs = createRunStore(database);
    const records = createRecordStore(database);
    const run = await runs.begin(await runs.queue(connection, 'request', new Date()), new Date());
    if (!run) throw new Error('The run did not begin.');
    const page = { rejected: [], filteredOut: 0, cursor: null, progress: null };
    for (const part of pages(size, begin)) await records.commitPage(run, { ...page, records: part }, new Date());
    const measurement = { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
    await records.commitPage(run, { ...page, records: [], coverage: { measurement } }, new Date());
    await runs.succeed(run, new Date());
    await configure(database, size, end);
  } finally {
    await database.close();
  }
}

/** @param {any} database @param {Size} size @param {number} end */
async function configure(database, size, end) {
  const metrics = Array.from({ length: size.metrics }, (_, metric) => definitionOf(metric));
  const goals = Array.from({ length: size.goals }, (_, goal) => goalOf(goal, size, end));
  const created = (/** @type {string} */ kind) => (/** @type {string} */ id) => ({
    kind,
    id,
    action: 'create',
    fields: [],
  });
  const changes = [
    ...people.map(({ id }) => created('person')(id)),
    ...metrics.map(({ key }) => created('metric')(key)),
    ...goals.map(({ id }) => created('goal')(id)),
  ];
  await createConfigurationStore(database).change(
    (/** @type {object} */ current) => ({ next: { ...current, people, metrics, goals }, changes }),
    { now: new Date(), dryRun: false },
  );
  const backfill = createMetricBackfill(database);
  for (const { key } of metrics) await backfill.count(key, () => new Date());
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [url = '', metrics = enterprise.metrics, goals = enterprise.goals, days = enterprise.days] =
    process.argv.slice(2);
  const began = performance.now();
  await fillLargeWorkspace(url, { metrics: Number(metrics), goals: Number(goals), days: Number(days) });
  process.stdout.write(
    `${metrics} metrics, ${goals} goals, ${days} days in ${Math.round((performance.now() - began) / 1000)} s.\n`,
  );
}

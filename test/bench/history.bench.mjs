import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { beginRun } from './begin-run.mjs';
import { compared, median, milliseconds, timed } from './comparison.mjs';
import { applyMetrics } from './configuration.mjs';
import { halfHours, measurementMetrics, measurementPages } from './measurement-load.mjs';

const years = [1, 3, 10];
const addedDays = 31;

/** What it costs to add a day of half hours to histories of different length: it should not grow with them. */
export default {
  name: 'history',
  /** @param {import('./bench-context.mjs').BenchContext} context */
  async run(context) {
    const series = context.quick ? 5 : 40;
    const histories = [];
    for (const length of years) histories.push(await prepare(context, { series, days: Math.round(length * 365.25) }));
    const times = histories.map(() => /** @type {number[]} */ ([]));
    for (let day = 0; day < addedDays; day += 1) {
      for (const [index, history] of histories.entries()) {
        const { records, run, pages } = history;
        const page = pages[day];
        times[index]?.push(await timed(() => records.commitPage(run, page, new Date())));
      }
    }
    const [first = NaN, ...longer] = times.map(median);
    return longer.map((ours, index) =>
      compared({
        what: `a day of ${series} series after ${years[index + 1]} years`,
        reference: first,
        ours,
        show: milliseconds,
        atMost: 1.1,
        referenceName: 'after one year',
      }),
    );
  },
};

/** @param {import('./bench-context.mjs').BenchContext} context @param {{ series: number, days: number }} load */
async function prepare(context, load) {
  const database = await context.openDatabase(`history_${load.days}`);
  await database.pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('bench', 'Bench', 'file', '{}', 1000, 0)`,
  );
  await applyMetrics(database, measurementMetrics);
  const records = createRecordStore(database);
  const run = await beginRun(database);
  for (const page of measurementPages(load)) await records.commitPage(run, page, new Date());
  await database.pool.query('analyze');
  return { records, run, pages: halfHours(load, load.series * 48, addedDays) };
}

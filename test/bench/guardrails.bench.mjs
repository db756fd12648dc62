import { evaluateGuardrails } from '@tandem/application/evaluate-guardrails';
import { createAlertStore } from '@tandem/kpi-store/repositories/alert-store';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createGuardrailWatch } from '@tandem/kpi-store/repositories/guardrail-watch';
import { createJudgedPast } from '@tandem/kpi-store/repositories/judged-past';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { compared, inTurns, median, milliseconds, timed } from './comparison.mjs';

const perMetric = 100;
const repeats = 5;
const neverAborted = new globalThis.AbortController().signal;

/** A cycle of the clock over very many guardrails, against one statement that holds as many latest values against as many limits. */
export default {
  name: 'guardrails',
  /** @param {import('./bench-context.mjs').BenchContext} context */
  async run(context) {
    const rows = [];
    for (const count of context.quick ? [10_000] : [10_000, 100_000]) {
      const database = await context.openDatabase(`guardrails_${count}`);
      await fill(database, count);
      const sweep = sweepOf(database);
      await sweep();
      await fillReference(database, count);
      const reference = () => reference1(database);
      await reference();
      const measured = await inTurns(context.rounds, { reference: () => best(reference), ours: () => best(sweep) });
      rows.push(
        compared({
          what: `full sweep of ${count.toLocaleString('en')} guardrails, nothing changes`,
          ...measured,
          show: milliseconds,
          atMost: 1.3,
          referenceName: 'one statement over the latest rows',
        }),
      );
      const changing = await inTurns(context.rounds, {
        reference: () => changedReference(database, reference),
        ours: () => changedOurs(database, sweep),
      });
      rows.push(
        compared({
          what: `the same, 20 of them fire or resolve (transition, audit row, outbox)`,
          ...changing,
          show: milliseconds,
          referenceName: 'the statement, which writes 20 states',
        }),
      );
    }
    return rows;
  },
};

/** @param {() => Promise<unknown>} work */
async function best(work) {
  const times = [];
  for (let index = 0; index < repeats; index += 1) times.push(await timed(work));
  return median(times);
}

/** @param {any} database @param {number} count */
async function fill({ pool, owner }, count) {
  await pool.query(`
    insert into metric (key, current_version, position) select 'metric-' || n, 1, n from generate_series(1, ${count / perMetric}) n`);
  await pool.query(`
    insert into metric_version (metric_key, version, valid_from, definition, formula_hash, counted_at)
    select key, 1, now(), jsonb_build_object('key', key, 'title', key, 'description', '', 'unit', 'count', 'precision', 0, 'direction', 'up',
             'windowDays', 7, 'settlingDays', 0, 'owners', '{}'::jsonb,
             'formula', '{"kind": "count", "stream": "incident", "at": ["openedAt"], "dimensions": []}'::jsonb), key, now() from metric`);
  for (let window = 1; window <= perMetric; window += 1) {
    await pool.query(
      `insert into guardrail (id, metric_key, definition, position)
       select key || '-' || $1::int, key, jsonb_build_object('id', key || '-' || $1::int, 'title', key, 'kind', 'threshold', 'metric', key,
                'atLeast', '60', 'windowDays', $1::int, 'minimumEvents', 0, 'forMs', 0, 'keepFiringForMs', 0, 'severity', 'warning',
                'onNoData', 'keepLast', 'owners', '{}'::jsonb, 'routes', '[]'::jsonb), position * 1000 + $1::int from metric`,
      [window],
    );
  }
  await pool.query(`
    update guardrail_reading set value = 70, shown = '70', n = 100, class = 'known', read_at = now(), next_at = now() + interval '50 minutes',
           observation = '{"observation": {"start": "2026-11-01T00:00:00.000Z", "end": "2026-11-08T00:00:00.000Z", "dimensions": {},
             "value": "70", "numerator": "70", "denominator": null, "n": 100, "state": "settled", "version": 1}, "stale": false, "backfillRunning": false}'`);
  await owner.query('vacuum (analyze) guardrail_reading, guardrail_watch, guardrail, alert');
}

/** @param {any} database @param {number} count */
async function fillReference({ owner }, count) {
  await owner.query('create table latest (id bigint primary key, value numeric not null, n bigint not null)');
  await owner.query(
    `create table watched (id bigint primary key, latest_id bigint not null, floor numeric not null, minimum bigint not null, state text not null)`,
  );
  await owner.query(`insert into latest select n, 70, 100 from generate_series(1, ${count}) n`);
  await owner.query(`insert into watched select n, n, 60, 0, 'ok' from generate_series(1, ${count}) n`);
  await owner.query('vacuum (analyze) latest, watched');
}

/** @param {any} database */
function reference1({ owner }) {
  return owner.query(`
    update watched w set state = judged.state
      from (select w.id, case when l.n < w.minimum then 'tooFew' when l.value < w.floor then 'breached' else 'ok' end as state
              from watched w join latest l on l.id = w.latest_id) judged
     where judged.id = w.id and judged.state <> w.state`);
}

/** @param {any} database */
function sweepOf(database) {
  const run = evaluateGuardrails({
    configuration: createConfigurationStore(database),
    observations: createObservationReader(database),
    watch: createGuardrailWatch(database),
    past: createJudgedPast(database),
    alerts: createAlertStore(database),
    jobs: { enqueue: () => Promise.resolve() },
    clock: () => new Date(),
    publicUrl: null,
    log: {
      warn: () => undefined,
      error: (message) => {
        throw new Error(message);
      },
    },
  });
  return () => run({ metricKeys: null }, neverAborted);
}

let turn = 0;

/** @param {any} database @param {() => Promise<unknown>} reference */
async function changedReference({ owner }, reference) {
  await owner.query('update latest set value = 130 - value where id <= 20');
  return timed(reference);
}

/** @param {any} database @param {() => Promise<unknown>} sweep */
async function changedOurs({ pool }, sweep) {
  turn += 1;
  const value = turn % 2 === 1 ? 50 : 70;
  await pool.query(
    `update guardrail_reading set value = $1::numeric, shown = $2, observation = jsonb_set(observation, '{observation,value}', to_jsonb($2::text))
      where metric_key = 'metric-1' and window_days <= 20`,
    [value, String(value)],
  );
  return timed(sweep);
}

// node test/alerts/kill-trial.mjs <kills>: evaluator, deliverer and database are killed with SIGKILL at random moments while a metric breaks
// and recovers; then everything is held against what receivers with a key have got. Prints a line of JSON; ends with 1 when anything was lost
// or doubled.
import { execFileSync, fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPostgres } from '@tandem/embedded-services/start-postgres';
import { openDatabase } from '@tandem/kpi-store/database';
import pg from 'pg';
import { benchKeys } from '../bench/bench-keys.mjs';
import { startSinks } from './kill-sinks.mjs';
import { held, report } from './kill-verdict.mjs';

// The examples of the tests are no part of the product, so its build leaves them out.
const project = path.join(import.meta.dirname, '../..');
const compiler = path.join(project, 'node_modules/typescript7/bin/tsc');
execFileSync(process.execPath, [compiler, '-b', path.join(project, 'libs/testing')], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const { exampleGuardrail, seedAlertExamples } = await import('@tandem/testing/alert-examples');

const kills = Number(process.argv[2] ?? 20);
const trialNow = '2026-11-16T08:00:00.000Z';
const begunAt = Date.now();
const guardrails = 4;
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-kills-'));
fs.chmodSync(directory, 0o711);
let postgres = await startPostgres({ dataDirectory: path.join(directory, 'data') });
const sinks = await startSinks();
const now = () => new Date(Date.parse(trialNow) + Date.now() - begunAt);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

await seed();
const children = new Map();
const start = (role) => {
  const child = fork(
    path.join(import.meta.dirname, 'kill-child.mjs'),
    [role, postgres.url, `${sinks.url}/v2/enqueue`, String(begunAt), trialNow],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  // From its first round on it can be killed in the middle of one.
  const works = new Promise((resolve) => {
    child.once('message', resolve);
    child.once('exit', resolve);
  });
  children.set(role, { child, works });
};
for (const role of ['evaluate', 'deliver']) start(role);

const killed = { evaluate: 0, deliver: 0, session: 0, database: 0, ended: 0 };
let flipping = true;
const flips = flipValues();
for (let kill = 0; kill < kills; kill += 1) {
  await pause(Math.random() * 100);
  const luck = Math.random();
  const what = luck < 0.4 ? 'evaluate' : luck < 0.8 ? 'deliver' : luck < 0.95 ? 'session' : 'database';
  killed[what] += 1;
  if (what === 'evaluate' || what === 'deliver') await killChild(what);
  else if (what === 'session') await killSession();
  else await killDatabase();
}
flipping = false;
await flips;
sinks.wellFromNow();
await settle(700);
const verdict = await held(postgres.url, sinks, guardrails);
for (const { child } of children.values()) child.kill('SIGKILL');
await postgres.stop();
await sinks.close();
fs.rmSync(directory, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify({ kills, killed, ...verdict })}\n`);
process.exit(report(verdict) && killed.ended === 0 ? 0 : 1);

async function killChild(role) {
  const { child, works } = children.get(role);
  await works;
  // It was to be there until it is killed: an end of its own is a fault.
  if (child.exitCode !== null) {
    killed.ended += 1;
    return start(role);
  }
  await pause(Math.random() * 150);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  start(role);
}

/** One session of the database: PostgreSQL takes it as a crash, ends all others and recovers from its log. */
async function killSession() {
  const found = await query(
    `select pid from pg_stat_activity where application_name = 'tandem' order by random() limit 1`,
  );
  const pid = found?.[0]?.pid;
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

/** The server itself, which is then started again where its clients expect it. */
async function killDatabase() {
  const gone = new Promise((resolve) => postgres.onUnexpectedExit(resolve));
  process.kill(postgres.pid, 'SIGKILL');
  await gone;
  await postgres.stop().catch(() => undefined);
  postgres = await startPostgres({ dataDirectory: path.join(directory, 'data'), port: postgres.port });
}

async function query(text, values = []) {
  const client = new pg.Client({
    connectionString: postgres.url,
    options: '-c tandem.workspace=main -c role=tandem_app',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text, values)).rows;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The metric leaves its limits and comes back, over and over, and ends inside. */
async function flipValues() {
  for (let met = 500; flipping; met = met === 500 ? 1_000 : 500) {
    await collect(met);
    await pause(60 + Math.random() * 200);
  }
  while (!(await collect(1_000))) await pause(100);
}

async function collect(met) {
  const rows = await query(
    `insert into observation (metric_version_id, day, slice, numerator, denominator, n, recorded_at)
     select id, '2026-11-15', '{}', $1, 1058, 1058, $2 from metric_version
     on conflict (metric_version_id, day, slice) do update set numerator = excluded.numerator, recorded_at = excluded.recorded_at
     returning 1`,
    [met, now()],
  );
  return rows !== null && rows.length > 0;
}

/** Waits until every alert is calm and every message has ended, within a bound. */
async function settle(looks) {
  for (let look = 0; look < looks; look += 1) {
    const rows = await query(
      `select (select count(*)::int from alert where state not in ('resolved', 'inactive')) as restless,
              (select count(*)::int from outbox where state = 'pending') as waiting`,
    );
    if (rows?.[0]?.restless === 0 && rows[0].waiting === 0) return;
    await pause(100);
  }
}

async function seed() {
  const database = await openDatabase({ url: postgres.url, keys: benchKeys() });
  try {
    const key = Buffer.alloc(32, 7).toString('base64');
    await seedAlertExamples(database, {
      guardrails: Array.from({ length: guardrails }, (_, index) => ({
        ...exampleGuardrail,
        id: `floor-${index}`,
        windowDays: 1,
        routes: ['hook', 'pager'],
      })),
      routes: [
        { id: 'hook', channel: 'webhook', url: `${sinks.url}/hook`, secret: `whsec_${key}` },
        { id: 'pager', channel: 'pagerduty', secret: '0123456789abcdef0123456789abcdef' },
      ],
    });
    const { pool } = database;
    await pool.query(`update organisation set time_zone = 'Europe/Berlin'`);
    await pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position)
       values ('desk', 'Service desk', 'file', '{}', 86400000, 0)`,
    );
    await pool.query(
      `insert into sync_run (connection_id, trigger, state, queued_at, finished_at) values ('desk', 'schedule', 'succeeded', $1, $1)`,
      [now()],
    );
    await pool.query(
      `insert into stream_coverage (connection_id, stream, covered_from, covered_to, updated_at)
       values ('desk', 'slaCycle', '2026-11-01T00:00+01', '2026-11-16T00:00+01', $1)`,
      [now()],
    );
  } finally {
    await database.close();
  }
}

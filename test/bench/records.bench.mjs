import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { syncConnection } from '@tandem/application/sync-connection';
import { connectorOf } from '@tandem/connectors/registry';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { compared, inTurns, perSecond, timed } from './comparison.mjs';
import { applyMetrics } from './configuration.mjs';
import { mappings, writeRecordFiles } from './record-files.mjs';

const streams = ['slaCycle', 'deployment', 'change', 'incident'];

/** Files of records through connector, quarantine check, store and roll-up, against COPY of the same rows into an equal table. */
export default {
  name: 'records',
  /** @param {import('./bench-context.mjs').BenchContext} context */
  async run(context) {
    const total = context.quick ? 200_000 : 2_000_000;
    const database = await context.openDatabase('records');
    const files = await writeRecordFiles(context.directory, total);
    await connect(database, files);
    await applyMetrics(database, metrics);
    await importAll(database, context.directory);
    const dump = await dumpRecords(database, context.directory);
    const measured = await inTurns(context.rounds, {
      reference: async () => total / ((await copyRecords(database, dump)) / 1000),
      ours: async () => total / ((await importAll(database, context.directory)) / 1000),
    });
    const what = `${total.toLocaleString('en')} records end to end, file to roll-up`;
    return [
      compared({ what, ...measured, show: perSecond, atLeast: 0.4, referenceName: 'COPY into the record table' }),
    ];
  },
};

/** @param {any} database @param {readonly { stream: string, path: string }[]} files */
async function connect({ pool }, files) {
  for (const [position, { stream, path: file }] of files.entries()) {
    const settings = { location: { path: file }, format: 'csv', mappings: [mappings[stream]] };
    await pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ($1, $1, 'file', $2, 604800000, $3)`,
      [stream, JSON.stringify(settings), position],
    );
  }
}

/** @param {any} database @param {string} directory @returns {Promise<number>} milliseconds */
async function importAll(database, directory) {
  const { owner, pool } = database;
  await owner.query('truncate record, record_revision, observation, observation_item, sync_run, stream_coverage');
  await owner.query('checkpoint');
  const runs = createRunStore(database);
  const sync = syncConnection({
    runs,
    records: createRecordStore(database),
    jobs: { enqueue: () => Promise.resolve() },
    clock: () => new Date(),
    connectorOf,
    readContext: () => ({ uploadDirectory: directory, baseDirectory: directory, allowPrivateAddresses: false }),
  });
  return timed(async () => {
    for (const stream of streams) {
      const runId = await runs.queue(stream, 'request', new Date());
      await sync({ runId }, AbortSignal.timeout(1_200_000));
      const { rows } = await pool.query('select state, failure, quarantined from sync_run where id = $1', [runId]);
      if (rows[0].state !== 'succeeded' || rows[0].quarantined !== '0') throw new Error(JSON.stringify(rows[0]));
    }
  });
}

/** @param {any} database @param {string} directory */
async function dumpRecords({ owner: pool }, directory) {
  const file = path.join(directory, 'records.copy');
  const client = await pool.connect();
  try {
    await pipeline(client.query(copyTo(`copy (select * from record) to stdout`)), createWriteStream(file));
    await client.query(
      'create table record_copy (like record including all excluding generated) partition by list (stream)',
    );
    for (const stream of streams) {
      await client.query(`create table record_copy_${stream} partition of record_copy for values in ('${stream}')`);
    }
  } finally {
    client.release();
  }
  return file;
}

/** @param {any} database @param {string} dump @returns {Promise<number>} milliseconds */
async function copyRecords({ owner: pool }, dump) {
  await pool.query('truncate record_copy');
  await pool.query('checkpoint');
  const client = await pool.connect();
  try {
    return await timed(() =>
      pipeline(
        createReadStream(dump, { highWaterMark: 1 << 20 }),
        client.query(copyFrom(`copy record_copy from stdin`)),
      ),
    );
  } finally {
    client.release();
  }
}

const count = { kind: 'count', per: 'week', dimensions: [] };
const metrics = [
  {
    key: 'attainment',
    unit: '%',
    formula: {
      kind: 'ratio',
      stream: 'slaCycle',
      at: ['dueAt', 'stoppedAt'],
      numerator: { where: { state: 'met' } },
      denominator: { where: { state: ['met', 'breached'] } },
      dimensions: ['priority', 'team'],
    },
  },
  {
    key: 'deployments',
    unit: '/wk',
    formula: {
      ...count,
      stream: 'deployment',
      at: ['finishedAt'],
      where: { tier: 'production', outcome: 'succeeded' },
    },
  },
  {
    key: 'incidents',
    unit: '/wk',
    formula: { ...count, stream: 'incident', at: ['openedAt'], dimensions: ['service'] },
  },
  {
    key: 'lead-time',
    unit: 'h',
    formula: {
      kind: 'percentile',
      percentile: 50,
      stream: 'change',
      at: ['deployment.finishedAt'],
      from: 'committedAt',
      to: 'deployment.finishedAt',
      where: { 'deployment.tier': 'production' },
      dimensions: ['service'],
    },
  },
];

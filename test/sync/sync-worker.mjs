import { readFileSync } from 'node:fs';
import { syncConnection } from '@tandem/application/sync-connection';
import { connectorOf } from '@tandem/connectors/registry';
import { openDatabase } from '@tandem/kpi-store/database';
import { createRawReader } from '@tandem/kpi-store/repositories/raw-reader';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { openKeyRing } from '@tandem/secrets/key-ring';

/** A worker for one job, as a process of its own: it says when it is ready, begins when told, and says when the job is done. */
const { url, key, runId, now } = JSON.parse(readFileSync(0, 'utf8').split('\n')[0] ?? '');
const database = await openDatabase({
  url,
  keys: openKeyRing({ environmentKey: key, previousKeys: [], file: '' }),
  poolSize: 2,
});
const work = syncConnection({
  runs: createRunStore(database),
  records: createRecordStore(database),
  raw: createRawReader(database),
  jobs: { enqueue: () => Promise.resolve() },
  clock: () => new Date(now),
  connectorOf,
  readContext: () => ({ uploadDirectory: '', baseDirectory: '', allowPrivateAddresses: true }),
});
process.once('message', async () => {
  await work({ runId }, AbortSignal.any([]));
  process.send?.('done');
  await database.close();
  process.disconnect();
});
process.send?.('ready');

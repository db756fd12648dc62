// An API process of Tandem over the database that is named, as a replica would run it: HTTP and reading, no workers.
import { createApi } from '@tandem/api/create-api';
import { connectors } from '@tandem/connectors/registry';
import { openDatabase } from '@tandem/kpi-store/database';
import { openChangeFeed } from '@tandem/kpi-store/repositories/change-feed';
import { benchKeys } from './bench-keys.mjs';
import { benchAccess } from './bench-access.mjs';

const [url = '', now] = process.argv.slice(2);
// The data of a measurement end on a day of their own; the clock of its server goes on from there.
const aheadMs = now === undefined ? 0 : Date.parse(now) - Date.now();
const database = await openDatabase({ url, keys: benchKeys() });
const api = await createApi({
  database,
  feed: await openChangeFeed(url),
  jobs: { enqueue: () => Promise.resolve() },
  connectors,
  clock: () => new Date(Date.now() + aheadMs),
  version: '0.0.0',
  secrets: {},
  http: { requestsPerMinute: 999_999_999 },
  dashboardDirectory: null,
  uploadDirectory: '/nonexistent',
  demoDocument: null,
  access: benchAccess,
});
await api.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ port: Number(new URL(await api.getUrl()).port) });
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));

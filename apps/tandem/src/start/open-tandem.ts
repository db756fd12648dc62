import path from 'node:path';
import type { createApi } from '@tandem/api/create-api';
import type { ApiDependencies } from '@tandem/api/dependencies';
import type { Environment } from '@tandem/config/environment';
import { isLoopback } from '@tandem/config/local-access';
import { AlreadyRunning } from '@tandem/embedded-services/instance-lock';
import type { QueueBackend } from '@tandem/queue/backend';
import { openKeyRing, type KeyRing } from '@tandem/secrets/key-ring';
import { UnusableKey } from '@tandem/secrets/secret-key';
import { CommandFailure } from '../command.js';
import { dashboardDirectory, projectDirectory, tandemVersion } from '../project.js';
import { choosePort } from './choose-port.js';
import { connectionProblem } from './connection-problem.js';
import type { ConsoleLog } from './console-log.js';
import { announceInstance, readInstance } from './instance-file.js';
import { openAccess } from './open-access.js';
import { OpenParts } from './open-parts.js';
import { startSupervisedPostgres } from './supervised-postgres.js';

export interface OpenTandemOptions {
  readonly environment: Environment;
  readonly log: ConsoleLog;
  /** What configuration files may name, from the environment. */
  readonly secrets: ApiDependencies['secrets'];
  readonly demoDocument: ApiDependencies['demoDocument'];
  /** Who else signs people in. */
  readonly providers: ApiDependencies['access']['providers'];
  /** Called when Tandem cannot go on. */
  readonly onFatal: (reason: string) => void;
}

export interface RunningTandem {
  readonly url: string;
  readonly notices: readonly string[];
  /** Asks the API within the process, as this machine. */
  request(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly body: string }>;
  /** HTTP first, then workers, queue, database, PostgreSQL last; bounded. */
  close(): Promise<void>;
}

const clock = () => new Date();

/** Opens every part in one process: database, queue, workers, API and dashboard on one port. */
export async function openTandem(options: OpenTandemOptions): Promise<RunningTandem> {
  const { environment, log } = options;
  const parts = new OpenParts(log);
  try {
    const keys = openKeys(environment);
    const port = await choosePort(environment);
    // Loading the server takes as long as PostgreSQL takes to start, so both happen at once.
    const loading = loadServer();
    loading.catch(() => undefined); // Awaited below; until then a failure must not count as unhandled.
    const postgres = await openPostgres(options, parts);
    const server = await loading;
    const { databaseUrl } = postgres;
    const { workspace } = environment;
    const database = await server.openDatabase({ url: databaseUrl, keys, workspace }).catch((error: unknown) => {
      if (error instanceof UnusableKey || error instanceof server.UnusableAppRole)
        throw new CommandFailure(error.message, { cause: error });
      throw environment.databaseUrl === null ? error : connectionProblem('DATABASE_URL', databaseUrl, error);
    });
    parts.add('the database', 5_000, () => database.close());
    const feed = await server.openChangeFeed(databaseUrl, workspace);
    parts.add('the change feed', 2_000, () => feed.close());
    const backend = await openBackend(options, databaseUrl, server);
    parts.add('the queue backend', 4_000, () => backend.close());
    const jobs = await server.openJobQueue(backend, log);
    parts.add('the queue', 4_000, () => jobs.close());
    const uploadDirectory = path.join(environment.dataDirectory, 'uploads');
    const shared = { database, jobs, clock, log, environment, uploadDirectory, baseDirectory: projectDirectory };
    const worker = await server.startWorker({ ...shared, feed, backend, concurrency: environment.queueConcurrency });
    parts.add('the workers', 12_000, () => worker.close(8_000));
    let url = '';
    const access = await openAccess(options, database, () => url);
    parts.add('the token of this machine', 1_000, () => Promise.resolve(access.withdraw()));
    const api = await server.createApi({
      database,
      feed,
      jobs,
      connectors: server.connectors,
      clock,
      version: tandemVersion(),
      secrets: options.secrets,
      http: environment,
      allowPrivateAddresses: environment.allowPrivateAddresses,
      local: environment.local,
      dashboardDirectory: dashboardDirectory(),
      uploadDirectory,
      baseDirectory: projectDirectory,
      demoDocument: options.demoDocument,
      access: access.settings,
    });
    parts.add('HTTP', 5_000, () => api.close());
    await api.listen({ port, host: environment.host });
    url = shownUrl(environment.host, await api.getUrl());
    const withdraw = announceInstance(environment.dataDirectory, { url, pid: process.pid });
    parts.add('the announcement', 1_000, () => Promise.resolve(withdraw()));
    const notices = [...postgres.notices, ...access.notices, ...noticesOf(environment)];
    return { url, notices, request: requestAs(access.machineToken, api), close: () => parts.close() };
  } catch (error) {
    await parts.close();
    throw error;
  }
}

function requestAs(token: string, api: Awaited<ReturnType<typeof createApi>>): RunningTandem['request'] {
  const headers = { authorization: `Bearer ${token}` };
  return async (method, url, body) => {
    const answer = await api.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
    return { status: answer.statusCode, body: answer.body };
  };
}

/** A weak key stops the start before anything else happens. */
function openKeys({ secretKey, previousSecretKeys, dataDirectory }: Environment): KeyRing {
  const file = path.join(dataDirectory, 'secret-keys');
  try {
    return openKeyRing({ environmentKey: secretKey, previousKeys: previousSecretKeys, file });
  } catch (error) {
    if (error instanceof UnusableKey) throw new CommandFailure(error.message, { cause: error });
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(
      `The keys in ${file} cannot be read (${reason}). Make ${dataDirectory} a directory that this user may read and write, or set ` +
        'TANDEM_DATA_DIR to another one.',
      { cause: error },
    );
  }
}

async function loadServer() {
  const [
    { openDatabase },
    { UnusableAppRole },
    { openChangeFeed },
    { openQueueBackend },
    { openJobQueue },
    { startWorker },
    { createApi },
    { connectors },
  ] = await Promise.all([
    import('@tandem/kpi-store/database'),
    import('@tandem/kpi-store/workspace/app-role'),
    import('@tandem/kpi-store/repositories/change-feed'),
    import('@tandem/queue/backend'),
    import('@tandem/queue/bullmq-queue'),
    import('@tandem/worker/start-worker'),
    import('@tandem/api/create-api'),
    import('@tandem/connectors/registry'),
  ]);
  return {
    openDatabase,
    UnusableAppRole,
    openChangeFeed,
    openQueueBackend,
    openJobQueue,
    startWorker,
    createApi,
    connectors,
  };
}

async function openPostgres(
  { environment, log, onFatal }: OpenTandemOptions,
  parts: OpenParts,
): Promise<{ readonly databaseUrl: string; readonly notices: readonly string[] }> {
  if (environment.databaseUrl !== null) return { databaseUrl: environment.databaseUrl, notices: [] };
  const { dataDirectory } = environment;
  try {
    const postgres = await startSupervisedPostgres({ dataDirectory, log, onGivenUp: onFatal });
    parts.add('PostgreSQL', 25_000, () => postgres.stop());
    return { databaseUrl: postgres.url, notices: postgres.notices };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const other = error instanceof AlreadyRunning ? readInstance(dataDirectory) : null;
    throw new CommandFailure(other ? `${error.message} It is at ${other.url}.` : error.message, { cause: error });
  }
}

async function openBackend(
  { environment, log }: OpenTandemOptions,
  databaseUrl: string,
  server: Awaited<ReturnType<typeof loadServer>>,
): Promise<QueueBackend> {
  const { redisUrl, workspace } = environment;
  try {
    return await server.openQueueBackend({ databaseUrl, redisUrl, workspace, log });
  } catch (error) {
    if (redisUrl !== null) throw connectionProblem('REDIS_URL', redisUrl, error);
    throw error;
  }
}

/** A server on every address is best called by the name that its own machine has for itself. */
function shownUrl(host: string, listening: string): string {
  const { port } = new URL(listening);
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function noticesOf(environment: Environment): string[] {
  const notices: string[] = [];
  if (!isLoopback(environment.host) && environment.publicUrl?.startsWith('https:') !== true) {
    notices.push(
      `HOST=${environment.host} lets other machines in over http, so passwords and sessions travel in clear. Put a proxy with https ` +
        'before it, and set TANDEM_PUBLIC_URL to its address.',
    );
  }
  for (const name of environment.unknownVariables)
    notices.push(`The variable ${name} means nothing to Tandem; is it misspelt?`);
  if (dashboardDirectory() === null)
    notices.push('The dashboard is not built, so only the API answers. Run "npm run build".');
  return notices;
}

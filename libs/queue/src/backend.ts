import {
  Queue,
  Worker,
  createPostgresBackend,
  runMigrations,
  type Processor,
  type QueueOptions,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { appRole, withSessionOptions } from '@tandem/config/database-session';
import { mainWorkspace } from '@tandem/config/workspace-name';
import type { Log } from '@tandem/application/ports';
import { limitRepeats } from './limit-repeats.js';
import { withinTime } from './within-time.js';

/** Where the queue is kept. Redis where one is given; otherwise a schema of the database that is there anyway. */
export type QueueBackend = PostgresBackend | RedisBackend;

interface AnyBackend {
  /** For everything that uses the backend: one trouble is told once, not by each queue and worker again. */
  readonly report: (error: Error) => void;
  close(): Promise<void>;
}

interface PostgresBackend extends AnyBackend {
  readonly kind: 'postgres';
  readonly pool: pg.Pool;
}

interface RedisBackend extends AnyBackend {
  readonly kind: 'redis';
  /** For adding: fails at once while Redis is away. */
  readonly producer: Redis;
  /** For workers: waits until Redis is back. */
  readonly consumer: Redis;
  readonly prefix: string;
}

export interface BackendOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  readonly log: Log;
  /** Begins every key in Redis. */
  readonly prefix?: string;
  /** Each has a queue of its own: a schema, or a prefix of keys. `main` when left out. */
  readonly workspace?: string;
  /** Every worker keeps one connection to listen on. */
  readonly poolSize?: number;
}

const connectTimeoutMs = 5_000;
const closeTimeoutMs = 3_000;
const schemaLock = 7_261_444;

export async function openQueueBackend(options: BackendOptions): Promise<QueueBackend> {
  return options.redisUrl === null ? openPostgres(options) : openRedis(options, options.redisUrl);
}

async function openPostgres({ databaseUrl, log, poolSize, workspace }: BackendOptions): Promise<PostgresBackend> {
  const schema = ofWorkspace('bullmq', workspace);
  await prepareSchema(databaseUrl, schema);
  const pool = new pg.Pool({
    // A wake-up that a power cut loses is found again in the tables, so adding one need not wait for the disk.
    connectionString: withSessionOptions(
      databaseUrl,
      `-c role=${appRole} -c search_path=${schema} -c synchronous_commit=off`,
    ),
    max: poolSize ?? 12,
    keepAlive: true,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'tandem-queue',
  });
  // One listener for each queue and worker, and they are more than Node expects.
  pool.setMaxListeners(0);
  const trouble = troubleReport(log);
  pool.on('error', trouble.report);
  return {
    kind: 'postgres',
    pool,
    report: trouble.report,
    close: () => {
      trouble.mute();
      return withinTime(pool.end(), closeTimeoutMs, 'closing the queue');
    },
  };
}

/** The owner of the database makes the tables of the queue; the product works in them as the role that it is in all others. */
async function prepareSchema(databaseUrl: string, schema: string): Promise<void> {
  const owner = new pg.Client({
    connectionString: withSessionOptions(databaseUrl, `-c search_path=${schema}`),
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'tandem-queue',
  });
  // Reported by the failing statement; without a listener it would end the process as well.
  owner.on('error', () => undefined);
  try {
    await owner.connect();
    await owner.query('select pg_advisory_lock($1)', [schemaLock]);
    await runMigrations(owner, schema);
    // BullMQ makes a sequence for each queue when it is first used.
    await owner.query(
      `grant usage, create on schema ${schema} to ${appRole};
       grant select, insert, update, delete on all tables in schema ${schema} to ${appRole};
       grant usage on all sequences in schema ${schema} to ${appRole};
       grant execute on all functions in schema ${schema} to ${appRole}`,
    );
  } finally {
    await owner.end();
  }
}

function ofWorkspace(name: string, workspace = mainWorkspace): string {
  return workspace === mainWorkspace ? name : `${name}_${workspace}`;
}

async function openRedis({ log, prefix = 'tandem', workspace }: BackendOptions, url: string): Promise<RedisBackend> {
  const producer = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
  });
  const consumer = new Redis(url, { lazyConnect: true, connectTimeout: connectTimeoutMs, maxRetriesPerRequest: null });
  const trouble = troubleReport(log);
  const told: { reason: Error | null } = { reason: null };
  for (const redis of [producer, consumer]) {
    redis.on('error', (error) => {
      told.reason = error;
      trouble.report(error);
    });
  }
  try {
    await withinTime(Promise.all([producer.connect(), consumer.connect()]), connectTimeoutMs, 'connecting to Redis');
  } catch (error) {
    producer.disconnect();
    consumer.disconnect();
    // The rejection says only that the connection is closed; the event said why.
    throw told.reason ?? error;
  }
  return {
    kind: 'redis',
    producer,
    consumer,
    prefix: ofWorkspace(prefix, workspace),
    report: trouble.report,
    close: () => {
      trouble.mute();
      producer.disconnect();
      consumer.disconnect();
      return Promise.resolve();
    },
  };
}

/** Connections that end with the queue itself are no news. */
function troubleReport(log: Log): { report: (error: Error) => void; mute: () => void } {
  let isMuted = false;
  const warn = limitRepeats((message) => {
    log.warn(message);
  });
  return {
    report: (error) => {
      if (!isMuted) warn(`The queue has trouble with its connection: ${error.message || error.name}`);
    },
    mute: () => {
      isMuted = true;
    },
  };
}

export interface QueueHandle {
  add(name: string, data: unknown, options: { readonly jobId?: string }): Promise<unknown>;
  waitUntilReady(): Promise<unknown>;
  getJobCounts(...types: ('waiting' | 'active' | 'delayed' | 'prioritized')[]): Promise<Record<string, number>>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export function makeQueue(backend: QueueBackend, name: string, options: Omit<QueueOptions, 'connection'>): QueueHandle {
  if (backend.kind === 'postgres')
    return new Queue(name, { ...options, connection: backend.pool }, createPostgresBackend);
  return new Queue(name, { ...options, connection: backend.producer, prefix: backend.prefix });
}

export interface WorkerHandle {
  close(force?: boolean): Promise<void>;
  cancelJob(jobId: string, reason?: string): boolean;
  waitUntilReady(): Promise<unknown>;
  run(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'lockRenewalFailed', listener: (jobIds: string[]) => void): unknown;
}

export function makeWorker(
  backend: QueueBackend,
  name: string,
  processor: Processor<unknown>,
  options: Omit<WorkerOptions, 'connection'>,
): WorkerHandle {
  // After a restart of the database a worker comes back with this delay instead of fifteen seconds.
  const all = { runRetryDelay: 500, ...options };
  if (backend.kind === 'postgres')
    return new Worker(name, processor, { ...all, connection: backend.pool }, createPostgresBackend);
  return new Worker(name, processor, { ...all, connection: backend.consumer, prefix: backend.prefix });
}

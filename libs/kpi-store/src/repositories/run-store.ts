import {
  SourcePaused,
  type BegunRun,
  type Json,
  type RunFailure,
  type RunStore,
  type RunTrigger,
  type StreamState,
  type TimeWindow,
} from '@tandem/application/ports';
import type { Connection } from '@tandem/domain/organisation/organisation';
import type { SecretVault } from '@tandem/secrets/secret-vault';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { openConnectionSecrets, sealConnectionSecrets, settingsWithSecrets } from '../secrets/connection-secrets.js';
import { appendAudit } from './append-audit.js';
import { holdFence } from './hold-fence.js';
import { followFailedRun, followGoodRun } from './follow-source.js';
import { notifyChange } from './notify-change.js';

export interface ConnectionRow {
  connection_id: string;
  name: string;
  connector: string;
  settings: Record<string, unknown>;
  expected_every_ms: string;
  sync_every_ms: string | null;
}

interface RunRow extends ConnectionRow {
  secrets: string | null;
  id: string;
  state: string;
  cursor: Json | null;
  trigger: RunTrigger;
  time_window: TimeWindow | null;
}

/** @param publicUrl where people reach this installation, for links in what owners are told; null where nobody has said it */
export function createRunStore(database: Database, publicUrl: string | null = null): RunStore {
  const { pool } = database;
  return {
    queue: (connectionId, trigger, now, request) =>
      inTransaction(pool, async (client) => {
        await refusePaused(client, connectionId);
        const queued = await client.query<{ id: string; is_new: boolean }>(
          `insert into sync_run (connection_id, trigger, queued_at, time_window) values ($1, $2, $3, $4::jsonb)
           on conflict (workspace, connection_id) where state = 'queued' and trigger not in ('push', 'backfill', 'replay') do update set queued_at = sync_run.queued_at
           returning id, xmax = 0 as is_new`,
          [connectionId, trigger, now, request?.window ? JSON.stringify(request.window) : null],
        );
        const { id, is_new: isNew } = onlyRow(queued.rows);
        if (request && (isNew || request.file !== null)) {
          const { actor, file, window } = request;
          const subject = { subjectKind: 'connection', subjectId: connectionId, before: null };
          const after = { run: id, ...(file === null ? {} : { file }), ...(window && { window }) };
          const action = trigger === 'backfill' || trigger === 'replay' ? trigger : file === null ? 'sync' : 'upload';
          await appendAudit(client, { at: now, actor, action, ...subject, after });
        }
        return id;
      }),

    begin: (runId, now) => inTransaction(pool, (client) => begin(client, database, runId, now)),

    replaceSecret: (run, former, fresh, now) =>
      inTransaction(pool, (client) => replaceSecret(client, database, run, { former, fresh }, now)),

    succeed: (run, now) =>
      finish(pool, run, now, `state = 'succeeded', cursor = null, progress = 1, failure = null`, [], (client) =>
        followGoodRun(client, sourceOf(run, publicUrl), now),
      ),

    fail: (run, failure, now) =>
      finish(pool, run, now, `state = 'failed', failure = $4::jsonb`, [JSON.stringify(failure)], (client) =>
        followFailedRun(client, sourceOf(run, publicUrl), failure, now),
      ),
  };
}

/** Settings that somebody has changed meanwhile hold another secret, and keep it. */
async function replaceSecret(
  client: pg.PoolClient,
  { secrets: vault }: Pick<Database, 'secrets'>,
  run: BegunRun,
  { former, fresh }: { readonly former: string; readonly fresh: string },
  now: Date,
): Promise<void> {
  await holdFence(client, run);
  const { id } = run.connection;
  const { rows } = await client.query<{ secrets: string | null }>('select secrets from connection where id = $1', [id]);
  const sealed = rows[0]?.secrets ?? null;
  if (sealed === null) return;
  const kept = openConnectionSecrets(id, sealed, vault);
  const places = Object.keys(kept.given).filter((place) => kept.given[place] === former);
  if (places.length === 0) return;
  const given = { ...kept.given, ...Object.fromEntries(places.map((place) => [place, fresh])) };
  const resealed = sealConnectionSecrets({ ...run.connection, secrets: { ...kept, given } }, vault);
  await client.query('update connection set secrets = $2 where id = $1', [id, resealed]);
  const subject = { subjectKind: 'connection', subjectId: id, before: null };
  await appendAudit(client, {
    at: now,
    actor: 'system',
    action: 'credentials.replaced',
    ...subject,
    after: { places },
  });
}

/** A run that commits beside a sync of the same connection and ends at once; null for an unknown connection. */
export async function beginBeside(
  client: pg.PoolClient,
  { secrets }: Pick<Database, 'secrets'>,
  connectionId: string,
  trigger: 'push' | 'mend',
  now: Date,
): Promise<BegunRun | null> {
  const created = await client.query<RunRow & { fencing_token: string }>(
    `with run as (
       insert into sync_run (connection_id, trigger, state, queued_at, started_at, heartbeat_at)
       select id, $3, 'running', $2, $2, $2 from connection where id = $1 returning id, connection_id)
     select run.id, 'running' as state, null as cursor, c.id as connection_id, c.name, c.connector, c.settings, c.secrets,
            c.expected_every_ms, c.sync_every_ms, c.fencing_token
       from run join connection c on c.id = run.connection_id`,
    [connectionId, now, trigger],
  );
  const [row] = created.rows;
  if (!row) return null;
  const fencingToken = Number(row.fencing_token);
  return { runId: row.id, ...connectionOf(row, secrets), fencingToken, cursor: null, trigger };
}

/** Whoever pauses holds the row of the connection, so that no run slips in between. */
async function refusePaused(client: pg.PoolClient, connectionId: string): Promise<void> {
  const { rows } = await client.query<{ paused: boolean }>(
    'select paused_at is not null as paused from connection where id = $1 for share',
    [connectionId],
  );
  if (rows[0]?.paused) throw new SourcePaused(connectionId);
}

/** Takes the connection: the raised token refuses every older worker, and an interrupted run goes on from its cursor. */
async function begin(
  client: pg.PoolClient,
  { secrets }: Pick<Database, 'secrets'>,
  runId: string,
  now: Date,
): Promise<BegunRun | null> {
  // The source before its run, as everybody who asks for one does: the other way round the two would wait for each other.
  await client.query(
    'select 1 from connection where id = (select connection_id from sync_run where id = $1) for update',
    [runId],
  );
  const found = await client.query<RunRow>(
    `select s.id, s.state, s.cursor, s.trigger, s.time_window, s.connection_id, c.name, c.connector, c.settings, c.secrets, c.expected_every_ms, c.sync_every_ms
       from sync_run s join connection c on c.id = s.connection_id where s.id = $1 for update`,
    [runId],
  );
  const row = found.rows[0];
  if (!row || (row.state !== 'queued' && row.state !== 'running')) return null;
  const isSync = row.trigger !== 'backfill' && row.trigger !== 'replay';
  if (!isSync && (await syncGoesFirst(client, row, now))) return null;
  const raised = await client.query<{ fencing_token: string }>(
    'update connection set fencing_token = fencing_token + 1 where id = $1 returning fencing_token',
    [row.connection_id],
  );
  await client.query(
    `update sync_run set state = 'running', started_at = coalesce(started_at, $2), heartbeat_at = $2, progress = coalesce(progress, 0)
      where id = $1`,
    [runId, now],
  );
  await notifyChange(client, { kind: 'sources', keys: [row.connection_id], at: now });
  return {
    runId,
    ...connectionOf(row, secrets),
    fencingToken: Number(onlyRow(raised.rows).fencing_token),
    cursor: row.cursor,
    trigger: row.trigger,
    states: await statesOf(client, row.connection_id),
    ...(row.time_window && { window: row.time_window }),
  };
}

/** A sync without a sign of life for so long has lost its process. */
const silentForMs = 60_000;

/**
 * A window that is read again waits for a sync that waits or works, and for another window before it; the clock wakes it then. A sync
 * never waits: it takes the connection over, and the window goes on after it.
 */
async function syncGoesFirst(
  client: pg.PoolClient,
  { id, connection_id: connection }: RunRow,
  now: Date,
): Promise<boolean> {
  const { rows } = await client.query<{ goes_first: boolean }>(
    `select exists (
       select 1 from sync_run
        where connection_id = $1 and id <> $2 and trigger not in ('push', 'mend')
          and ((state = 'queued' and trigger not in ('backfill', 'replay')) or (state = 'running' and heartbeat_at > $3))) as goes_first`,
    [connection, id, new Date(now.getTime() - silentForMs)],
  );
  return rows[0]?.goes_first ?? false;
}

async function statesOf(client: pg.PoolClient, connectionId: string): Promise<readonly StreamState[]> {
  const { rows } = await client.query<StreamState>(
    'select stream, part as partition, state from stream_state where connection_id = $1 order by stream, part',
    [connectionId],
  );
  return rows;
}

function sourceOf({ connection: { id } }: BegunRun, publicUrl: string | null) {
  return { id, url: publicUrl === null ? null : `${publicUrl.replace(/\/$/, '')}/sources/${encodeURIComponent(id)}` };
}

function isReading({ trigger }: BegunRun): boolean {
  return trigger !== 'backfill' && trigger !== 'replay' && trigger !== 'push' && trigger !== 'mend';
}

/** A worker that was taken over finishes nothing: the newer one will. */
async function finish(
  pool: pg.Pool,
  run: BegunRun,
  now: Date,
  assignments: string,
  values: readonly (string | RunFailure)[],
  follow: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const finished = await client.query(
      `update sync_run s set finished_at = $2, heartbeat_at = $2, ${assignments}
         from connection c where s.id = $1 and c.id = s.connection_id and c.fencing_token = $3 and s.state = 'running'`,
      [run.runId, now, run.fencingToken, ...values],
    );
    if (!finished.rowCount) return;
    // A window that was read again, and rows that were made anew, say nothing about whether the source can be read.
    if (isReading(run)) await follow(client);
    await notifyChange(client, { kind: 'sources', keys: [run.connection.id], at: now });
  });
}

/** As it is stored: a word stands for each secret. */
export function toConnection(row: ConnectionRow): Connection {
  return {
    id: row.connection_id,
    name: row.name,
    connector: row.connector,
    settings: row.settings,
    expectedEveryMs: Number(row.expected_every_ms),
    ...(row.sync_every_ms === null ? {} : { syncEveryMs: Number(row.sync_every_ms) }),
  };
}

/** With its secrets in its settings, for the source is going to be asked; and by themselves, so that no message repeats them. */
function connectionOf(row: RunRow, vault: SecretVault): Pick<BegunRun, 'connection' | 'secrets'> {
  const given = row.secrets === null ? {} : openConnectionSecrets(row.connection_id, row.secrets, vault).given;
  const connection = toConnection(row);
  return {
    connection: { ...connection, settings: settingsWithSecrets(connection.settings, given) },
    secrets: Object.values(given),
  };
}

function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('The statement answered no row although it must.');
  return row;
}

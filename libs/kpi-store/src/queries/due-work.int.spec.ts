import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { beat, closeSilentPushes, endBeat, failRun, isOutboxDue, queueDueSyncs, runsToWake } from './due-work.js';

const at = (text: string) => new Date(`2026-11-02T${text}Z`);
const hourMs = 3_600_000;

describe('due work', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(() => database.close());

  const connect = (id: string, syncEveryMs: number | null, nextSyncAt: Date | null = null) =>
    database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, sync_every_ms, next_sync_at, position)
       values ($1, $1, 'file', '{}', 1000, $2, $3, 1)`,
      [id, syncEveryMs, nextSyncAt],
    );
  const finishAll = () => database.pool.query("update sync_run set state = 'succeeded'");
  const nextSyncAt = async (id: string) =>
    (await database.pool.query<{ next_sync_at: Date }>('select next_sync_at from connection where id = $1', [id]))
      .rows[0]?.next_sync_at;

  it('queues a run of a connection whose time has come, once, and of no other', async () => {
    await connect('due', hourMs, at('10:00:00'));
    await connect('later', hourMs, at('10:30:00'));
    await connect('by-request', null);
    expect(await queueDueSyncs(database.pool, at('10:00:00'))).toEqual([{ runId: '1', connectionId: 'due' }]);
    expect(await queueDueSyncs(database.pool, at('10:00:00'))).toEqual([]);
    const { rows } = await database.pool.query('select connection_id, trigger, state from sync_run');
    expect(rows).toEqual([{ connection_id: 'due', trigger: 'schedule', state: 'queued' }]);
  });

  it('begins a new connection at once', async () => {
    await connect('new', hourMs);
    expect(await queueDueSyncs(database.pool, at('10:07:00'))).toHaveLength(1);
    expect(await nextSyncAt('new')).toEqual(at('11:07:00'));
  });

  it('keeps the beat after a standstill instead of running once for each missed time', async () => {
    await connect('hourly', hourMs, at('10:00:00'));
    expect(await queueDueSyncs(database.pool, at('13:20:00'))).toHaveLength(1);
    expect(await nextSyncAt('hourly')).toEqual(at('14:00:00'));
    await finishAll();
    expect(await queueDueSyncs(database.pool, at('13:59:59'))).toEqual([]);
    expect(await queueDueSyncs(database.pool, at('14:00:00'))).toHaveLength(1);
  });

  it('is not held by a clock that was set back', async () => {
    await connect('hourly', hourMs, at('18:00:00'));
    expect(await queueDueSyncs(database.pool, at('10:00:00'))).toHaveLength(1);
    expect(await nextSyncAt('hourly')).toEqual(at('11:00:00'));
  });

  it('waits for a run that is still in work', async () => {
    await connect('hourly', hourMs, at('10:00:00'));
    await queueDueSyncs(database.pool, at('10:00:00'));
    await database.pool.query("update sync_run set state = 'running'");
    expect(await queueDueSyncs(database.pool, at('11:00:00'))).toEqual([]);
    await finishAll();
    expect(await queueDueSyncs(database.pool, at('11:00:01'))).toHaveLength(1);
  });

  it('queues one run when several processes look at the same moment', async () => {
    await connect('due', hourMs, at('10:00:00'));
    const found = await Promise.all(Array.from({ length: 5 }, () => queueDueSyncs(database.pool, at('10:00:00'))));
    expect(found.flat()).toHaveLength(1);
  });

  it('finds runs that nobody works on', async () => {
    for (const id of ['fresh', 'waiting', 'lost', 'alive', 'done', 'pushed']) await connect(id, null);
    await database.pool.query(
      `insert into sync_run (connection_id, trigger, state, queued_at, heartbeat_at) values
       ('fresh', 'request', 'queued', $1, null), ('waiting', 'request', 'queued', $2, null),
       ('lost', 'request', 'running', $2, $2), ('alive', 'request', 'running', $2, $1),
       ('done', 'request', 'succeeded', $2, $2), ('pushed', 'push', 'running', $2, $2)`,
      [at('10:00:00'), at('09:00:00')],
    );
    const found = await runsToWake(database.pool, at('10:00:00'), { queuedForMs: 10_000, silentForMs: 60_000 });
    expect(found.map(({ connectionId }) => connectionId)).toEqual(['waiting', 'lost']);
  });

  it('ends an open run with a reason, and leaves a finished one as it is', async () => {
    await connect('a', hourMs);
    const [run] = await queueDueSyncs(database.pool, at('10:00:00'));
    if (!run) throw new Error('no run was queued');
    const failure = { code: 'internal', message: 'what happened', hint: 'what to do' };
    expect(await failRun(database.pool, run, failure, at('10:01:00'))).toBe(true);
    expect(await failRun(database.pool, run, { ...failure, message: 'later' }, at('10:02:00'))).toBe(false);
    const { rows } = await database.pool.query('select state, failure, finished_at from sync_run');
    expect(rows).toEqual([{ state: 'failed', failure, finished_at: at('10:01:00') }]);
  });

  it('closes a push whose process ended, by whether its records were committed', async () => {
    await connect('shop', null);
    await database.pool.query(
      `insert into sync_run (connection_id, trigger, state, queued_at, heartbeat_at, received)
       values ('shop', 'push', 'running', $1, $1, 3), ('shop', 'push', 'running', $1, $1, 0), ('shop', 'push', 'running', $2, $2, 0)`,
      [at('10:00:00'), at('10:09:30')],
    );
    await closeSilentPushes(database.pool, at('10:10:00'), 60_000);
    const { rows } = await database.pool.query(`select state, failure ->> 'code' as code from sync_run order by id`);
    expect(rows).toEqual([
      { state: 'succeeded', code: null },
      { state: 'failed', code: 'interrupted' },
      { state: 'running', code: null },
    ]);
  });

  it('sees no notification in an empty outbox', async () => {
    expect(await isOutboxDue(database.pool, at('10:00:00'))).toBe(false);
  });

  it('writes one row for each worker and forgets those that fell silent long ago', async () => {
    await beat(database.pool, { id: 'old', startedAt: at('08:00:00') }, new Date('2026-10-01T00:00:00Z'));
    await beat(database.pool, { id: 'a', startedAt: at('09:00:00') }, at('10:00:00'));
    await beat(database.pool, { id: 'a', startedAt: at('09:00:00') }, at('10:00:01'));
    const { rows } = await database.pool.query('select worker, started_at, beat_at from worker_heartbeat');
    expect(rows).toEqual([{ worker: 'a', started_at: at('09:00:00'), beat_at: at('10:00:01') }]);
    await endBeat(database.pool, 'a');
    expect((await database.pool.query('select 1 from worker_heartbeat')).rowCount).toBe(0);
  });
});

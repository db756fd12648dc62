import { SourcePaused } from '@tandem/application/ports';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { queueDueSyncs } from '../queries/due-work.js';
import { listSources } from '../queries/list-sources.js';
import { createRecordStore } from './record-store.js';
import { createRunStore } from './run-store.js';
import { createSourceControl } from './source-control.js';

const at = (text: string) => new Date(`2026-11-02T${text}Z`);
const act = (time: string) => ({ actor: 'account:1', now: at(time), reason: 'Wrong zone' });
const page = { records: [], rejected: [], filteredOut: 0, cursor: null, progress: null };
const failure = { code: 'timeout', message: 'It did not answer.', hint: 'Wait.' };

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
  await database.pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, sync_every_ms, next_sync_at, position)
     values ('desk', 'Desk', 'file', '{}', 1000, 3600000, $1, 1)`,
    [at('10:00:00')],
  );
});
afterEach(() => database.close());

const runs = () => createRunStore(database);
const control = () => createSourceControl(database);
const source = async () => (await listSources(database.pool, 'desk'))[0];
const audited = async () =>
  (await database.pool.query<{ action: string }>('select action from audit_log order by id')).rows.map(
    ({ action }) => action,
  );
async function begun(time: string) {
  const run = await runs().begin(await runs().queue('desk', 'request', at(time)), at(time));
  if (run === null) throw new Error('The run did not begin.');
  return run;
}

/** Until another session of this database waits for a lock. */
async function waitsForLock(): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const { rowCount } = await database.owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rowCount) return;
  }
  throw new Error('Nobody waited for a lock.');
}

describe('a source that is paused', () => {
  it('stops what is read, and its worker commits nothing more', async () => {
    const run = await begun('09:00:00');
    await createRecordStore(database).commitPage(run, page, at('09:00:01'));
    expect(await control().pause('desk', act('09:01:00'))).toBe('done');
    await expect(createRecordStore(database).commitPage(run, page, at('09:01:01'))).rejects.toThrow(/taken over/);
    await runs().succeed(run, at('09:01:02'));
    expect(await source()).toMatchObject({
      paused: { by: 'account:1', reason: 'Wrong zone' },
      nextSyncAt: null,
      lastRun: { state: 'stopped' },
    });
  });

  it('is read neither by the clock nor on request until it is resumed, and then at its own beat', async () => {
    const waiting = await runs().queue('desk', 'request', at('09:00:00'));
    await control().pause('desk', act('09:01:00'));
    expect(await runs().begin(waiting, at('09:02:00'))).toBeNull();
    expect(await queueDueSyncs(database.pool, at('12:00:00'))).toEqual([]);
    await expect(runs().queue('desk', 'request', at('12:00:00'))).rejects.toThrow(SourcePaused);
    expect(await control().resume('desk', act('12:30:00'))).toBe('done');
    expect(await source()).toMatchObject({ paused: null, nextSyncAt: at('13:30:00') });
    expect(await queueDueSyncs(database.pool, at('13:30:00'))).toHaveLength(1);
  });

  it('is a row of the audit trail for each change, and none for what changes nothing', async () => {
    expect(await control().resume('desk', act('09:00:00'))).toBe('unchanged');
    await control().pause('desk', act('09:01:00'));
    expect(await control().pause('desk', act('09:02:00'))).toBe('unchanged');
    await control().resume('desk', act('09:03:00'));
    expect([
      await control().pause('nowhere', act('09:04:00')),
      await control().resume('nowhere', act('09:04:00')),
    ]).toEqual([null, null]);
    expect(await audited()).toEqual(['pause', 'resume']);
  });
});

describe('a run that is asked for again as it begins', () => {
  it('waits for whoever asks, and neither of them fails', async () => {
    const waiting = await runs().queue('desk', 'request', at('09:00:00'));
    // Whoever asks holds the source first, and comes to the run that waits only then.
    const asking = await database.pool.connect();
    try {
      await asking.query('begin');
      await asking.query(`select from connection where id = 'desk' for share`);
      const beginning = runs().begin(waiting, at('09:00:01'));
      await waitsForLock();
      await asking.query(`update sync_run set queued_at = queued_at where id = $1`, [waiting]);
      await asking.query('commit');
      expect(await beginning).toMatchObject({ runId: waiting });
    } finally {
      asking.release();
    }
  });

  it('is answered for all who ask at once', async () => {
    for (let round = 0; round < 15; round += 1) {
      const time = at(`10:${String(round).padStart(2, '0')}:00`);
      const waiting = await runs().queue('desk', 'request', time);
      const asked = Array.from({ length: 4 }, () => runs().queue('desk', 'request', time));
      const [begun, ...ids] = await Promise.all([runs().begin(waiting, time), ...asked]);
      if (begun === null) throw new Error('The run did not begin.');
      expect(ids).toHaveLength(4);
      await runs().succeed(begun, time);
    }
  });
});

describe('a run that is stopped', () => {
  it('keeps what it has committed, and is stopped once', async () => {
    const run = await begun('09:00:00');
    await createRecordStore(database).commitPage(run, { ...page, filteredOut: 3 }, at('09:00:01'));
    expect(await control().stopRun('desk', run.runId, act('09:00:02'))).toBe('done');
    expect(await control().stopRun('desk', run.runId, act('09:00:03'))).toBe('unchanged');
    expect(await control().stopRun('desk', '999', act('09:00:03'))).toBeNull();
    expect((await source())?.lastRun).toMatchObject({ state: 'stopped', filteredOut: 3 });
    expect(await audited()).toEqual(['sync.stop']);
    expect((await begun('09:01:00')).fencingToken).toBeGreaterThan(run.fencingToken);
  });
});

describe('failures of a source', () => {
  const fail = async (time: string) => runs().fail(await begun(time), failure, at(time));

  it('are counted since the last run that did not fail, or since it was resumed', async () => {
    await fail('08:00:00');
    await runs().succeed(await begun('08:10:00'), at('08:10:00'));
    expect(await source()).toMatchObject({ failedRuns: 0, failingSince: null });
    await fail('08:20:00');
    await fail('08:30:00');
    expect(await source()).toMatchObject({ failedRuns: 2, failingSince: at('08:20:00') });
    await control().pause('desk', act('08:40:00'));
    await control().resume('desk', act('08:50:00'));
    expect(await source()).toMatchObject({ failedRuns: 0 });
    await fail('08:55:00');
    expect(await source()).toMatchObject({ failedRuns: 1, failingSince: at('08:55:00') });
  });
});

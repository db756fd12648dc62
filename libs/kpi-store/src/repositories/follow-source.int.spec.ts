import type { NoticeContent } from '@tandem/application/delivery-ports';
import { sampleConfiguration } from '@tandem/testing/sample-configuration';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { createConfigurationStore } from './configuration-store.js';
import { createRunStore } from './run-store.js';
import { createSourceControl } from './source-control.js';

const begins = new Date('2026-11-02T08:00:00Z');
const hour = (count: number) => new Date(begins.getTime() + count * 3_600_000);
const passing = { code: 'timeout', message: 'It did not answer.', hint: 'Wait.', action: 'retry' as const };
const lasting = { ...passing, code: 'accessDenied', action: 'configuration' as const };

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
  const next = sampleConfiguration();
  const kinds = [
    ['team', 'service-desk'],
    ['person', 'digital'],
    ['person', 'service'],
    ['connection', 'tickets'],
    ['calendar', 'support-hours'],
    ['metric', 'attainment'],
    ['route', 'on-call'],
    ['guardrail', 'attainment-floor'],
  ] as const;
  const changes = kinds.map(([kind, id]) => ({ kind, id, action: 'create' as const, fields: [] }));
  await createConfigurationStore(database).change(() => ({ next, changes }), { now: begins, dryRun: false });
  await database.pool.query(`insert into account (email, name, role, person_id, created_at)
    values ('head.of.service@example.org', 'Head', 'owner', 'service', now())`);
  await database.pool.query('delete from sync_run');
});
afterEach(() => database.close());

const runs = () => createRunStore(database, 'https://tandem.example.org/');
async function run(at: Date, failure: typeof passing | typeof lasting | null): Promise<void> {
  const begun = await runs().begin(await runs().queue('tickets', 'request', at), at);
  if (!begun) throw new Error('The run did not begin.');
  await (failure ? runs().fail(begun, failure, at) : runs().succeed(begun, at));
}
async function told(): Promise<readonly (readonly [string, string])[]> {
  const { rows } = await database.pool.query<{ receiver: string; event: string }>(
    `select coalesce(route_id, address) as receiver, content ->> 'event' as event from outbox order by sequence`,
  );
  return rows.map(({ receiver, event }) => [receiver, event] as const);
}
const audited = async () =>
  (
    await database.pool.query<{ action: string }>(
      `select action from audit_log where subject_kind = 'connection' and actor = 'system' order by id`,
    )
  ).rows.map(({ action }) => action);
const everybody = (event: string) => [
  ['on-call', event],
  ['digital@example.org', event],
  ['head.of.service@example.org', event],
];

describe('owners of a source that fails', () => {
  it('are told on both sides with the third failure in a row, once, and again when it works', async () => {
    for (const count of [1, 2]) await run(hour(count), passing);
    expect(await told()).toEqual([]);
    for (const count of [3, 4]) await run(hour(count), passing);
    expect((await told()).toSorted()).toEqual(everybody('warned').toSorted());
    const { rows } = await database.pool.query<{ content: NoticeContent }>('select content from outbox limit 1');
    expect(rows[0]?.content).toMatchObject({
      kind: 'sourceFailing',
      source: 'Service desk',
      failedRuns: 3,
      since: hour(1).toISOString(),
      error: 'It did not answer.',
      owners: { marketing: ['Head of Digital Marketing'], it: ['Head of Service Operations'] },
      metrics: 1,
      url: 'https://tandem.example.org/sources/tickets',
    });
    await run(hour(5), null);
    expect((await told()).slice(3).toSorted()).toEqual(everybody('recovered').toSorted());
    await run(hour(6), null);
    expect(await told()).toHaveLength(6);
    expect(await audited()).toEqual(['source.warn', 'source.recover']);
  });

  it('are told at once where only somebody can mend it, unless it was only just connected', async () => {
    await run(hour(0), lasting);
    expect(await told()).toEqual([]);
    await run(hour(1), null);
    await run(hour(2), lasting);
    expect((await told()).map(([, event]) => event)).toEqual(['warned', 'warned', 'warned']);
  });

  it('are told when it is paused, after twelve failures and a day; then nothing is read until it is resumed', async () => {
    for (let count = 1; count <= 12; count += 1) await run(hour(count * 2), passing);
    expect(await audited()).toEqual(['source.warn']);
    await run(hour(27), passing);
    expect(await audited()).toEqual(['source.warn', 'pause']);
    expect((await told()).slice(3).toSorted()).toEqual(everybody('paused').toSorted());
    await expect(runs().queue('tickets', 'request', hour(28))).rejects.toThrow(/paused/);
    await createSourceControl(database).resume('tickets', { actor: 'account:1', now: hour(29) });
    for (const count of [30, 31]) await run(hour(count), passing);
    expect(await told()).toHaveLength(6);
    await run(hour(32), passing);
    expect((await told()).slice(6).map(([, event]) => event)).toEqual(['warned', 'warned', 'warned']);
  });

  it('are told by what the organisation has set', async () => {
    await database.pool.query(
      `update organisation set failing_sources = '{"pauseAfterRuns": 2, "pauseAfterMs": 60000}'`,
    );
    for (const count of [1, 2]) await run(hour(count), passing);
    expect(await audited()).toEqual(['pause']);
  });
});

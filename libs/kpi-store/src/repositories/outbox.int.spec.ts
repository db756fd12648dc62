import type { ClaimedNotification, NotificationContent } from '@tandem/application/delivery-ports';
import { exampleGuardrail, seedAlertExamples } from '@tandem/testing/alert-examples';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import pg from 'pg';
import { createOutbox } from './outbox.js';

const begin = Date.parse('2026-11-15T10:00:00.000Z');
const second = (count: number) => new Date(begin + count * 1_000);
const leaseMs = 120_000;
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('Outbox on PostgreSQL', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
    await seedAlertExamples(database, {
      guardrails: ['a', 'b', 'c', 'd'].map((id) => ({ ...exampleGuardrail, id })),
      routes: [
        { id: 'hook', channel: 'webhook', url: 'https://example.org/hook', secret },
        { id: 'mail', channel: 'email', to: ['team@example.org'] },
        { id: 'other', channel: 'webhook', url: 'https://example.org/other', secret },
      ],
    });
  });
  afterEach(() => database.close());

  const rows = async <T extends object>(sql: string) => (await database.pool.query<T>(sql)).rows;
  const outbox = () => createOutbox(database);
  const claim = (limit: number, now: Date) => outbox().claim(limit, now, leaseMs);

  /** Puts one notification of a guardrail's alert into the outbox, named by its title. */
  async function put(guardrailId: string, routeId: string, title: string, kind = 'fired'): Promise<void> {
    const alert = await database.pool.query<{ id: string }>(
      `insert into alert (guardrail_id, state, since, evaluated_at) values ($1, 'firing', $2, $2)
       on conflict (workspace, guardrail_id, dimensions) do update set since = alert.since returning id`,
      [guardrailId, second(0)],
    );
    const content: Partial<NotificationContent> = { alertId: alert.rows[0]?.id ?? '', kind: 'fired', at: title };
    await database.pool.query(
      `with transition as (
         insert into alert_transition (alert_id, from_state, to_state, at, reason)
         values ($1, 'pending', 'firing', $2, 'belowFloor') returning id)
       insert into outbox (alert_id, transition_id, route_id, channel, kind, occasion, content, next_attempt_at, created_at)
       select $1, transition.id, route.id, route.channel, $3, 'transition:' || transition.id, $4, $2, $2 from transition, route where route.id = $5`,
      [alert.rows[0]?.id, second(0), kind, JSON.stringify(content), routeId],
    );
  }
  const titles = (claims: readonly { readonly content: { readonly at: string } }[]) =>
    claims.map(({ content }) => content.at).sort();

  it('hands out the route as its channel needs it', async () => {
    await put('a', 'hook', 'one');
    await put('b', 'mail', 'two');
    const claims = await claim(5, second(0));
    expect(claims.map(({ route }) => route).sort((left, right) => left.id.localeCompare(right.id))).toEqual([
      { id: 'hook', channel: 'webhook', url: 'https://example.org/hook', secret },
      { id: 'mail', channel: 'email', to: ['team@example.org'] },
    ]);
    expect(claims[0]).toMatchObject({ attempts: 1, possibleRepeat: false, createdAt: second(0) });
  });

  it('passes over rows that another claimant is taking at this moment', async () => {
    await put('a', 'hook', 'one');
    await put('b', 'mail', 'two');
    const impatient = new pg.Pool({ connectionString: database.url, options: '-c lock_timeout=2s' });
    const other = await database.pool.connect();
    try {
      await other.query('begin');
      await other.query(`select 1 from outbox where route_id = 'hook' for update`);
      const claims = await createOutbox({ ...database, pool: impatient }).claim(5, second(0), leaseMs);
      expect(titles(claims)).toEqual(['two']);
    } finally {
      await impatient.end();
      await other.query('rollback');
      other.release();
    }
  });

  it('gives each row to one claimant only', async () => {
    // Connections are opened beforehand, or the claims would come one after the other.
    await Promise.all(Array.from({ length: 8 }, () => database.pool.query('select pg_sleep(0.05)')));
    for (const [index, guardrail] of ['a', 'b', 'c', 'd'].entries()) {
      for (const route of ['hook', 'mail', 'other']) await put(guardrail, route, `${index} ${route}`);
    }
    const all: string[] = [];
    for (let round = 0; round < 12; round += 1) {
      const claimed = (await Promise.all(Array.from({ length: 8 }, () => claim(12, second(0))))).flat();
      all.push(...claimed.map(({ id }) => id));
      for (const one of claimed) await outbox().delivered(one, second(0));
    }
    expect(all).toHaveLength(12);
    expect(new Set(all).size).toBe(12);
  });

  it('never hands out a notification before the earlier one of the same alert and route has ended', async () => {
    await put('a', 'hook', 'fired');
    await put('a', 'hook', 'resolved', 'resolved');
    const [first] = await claim(5, second(0));
    if (!first) throw new Error('Nothing was due.');
    expect(first.content.at).toBe('fired');
    await outbox().failed(first, { error: '503', nextAttemptAt: second(60), outcomeUnknown: false }, second(1));
    expect(await claim(5, second(30))).toEqual([]);
    const [again] = await claim(5, second(60));
    if (!again) throw new Error('The retry was not due.');
    await outbox().delivered(again, second(61));
    expect(titles(await claim(5, second(61)))).toEqual(['resolved']);
  });

  it('sends to one route one at a time, so that a slow receiver holds back nobody else', async () => {
    await put('a', 'hook', 'one');
    await put('b', 'hook', 'two');
    await put('c', 'mail', 'three');
    const [first] = await claim(1, second(0));
    expect(first?.content.at).toBe('one');
    expect(titles(await claim(5, second(1)))).toEqual(['three']);
    if (first) await outbox().delivered(first, second(2));
    expect(titles(await claim(5, second(2)))).toEqual(['two']);
  });

  it('hands a dead claimant’s row out again when its lease has run out, and says that it may be a repeat', async () => {
    await put('a', 'hook', 'one');
    await claim(1, second(0));
    expect(await claim(1, second(119))).toEqual([]);
    expect(await claim(1, second(120))).toMatchObject([{ attempts: 2, possibleRepeat: true }]);
  });

  it('ignores the failure report of a claimant whose lease ran out, but believes that it delivered', async () => {
    await put('a', 'hook', 'one');
    const [slow] = await claim(1, second(0));
    const [current] = await claim(1, second(120));
    if (!slow || !current) throw new Error('The row was not claimed twice.');
    await outbox().failed(slow, { error: 'timed out', nextAttemptAt: null, outcomeUnknown: true }, second(121));
    expect(await rows('select state, error from outbox')).toEqual([{ state: 'pending', error: null }]);
    await outbox().delivered(slow, second(122));
    await outbox().failed(current, { error: '500', nextAttemptAt: second(200), outcomeUnknown: false }, second(123));
    expect(await rows('select state, delivered_at, error from outbox')).toEqual([
      { state: 'delivered', delivered_at: second(122), error: null },
    ]);
  });

  it('remembers that an attempt may have arrived although it was reported as failed', async () => {
    await put('a', 'mail', 'one');
    const [first] = await claim(1, second(0));
    if (!first) throw new Error('Nothing was due.');
    await outbox().failed(first, { error: 'no answer', nextAttemptAt: second(10), outcomeUnknown: true }, second(5));
    const [again] = await claim(1, second(10));
    expect(again).toMatchObject({ attempts: 2, possibleRepeat: true });
  });

  it('keeps what was given up, visible and on record, and lets the next one through', async () => {
    await put('a', 'hook', 'one');
    await put('a', 'hook', 'two');
    const [first] = await claim(1, second(0));
    if (!first) throw new Error('Nothing was due.');
    await outbox().failed(first, { error: '410: gone', nextAttemptAt: null, outcomeUnknown: false }, second(1));
    expect(await rows('select state, attempts, error from outbox order by sequence limit 1')).toEqual([
      { state: 'failed', attempts: 1, error: '410: gone' },
    ]);
    expect(await rows('select action, subject_kind, subject_id, after from audit_log')).toEqual([
      {
        action: 'notification.failed',
        subject_kind: 'notification',
        subject_id: first.id,
        after: expect.objectContaining({ route: 'hook', kind: 'fired', error: '410: gone' }) as unknown,
      },
    ]);
    expect(titles(await claim(5, second(2)))).toEqual(['two']);
  });

  describe('with groups', () => {
    const group = () => database.pool.query(`update outbox set group_key = 'sla' where bundle_id is null`);
    const all = (claims: readonly ClaimedNotification[]) =>
      claims.map(({ content, grouped = [] }) => [content, ...grouped].map(({ at }) => at));

    it('sends alerts of one group together, and what comes later in a message of its own', async () => {
      for (const guardrail of ['a', 'b', 'c']) await put(guardrail, 'hook', guardrail);
      await put('a', 'mail', 'mail of a');
      await group();
      const [hook, mail] = await claim(5, second(0));
      expect(all([hook, mail].flatMap((one) => one ?? []))).toEqual([['a', 'b', 'c'], ['mail of a']]);
      await put('d', 'hook', 'd');
      await group();
      if (!hook) throw new Error('Nothing was due.');
      await outbox().failed(hook, { error: '503', nextAttemptAt: second(60), outcomeUnknown: true }, second(1));
      // Neither joins what was sent once already, nor is joined by it: the same id says the same.
      const later = await claim(5, second(60));
      expect(all(later).sort()).toEqual([['d']]);
      for (const one of later) await outbox().delivered(one, second(60));
      const [again] = await claim(5, second(61));
      expect(again).toMatchObject({ id: hook.id, attempts: 2, possibleRepeat: true });
      expect(all(again ? [again] : [])).toEqual([['a', 'b', 'c']]);
      if (again) await outbox().delivered(again, second(62));
      expect(await rows(`select count(*)::int as count from outbox where state = 'delivered'`)).toEqual([{ count: 4 }]);
    });

    it('keeps the order of each alert: its resolution goes with the next message', async () => {
      await put('a', 'hook', 'fired');
      await put('b', 'hook', 'other');
      await put('a', 'hook', 'resolved', 'resolved');
      await group();
      const [first] = await claim(1, second(0));
      expect(all(first ? [first] : [])).toEqual([['fired', 'other']]);
      if (first) await outbox().delivered(first, second(1));
      expect(all(await claim(1, second(1)))).toEqual([['resolved']]);
    });
  });

  it('tells the fallback routes once when a message is given up, and nobody when that fails in turn', async () => {
    await put('a', 'hook', 'one');
    await database.pool.query(`update outbox set fallback = '{mail,hook,gone}'`);
    for (const at of [second(0), second(1)]) {
      for (const one of await claim(5, at))
        await outbox().failed(one, { error: '410: gone', nextAttemptAt: null, outcomeUnknown: false }, second(1));
    }
    expect(await claim(5, second(2))).toEqual([]);
    expect(await rows('select route_id, kind, state from outbox order by sequence')).toEqual([
      { route_id: 'hook', kind: 'fired', state: 'failed' },
      { route_id: 'mail', kind: 'undelivered', state: 'failed' },
    ]);
  });
});

import { createHash } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { inTransaction } from '../database.js';
import { AuditChain1763880000000 } from '../migrations/1763880000000-audit-chain.js';
import { auditEntries, auditLines } from './audit-entries.js';
import { verifyAuditTrail } from './verify-audit-trail.js';
import { dropBiSchemas } from '../bi/write-bi-schema.js';
import { grantToAppRole } from '../workspace/app-role.js';
import { ownerDataSource } from '../workspace/prepare-database.js';

const insert = `insert into audit_log (at, actor, action, subject_kind, subject_id, before, after)
                values ($1, $2, $3, 'metric', $4, $5, $6)`;
/** Everything that could be written differently by two programs. */
const awkward = {
  zeta: 'é ü 漢字 🎯 \u2028',
  a: ['"quoted"', '\\ back', '\t\n\r\b\f', '\u0001\u001f\u007f', '</script>'],
  numbers: [0, -0.5, 1e21, 1e-7, 123456789.123456, 10.1],
  nested: { deeper: { none: null, yes: true } },
  '': 'empty key',
};

describe('the audit trail', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(() => database.close());

  const add = (id: string, after: unknown = { value: id }) =>
    database.pool.query(insert, [
      '2026-11-10T08:00:00.123456Z',
      'head-of-service',
      'change',
      id,
      JSON.stringify(awkward),
      after === null ? null : JSON.stringify(after),
    ]);
  const verify = (anchor: { sequence: number; hash: string } | null = null) => verifyAuditTrail(database.pool, anchor);
  /** What somebody with every right of the database can do, and nobody else. */
  const tamper = (sql: string) =>
    inTransaction(database.owner, async (client) => {
      for (const table of ['audit_log', 'audit_chain', 'audit_head'])
        await client.query(`alter table ${table} disable trigger user`);
      await client.query('alter table audit_chain drop constraint if exists audit_chain_audit_id_fkey');
      await client.query(sql);
    });

  it('fits when it is empty, and after every entry, whatever an entry holds', async () => {
    expect(await verify()).toMatchObject({ ok: true, entries: 0 });
    await add('a');
    await add('b', null);
    await add('naïve " \\ \n id');
    const verdict = await verify();
    expect(verdict).toMatchObject({ ok: true, entries: 3, brokenAt: null });
    expect(await verify(verdict.head)).toMatchObject({ ok: true });
  });

  it('has no gap and no fork when many write at once, some of them give up, and others write several', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        inTransaction(database.pool, async (client) => {
          await client.query(insert, [new Date(), 'system', 'change', `m${index}`, null, '{}']);
          await client.query(insert, [new Date(), 'system', 'change', `n${index}`, null, '{}']);
          if (index % 4 === 0) throw new Error('rolled back');
        }).catch((error: unknown) => {
          if (!String(error).includes('rolled back')) throw error;
        }),
      ),
    );
    expect(await verify()).toMatchObject({ ok: true, entries: 60 });
  });

  it('holds nobody up before the commit', async () => {
    const slow = await database.pool.connect();
    try {
      await slow.query('begin');
      await slow.query(insert, [new Date(), 'slow', 'change', 'slow', null, null]);
      await add('meanwhile');
      await slow.query('commit');
    } finally {
      slow.release();
    }
    expect(
      (await auditEntries(database.pool, { limit: 5, before: null, filter: {} })).map(({ subject }) => subject.id),
    ).toEqual(['slow', 'meanwhile']);
    expect(await verify()).toMatchObject({ ok: true, entries: 2 });
  });

  it.each([
    `update audit_log set actor = 'somebody else'`,
    'delete from audit_log',
    'truncate audit_log cascade',
    'update audit_chain set sequence = sequence + 1',
    'delete from audit_chain',
    'truncate audit_chain',
    'delete from audit_head',
    'truncate audit_head',
    'update audit_head set sequence = 0',
    `update audit_head set sequence = sequence + 1, hash = sha256('x')`,
    `set session_replication_role = replica; delete from audit_log`,
  ])('refuses, even of the owner of its tables: %s', async (sql) => {
    await add('a');
    const client = await database.owner.connect();
    await expect(client.query(sql)).rejects.toThrow('The audit trail only grows');
    client.release(true);
    expect(await verify()).toMatchObject({ ok: true, entries: 1 });
  });

  it.each([
    ['changed', `update audit_log set after = '{"value": "z"}' where subject_id = 'c'`, 3, 'entryChanged'],
    [
      'changed in its time',
      `update audit_log set at = at + interval '1 microsecond' where subject_id = 'b'`,
      2,
      'entryChanged',
    ],
    ['said to be of somebody else', `update audit_log set actor = 'other' where subject_id = 'd'`, 4, 'entryChanged'],
    ['removed', `delete from audit_log where subject_id = 'c'`, 3, 'entryMissing'],
    ['removed with its link', `delete from audit_chain where sequence = 2`, 2, 'linkMissing'],
    [
      'cut off at the end',
      `delete from audit_log where subject_id = 'd'; delete from audit_chain where sequence = 4`,
      4,
      'endMissing',
    ],
    [
      'added around the chain',
      `insert into audit_log (at, actor, action, subject_kind, subject_id) values (now(), 'x', 'x', 'x', 'x')`,
      5,
      'entryUnlinked',
    ],
    [
      'swapped with another',
      `update audit_chain set audit_id = -audit_id where sequence in (2, 3);
       update audit_chain set audit_id = (array[3, 2])[sequence - 1] where sequence in (2, 3)`,
      2,
      'entryChanged',
    ],
  ])('names the first entry that does not fit when one was %s', async (_what, sql, sequence, reason) => {
    for (const id of ['a', 'b', 'c', 'd']) await add(id);
    await tamper(sql);
    expect(await verify()).toMatchObject({ ok: false, entries: sequence - 1, brokenAt: { sequence, reason } });
  });

  it('that was rewritten as a whole does not pass through a head that was noted before', async () => {
    await add('a');
    await add('b');
    const { head } = await verify();
    await tamper(`update audit_log set actor = 'other' where subject_id = 'a';
      truncate audit_chain; update audit_head set sequence = 0, hash = decode(repeat('00', 32), 'hex');
      select audit_link(l) from audit_log l order by id`);
    expect(await verify()).toMatchObject({ ok: true, entries: 2 });
    expect(await verify(head)).toMatchObject({ ok: false, brokenAt: { sequence: 2, reason: 'anchorMissed' } });
  });

  it('leaves as lines that anyone can check with SHA-256', async () => {
    for (const id of ['a', 'b', 'c']) await add(id);
    let text = '';
    for await (const lines of auditLines(database.pool)) text += lines;
    const entries = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { hash: string; previousHash: string; hashed: string; before: unknown });
    expect(entries).toHaveLength(3);
    let previous = '0'.repeat(64);
    for (const { hash, previousHash, hashed, before } of entries) {
      expect(previousHash).toBe(previous);
      expect(createHash('sha256').update(hashed).digest('hex')).toBe(hash);
      expect(before).toEqual(awkward);
      previous = hash;
    }
  });

  it('takes in what was written before there was a chain', async () => {
    const dataSource = await ownerDataSource(database.url).initialize();
    try {
      await database.asOwner(dropBiSchemas);
      for (const undone of [...dataSource.migrations].reverse()) {
        await dataSource.undoLastMigration();
        if (undone instanceof AuditChain1763880000000) break;
      }
      await add('old');
      await add('older');
      await dataSource.runMigrations();
      await database.asOwner(grantToAppRole);
    } finally {
      await dataSource.destroy();
    }
    await add('new');
    expect(await verify()).toMatchObject({ ok: true, entries: 3 });
  });
});

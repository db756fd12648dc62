import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { removeUploads } from './remove-uploads.js';

const dayMs = 86_400_000;
const now = new Date('2026-12-01T12:00:00Z');

describe('uploads that are not kept any more', () => {
  let directory: string;
  let database: TestDatabase;
  const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);
  const upload = (source: string, name: string, days: number) => {
    const file = path.join(directory, source, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, 'day,visits\n');
    fs.utimesSync(file, daysAgo(days), daysAgo(days));
  };
  const left = (source: string) => fs.readdirSync(path.join(directory, source)).sort();
  const read = async (source: string, days: number) => {
    await database.pool.query(
      `insert into sync_run (connection_id, trigger, state, queued_at, started_at, finished_at) values ($1, 'upload', 'succeeded', $2, $2, $2)`,
      [source, daysAgo(days)],
    );
  };

  beforeEach(async () => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem uploads '));
    database = await openTestDatabase();
    await database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position)
       values ('shop', 'Shop', 'file', '{}', 86400000, 1), ('desk', 'Desk', 'file', '{}', 86400000, 2)`,
    );
    for (const [name, days] of [
      ['a.csv', 200],
      ['b.csv', 150],
      ['c.csv', 20],
      ['.arriving-1', 300],
    ] as const)
      upload('shop', name, days);
    upload('desk', 'only.csv', 300);
    await read('desk', 1);
  });
  afterEach(async () => {
    await database.close();
    fs.rmSync(directory, { recursive: true, force: true });
  });

  it('stay while the organisation keeps everything', async () => {
    await read('shop', 10);
    await removeUploads(database, directory, now);
    expect(left('shop')).toEqual(['.arriving-1', 'a.csv', 'b.csv', 'c.csv']);
  });

  it('go when they are old and were read since, but for the latest of each source; the audit log names them', async () => {
    await database.pool.query('update organisation set keep = $1', [JSON.stringify({ uploads: 90 * dayMs })]);
    await read('shop', 160);
    await removeUploads(database, directory, now);
    expect(left('shop')).toEqual(['.arriving-1', 'b.csv', 'c.csv']);
    await read('shop', 10);
    await removeUploads(database, directory, now);
    await removeUploads(database, directory, now);
    expect(left('shop')).toEqual(['.arriving-1', 'c.csv']);
    expect(left('desk')).toEqual(['only.csv']);
    const { rows } = await database.pool.query(
      `select actor, action, subject_kind, subject_id, before, after ->> 'removed' as removed from audit_log order by id`,
    );
    expect(rows).toEqual(
      ['a.csv', 'b.csv'].map((file) => ({
        actor: 'retention',
        action: 'remove',
        subject_kind: 'uploads',
        subject_id: 'shop',
        before: { files: [file] },
        removed: '1',
      })),
    );
  });
});

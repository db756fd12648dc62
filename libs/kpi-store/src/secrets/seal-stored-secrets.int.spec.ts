import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openKeyRing, type KeyRing } from '@tandem/secrets/key-ring';
import { createSecretVault, sealingKeyId, UnreadableSecret } from '@tandem/secrets/secret-vault';
import { sampleConfiguration } from '@tandem/testing/sample-configuration';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { openDatabase } from '../database.js';
import { createConfigurationStore } from '../repositories/configuration-store.js';
import { rotateSecrets } from './rotate-secrets.js';
import { routeSecretPlace } from './sealed-columns.js';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const now = new Date('2026-11-10T08:00:00Z');

describe('secrets in the database', () => {
  let database: TestDatabase;
  let directory: string;
  beforeEach(async () => {
    database = await openTestDatabase();
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-sealed-'));
  });
  afterEach(async () => {
    await database.close();
    fs.rmSync(directory, { recursive: true, force: true });
  });

  const fileKeys = () =>
    openKeyRing({ environmentKey: null, previousKeys: [], file: path.join(directory, 'secret-keys') });
  const otherKeys = () =>
    openKeyRing({ environmentKey: randomBytes(32).toString('base64'), previousKeys: [], file: '' });
  const write = () =>
    createConfigurationStore(database).change(
      () => ({
        next: { ...sampleConfiguration(), routes: routes() },
        changes: ['hook', 'other'].map((id) => ({ kind: 'route' as const, id, action: 'create' as const, fields: [] })),
      }),
      { now, dryRun: false },
    );
  const routes = () =>
    ['hook', 'other'].map((id) => ({ id, channel: 'webhook' as const, url: 'https://example.org/hook', secret }));
  const stored = async (id = 'hook') => {
    const found = await database.pool.query<{ secret: string }>('select secret from route where id = $1', [id]);
    return found.rows[0]?.secret ?? '';
  };
  const start = async (keys: KeyRing) => (await openDatabase({ url: database.url, keys })).close();

  it('are never written in clear', async () => {
    await write();
    expect(await stored()).toMatch(/^sealed:1:/);
    expect(database.secrets.open(await stored(), routeSecretPlace('hook'))).toBe(secret);
  });

  it('cannot be read in another row', async () => {
    await write();
    await database.pool.query(
      `update route set secret = (select secret from route where id = 'hook') where id = 'other'`,
    );
    expect(() => database.secrets.open('', routeSecretPlace('hook'))).toThrow(UnreadableSecret);
    const moved = await stored('other');
    expect(() => database.secrets.open(moved, routeSecretPlace('other'))).toThrow(UnreadableSecret);
  });

  it('that an earlier version left in clear are sealed by the start', async () => {
    await database.pool.query(
      `insert into route (id, channel, settings, secret, position) values ('old', 'webhook', '{}', $1, 1)`,
      [secret],
    );
    const keys = fileKeys();
    await start(keys);
    expect(await stored('old')).toMatch(/^sealed:1:/);
    expect(createSecretVault(keys).open(await stored('old'), routeSecretPlace('old'))).toBe(secret);
    await start(fileKeys());
  });

  it('make the start refuse a key that cannot read them, and change nothing', async () => {
    await write();
    const before = await stored();
    await expect(start(otherKeys())).rejects.toThrow(/route\.secret.*TANDEM_SECRET_KEY/);
    expect(await stored()).toBe(before);
  });

  it('make the start refuse when one of them was changed', async () => {
    const keys = fileKeys();
    await database.pool.query(
      `insert into route (id, channel, settings, secret, position) values ('old', 'webhook', '{}', $1, 1)`,
      [secret],
    );
    await start(keys);
    await database.pool.query(`update route set id = 'renamed' where id = 'old'`);
    await expect(start(keys)).rejects.toThrow(/"renamed" cannot be read: it was changed/);
  });

  it('are all sealed with the new key after a rotation, and none of them needs the old one', async () => {
    const keys = fileKeys();
    const opened = await openDatabase({ url: database.url, keys });
    try {
      await createConfigurationStore(opened).change(
        () => ({
          next: { ...sampleConfiguration(), routes: routes() },
          changes: ['hook', 'other'].map((id) => ({
            kind: 'route' as const,
            id,
            action: 'create' as const,
            fields: [],
          })),
        }),
        { now, dryRun: false },
      );
      const old = keys.current().id;
      expect(sealingKeyId(await stored())).toBe(old);
      expect(await rotateSecrets(opened, { actor: 'administrator', now })).toBe(2);
      expect(sealingKeyId(await stored())).toBe(keys.current().id);
      expect(keys.current().id).not.toBe(old);
    } finally {
      await opened.close();
    }
    const again = fileKeys();
    await start(again);
    expect(createSecretVault(again).open(await stored(), routeSecretPlace('hook'))).toBe(secret);
  });
});

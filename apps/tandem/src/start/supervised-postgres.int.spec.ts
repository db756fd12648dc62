import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { postgresVersion } from '@tandem/kpi-store/queries/postgres-version';
import { startSupervisedPostgres, type SupervisedPostgres } from './supervised-postgres.js';

describe('the embedded PostgreSQL under supervision', () => {
  let directory: string;
  let told: string[];
  let givenUp: string[];
  let postgres: SupervisedPostgres;

  beforeEach(async () => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem supervised '));
    fs.chmodSync(directory, 0o711);
    told = [];
    givenUp = [];
    const tell = (message: string) => void told.push(message);
    postgres = await startSupervisedPostgres({
      dataDirectory: path.join(directory, 'data'),
      log: { warn: tell, error: tell },
      onGivenUp: (reason) => givenUp.push(reason),
    });
  });
  afterEach(async () => {
    await postgres.stop();
    fs.rmSync(directory, { recursive: true, force: true });
  });

  const pid = () => {
    const file = path.join(directory, 'data', 'postgres', 'cluster', 'postmaster.pid');
    return Number(fs.readFileSync(file, 'utf8').split('\n')[0]);
  };
  const answersAgain = async () => {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const version = await postgresVersion(postgres.url).catch(() => null);
      if (version) return version;
      await sleep(50);
    }
    return null;
  };

  it('comes back at the same address after it was killed', async () => {
    const before = pid();
    process.kill(before, 'SIGKILL');
    while (told.length === 0) await sleep(10);
    expect(await answersAgain()).toMatch(/^18/);
    expect(pid()).not.toBe(before);
    expect(told).toEqual(['PostgreSQL ended without being asked to (SIGKILL). It is started again.']);
    expect(givenUp).toEqual([]);
  });

  it('is not started again when it was stopped', async () => {
    await postgres.stop();
    await expect(postgresVersion(postgres.url)).rejects.toThrow(/ECONNREFUSED/);
    expect(told).toEqual([]);
  });

  it('can be stopped while it is being started again', async () => {
    process.kill(pid(), 'SIGKILL');
    while (told.length === 0) await sleep(10);
    await postgres.stop();
    await expect(postgresVersion(postgres.url)).rejects.toThrow(/ECONNREFUSED/);
    expect(givenUp).toEqual([]);
  });
});

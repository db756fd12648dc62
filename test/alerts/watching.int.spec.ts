import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi } from '@tandem/api/create-api';
import { sendDigests } from '@tandem/application/send-digests';
import { sendHeartbeat } from '@tandem/channels/send-heartbeat';
import { markProgress } from '@tandem/kpi-store/queries/work-progress';
import { readHealth } from '@tandem/kpi-store/queries/read-health';
import { createAlertReader } from '@tandem/kpi-store/repositories/alert-reader';
import { openChangeFeed, type ChangeFeed } from '@tandem/kpi-store/repositories/change-feed';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createDigestChoices } from '@tandem/kpi-store/repositories/digest-choices';
import { createDigestStore } from '@tandem/kpi-store/repositories/digest-store';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { exampleGuardrail } from '@tandem/testing/alert-examples';
import { watchWork } from '@tandem/worker/watch-work';
import { adminHeaders, apiAccess } from '../product/admin-access.js';
import { AlertStage } from './alert-stage.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const guardrail = { ...exampleGuardrail, windowDays: 1 };

describe('watching the watcher', () => {
  let stage: AlertStage;
  beforeEach(async () => {
    stage = await AlertStage.open([guardrail]);
    await stage.setPolicies([{ id: 'all', standstillTo: ['mail'] }]);
  });
  afterEach(() => stage.close());

  const logged: string[] = [];
  let beats = 0;
  const beside: Promise<void>[] = [];
  const watch = () =>
    watchWork({
      database: stage.database,
      log: { warn: (message) => void logged.push(message), error: (message) => void logged.push(message) },
      publicUrl: null,
      deliver: () => {
        const sending = stage.deliver();
        beside.push(sending);
        return sending;
      },
      heartbeat: () => Promise.resolve(void (beats += 1)),
    });
  const workerTicks = () =>
    stage.database.pool.query(
      `insert into worker_heartbeat (worker, started_at, beat_at) values ('w', $1, $2)
       on conflict (workspace, worker) do update set beat_at = excluded.beat_at`,
      [new Date('2026-11-16T07:00:00Z'), stage.now],
    );

  it('tells once when guardrails are not evaluated any more, and rests its heartbeat until they are', async () => {
    beats = 0;
    await markProgress(stage.database.pool, 'evaluation', stage.now);
    await workerTicks();
    const look = watch();
    await look(stage.now);
    expect(beats).toBe(1);
    stage.wait(6 * minuteMs);
    await workerTicks();
    await look(stage.now);
    await look(stage.now);
    await watch()(stage.now);
    await Promise.all(beside);
    await stage.deliver();
    expect(beats).toBe(1);
    expect(stage.subjects()).toEqual(['Tandem stands still: evaluation']);
    expect((await readHealth(stage.database.pool, stage.now))['evaluation']?.ok).toBe(false);
    await markProgress(stage.database.pool, 'evaluation', stage.now);
    await watch()(stage.now);
    expect(beats).toBe(2);
  });

  it('delivers from its own process what the queue lets lie, and says that delivery stands still', async () => {
    await stage.collect(616, 1058);
    await stage.evaluate();
    await markProgress(stage.database.pool, 'evaluation', stage.now);
    stage.wait(6 * minuteMs);
    await markProgress(stage.database.pool, 'evaluation', stage.now);
    let delivered: Promise<void> = Promise.resolve();
    const look = watchWork({
      database: stage.database,
      log: { warn: () => undefined, error: () => undefined },
      publicUrl: null,
      deliver: () => (delivered = stage.deliver()),
      heartbeat: null,
    });
    await look(stage.now);
    await delivered;
    expect(stage.hooks.map(({ type }) => type)).toEqual(['alert.fired']);
    expect(stage.subjects()).toEqual(['Tandem stands still: delivery']);
  });

  describe('outside', () => {
    let server: Server;
    let feed: ChangeFeed;
    let api: Awaited<ReturnType<typeof createApi>>;
    const paths: string[] = [];
    beforeEach(async () => {
      server = createServer((request, response) => {
        paths.push(`${request.method} ${request.url}`);
        response.writeHead(request.url === '/moved' ? 302 : 200, { location: '/elsewhere' }).end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      feed = await openChangeFeed(stage.database.url);
      api = await createApi({
        database: stage.database,
        feed,
        jobs: { enqueue: () => Promise.resolve(), depths: () => Promise.reject(new Error('away')) },
        connectors: [],
        clock: () => stage.now,
        version: '0.1.0',
        secrets: {},
        dashboardDirectory: null,
        uploadDirectory: '/nonexistent',
        demoDocument: null,
        access: apiAccess,
      });
    });
    afterEach(async () => {
      await new Promise((resolve) => server.close(resolve));
      await api.close();
      await feed.close();
    });

    it('a heartbeat goes to the address that is named, follows no redirect, and to nothing private unless allowed', async () => {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const settings = { clock: () => stage.now, allowPrivateAddresses: true };
      await sendHeartbeat(`${address}/beat`, settings);
      await expect(sendHeartbeat(`${address}/moved`, settings)).rejects.toThrow(/redirect/);
      await expect(sendHeartbeat(`${address}/beat`, { ...settings, allowPrivateAddresses: false })).rejects.toThrow(
        /not a public address/,
      );
      expect(paths).toEqual(['POST /beat', 'POST /moved']);
    });

    it('Prometheus is told lags, the outbox by state and the ages of syncs, and nothing without a permission', async () => {
      await stage.collect(616, 1058);
      await stage.evaluate();
      await markProgress(stage.database.pool, 'evaluation', stage.now);
      stage.wait(2 * minuteMs);
      const url = '/api/v1/monitoring/metrics';
      expect((await api.inject({ url })).statusCode).toBe(401);
      const answer = await api.inject({ url, headers: adminHeaders });
      expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
      expect(answer.body.split('\n')).toEqual(
        expect.arrayContaining([
          '# TYPE tandem_evaluation_lag_seconds gauge',
          'tandem_evaluation_lag_seconds 120',
          'tandem_delivery_lag_seconds 120',
          'tandem_outbox_messages{state="pending"} 1',
          'tandem_outbox_messages{state="failed"} 0',
          'tandem_alerts{state="firing"} 1',
          'tandem_sync_age_seconds{connection="desk"} 120',
        ]),
      );
      // Nobody has ticked and the queue does not answer: absent, not zero.
      expect(answer.body).not.toMatch(/^tandem_(worker_age_seconds|queue_jobs)/m);
    });
  });
});

describe('digests', () => {
  let stage: AlertStage;
  const account = '00000000-0000-4000-8000-000000000001';
  beforeEach(async () => {
    stage = await AlertStage.open([guardrail]);
    await stage.database.pool.query(
      `insert into account (id, email, name, role, side, created_at) values ($1, 'lead@example.org', 'Lead', 'owner', 'it', $2)`,
      [account, stage.now],
    );
  });
  afterEach(() => stage.close());

  const choose = (daily: { hour: number } | null) =>
    createDigestChoices(stage.database).write(
      account,
      { daily, weekly: null },
      { actor: `account:${account}`, now: stage.now },
    );
  const look = () =>
    sendDigests({
      digests: createDigestStore(stage.database),
      configuration: createConfigurationStore(stage.database),
      observations: createObservationReader(stage.database),
      alerts: createAlertReader(stage.database),
      jobs: { enqueue: () => Promise.resolve() },
      publicUrl: 'https://tandem.example.org',
    })(stage.now);

  it('come once for each slot, tell the alerts of one’s side, and go to the mailbox of the account', async () => {
    await choose({ hour: 10 });
    await stage.collect(616, 1058);
    await stage.evaluate();
    await look();
    expect(await stage.rows(`select 1 from outbox where kind = 'digest'`)).toEqual([]);
    // Ten o'clock in Berlin.
    stage.now = new Date('2026-11-16T09:00:00.000Z');
    await Promise.all([look(), look(), look()]);
    await look();
    await stage.deliver();
    const digests = stage.mails.filter((mail) => /^Subject: Daily digest/m.test(mail));
    expect(digests).toHaveLength(1);
    expect(digests[0]).toMatch(/^To: lead@example\.org/m);
    expect(digests[0]).toContain('Attainment stays at 60 % or more');
  });

  it('are caught up with one over all of a standstill, and doubled by no clock that is set back', async () => {
    await choose({ hour: 10 });
    stage.now = new Date('2026-11-20T12:00:00.000Z');
    await look();
    stage.wait(-30 * hourMs);
    await look();
    stage.wait(30 * hourMs);
    await look();
    expect(await stage.rows(`select content ->> 'from' as "from", content ->> 'to' as "to" from outbox`)).toEqual([
      { from: '2026-11-15T09:00:00.000Z', to: '2026-11-20T09:00:00.000Z' },
    ]);
  });

  it('end with the choice, and with the account', async () => {
    await choose({ hour: 10 });
    await stage.database.pool.query('update account set disabled_at = $1', [stage.now]);
    stage.wait(48 * hourMs);
    await look();
    await stage.database.pool.query('update account set disabled_at = null');
    await choose(null);
    await look();
    expect(await stage.rows('select 1 from outbox')).toEqual([]);
  });
});

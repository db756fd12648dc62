import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deliverOutbox, type DeliverySettings } from '@tandem/application/deliver-outbox';
import type { Outbox } from '@tandem/application/delivery-ports';
import { followAlerts } from '@tandem/application/follow-alerts';
import { evaluateGuardrails, type EvaluateGuardrailsDependencies } from '@tandem/application/evaluate-guardrails';
import type { Log } from '@tandem/application/ports';
import { channelFor } from '@tandem/channels/channel-for';
import type { AlertPolicy } from '@tandem/domain/alert/alert-policy';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import type { Route } from '@tandem/domain/organisation/organisation';
import { createGuardrailWatch } from '@tandem/kpi-store/repositories/guardrail-watch';
import { createAlertFollower } from '@tandem/kpi-store/repositories/alert-follower';
import { createAlertStore } from '@tandem/kpi-store/repositories/alert-store';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createJudgedPast } from '@tandem/kpi-store/repositories/judged-past';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createOutbox } from '@tandem/kpi-store/repositories/outbox';
import { seedAlertExamples } from '@tandem/testing/alert-examples';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { SMTPServer } from 'smtp-server';

export const webhookKey = Buffer.alloc(32, 7);
const secret = `whsec_${webhookKey.toString('base64')}`;

export interface ReceivedHook {
  readonly id: string;
  readonly signature: string;
  readonly timestamp: string;
  readonly body: string;
  readonly type: string;
}

/** The real store, real use cases and real receivers on loopback; only the clock is ours. */
export class AlertStage {
  readonly hooks: ReceivedHook[] = [];
  readonly mails: string[] = [];
  readonly woken: string[] = [];
  readonly logged: string[] = [];
  now = new Date('2026-11-16T08:00:00.000Z');
  /** How the webhook receiver answers; every message is kept whatever the answer. */
  answerHook: (response: ServerResponse, hook: ReceivedHook) => void = (response) => response.writeHead(204).end();

  private constructor(
    readonly database: TestDatabase,
    private readonly hookServer: Server,
    private readonly mailServer: SMTPServer,
  ) {}

  static async open(guardrails: readonly Guardrail[]): Promise<AlertStage> {
    const database = await openTestDatabase();
    const hookServer = createServer();
    const mailServer = new SMTPServer({ disabledCommands: ['STARTTLS', 'AUTH'] });
    const stage = new AlertStage(database, hookServer, mailServer);
    await stage.listen();
    const routes: Route[] = [
      { id: 'hook', channel: 'webhook', url: `http://127.0.0.1:${portOf(hookServer)}/hook`, secret },
      { id: 'mail', channel: 'email', to: ['team@example.org'] },
    ];
    await seedAlertExamples(database, { guardrails, routes });
    await database.pool.query(`update organisation set time_zone = 'Europe/Berlin'`);
    await database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position)
       values ('desk', 'Service desk', 'file', '{}', 86400000, 0)`,
    );
    await database.pool.query(
      `insert into sync_run (connection_id, trigger, state, queued_at, finished_at) values ('desk', 'schedule', 'succeeded', $1, $1)`,
      [stage.now],
    );
    await database.pool.query(
      `insert into stream_coverage (connection_id, stream, covered_from, covered_to, updated_at)
       values ('desk', 'slaCycle', '2026-11-01T00:00+01', '2026-11-16T00:00+01', $1)`,
      [stage.now],
    );
    return stage;
  }

  private async listen(): Promise<void> {
    this.hookServer.on('request', (request, response: ServerResponse) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const hook: ReceivedHook = {
          id: String(request.headers['webhook-id']),
          signature: String(request.headers['webhook-signature']),
          timestamp: String(request.headers['webhook-timestamp']),
          body,
          type: (JSON.parse(body) as { type: string }).type,
        };
        this.hooks.push(hook);
        this.answerHook(response, hook);
      });
    });
    this.mailServer.onData = (stream, _session, callback) => {
      let raw = '';
      stream.on('data', (chunk: Buffer) => (raw += chunk.toString()));
      stream.on('end', () => {
        this.mails.push(raw);
        callback();
      });
    };
    await new Promise<void>((resolve) => this.hookServer.listen(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => this.mailServer.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.hookServer.closeAllConnections();
    await new Promise((resolve) => this.hookServer.close(resolve));
    await new Promise<void>((resolve) => this.mailServer.close(() => resolve()));
    await this.database.close();
  }

  wait(ms: number): void {
    this.now = new Date(this.now.getTime() + ms);
  }

  /** Cycles of the last complete day: met of all. */
  async collect(met: number, all: number): Promise<void> {
    await this.database.pool.query(
      `insert into observation (metric_version_id, day, slice, numerator, denominator, n, recorded_at)
       select id, '2026-11-15', '{}', $1, $2::numeric, $2::bigint, $3 from metric_version
       on conflict (metric_version_id, day, slice) do update
         set numerator = excluded.numerator, denominator = excluded.denominator, n = excluded.n, recorded_at = excluded.recorded_at`,
      [met, all, this.now],
    );
  }

  /** How far the source has been collected. */
  async coverTo(instant: string): Promise<void> {
    await this.database.pool.query('update stream_coverage set covered_to = $1', [instant]);
  }

  private readonly log: Log = {
    warn: (message) => void this.logged.push(`warn: ${message}`),
    error: (message) => void this.logged.push(`error: ${message}`),
  };

  /** As after new records of the metric, or, with null, as the clock does. */
  async evaluate(
    metricKeys: readonly string[] | null = ['sla-attainment'],
    given: Partial<Pick<EvaluateGuardrailsDependencies, 'watch' | 'alerts'>> = {},
  ): Promise<void> {
    const run = evaluateGuardrails({
      configuration: createConfigurationStore(this.database),
      observations: createObservationReader(this.database),
      watch: createGuardrailWatch(this.database),
      past: createJudgedPast(this.database),
      alerts: createAlertStore(this.database),
      jobs: { enqueue: (name) => Promise.resolve(void this.woken.push(name)) },
      clock: () => this.now,
      publicUrl: 'https://tandem.example.org',
      log: this.log,
      ...given,
    });
    await run({ metricKeys }, new AbortController().signal);
  }

  /** What the clock of the worker does every few seconds. */
  async follow(): Promise<void> {
    const run = followAlerts({
      follower: createAlertFollower(this.database),
      jobs: { enqueue: (name) => Promise.resolve(void this.woken.push(name)) },
      log: this.log,
    });
    await run(this.now);
  }

  async setPolicies(policies: readonly AlertPolicy[]): Promise<void> {
    await this.database.pool.query('delete from alert_policy');
    for (const [position, policy] of policies.entries()) {
      await this.database.pool.query('insert into alert_policy (id, definition, position) values ($1, $2, $3)', [
        policy.id,
        JSON.stringify(policy),
        position,
      ]);
    }
  }

  outbox(): Outbox {
    return createOutbox(this.database);
  }

  async deliver(
    given: { outbox?: Outbox; settings?: Partial<DeliverySettings>; hookTimeoutMs?: number } = {},
  ): Promise<void> {
    const run = deliverOutbox({
      outbox: given.outbox ?? this.outbox(),
      channelFor: channelFor({
        http: {
          clock: () => this.now,
          allowPrivateAddresses: true,
          ...(given.hookTimeoutMs === undefined ? {} : { timeoutMs: given.hookTimeoutMs }),
        },
        email: { smtpUrl: `smtp://127.0.0.1:${portOf(this.mailServer.server)}`, from: 'Tandem <alerts@example.org>' },
      }),
      clock: () => this.now,
      random: () => 0.5,
      log: this.log,
      settings: { lookAgainMs: 5, ...given.settings },
    });
    await run({}, new AbortController().signal);
  }

  subjects(): string[] {
    return this.mails.map((mail) => /^Subject: (.*)$/m.exec(mail)?.[1]?.trim() ?? '');
  }

  async rows<T extends object>(sql: string): Promise<T[]> {
    return (await this.database.pool.query<T>(sql)).rows;
  }
}

function portOf(server: { address(): string | AddressInfo | null }): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
  return address.port;
}

import type { GoalHistory, GoalPage, GoalProposal } from '@tandem/contracts/goals';
import type { ApplyAnswer } from '@tandem/contracts/system';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { createMetricBackfill } from '@tandem/kpi-store/repositories/metric-backfill';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { AccessStage, type Reply } from '../access/access-stage.js';
import { adminHeaders } from '../product/admin-access.js';

type Headers = Readonly<Record<string, string>>;
const dayMs = 86_400_000;
const monday = Date.UTC(2026, 8, 7);

/** 20 cycles a week, of which so many were met; weeks begin on 7 September. */
const metOfWeek = [11, 12, 11, 13, 12, 13, 12, 14, 13];

const counted = { stream: 'slaCycle', at: ['stoppedAt'] };
const metric = (key: string, formula: object, unit: string) => ({
  key,
  title: key,
  description: key,
  formula: { ...counted, ...formula },
  unit,
  precision: 1,
  direction: 'up',
  windowDays: 7,
});
const ratio = (state: string) => ({ kind: 'ratio', numerator: { where: { state } }, denominator: {} });
export const base = {
  version: 1,
  organisation: { name: 'Northern Ferries', timeZone: 'UTC' },
  people: [
    { id: 'campaigns', name: 'Head of Campaigns', side: 'marketing' },
    { id: 'service', name: 'Head of Service', side: 'it' },
    { id: 'platform', name: 'Head of Platform', side: 'it' },
  ],
  metrics: [
    metric('attainment', ratio('met'), '%'),
    metric('breaches', ratio('breached'), '%'),
    metric('cycles', { kind: 'count' }, 'count'),
  ],
  guardrails: [
    { id: 'load', title: 'Load', metric: 'cycles', atMost: 500, owners: { marketing: 'campaigns', it: 'service' } },
  ],
};
export const helped = {
  id: 'helped',
  title: 'Customers are helped in time',
  outcome: 'Fewer customers leave.',
  start: '2026-09-07',
  due: '2026-12-27',
  owners: { marketing: 'campaigns', it: 'service' },
  keyResults: [{ id: 'attained', kind: 'reach', metric: 'attainment', baseline: 50, target: 80 }],
  counterMetrics: ['load'],
  drivers: [{ metric: 'cycles', drives: 'attainment' }],
};
export const withTarget = (target: number) => ({
  start: helped.start,
  due: helped.due,
  keyResults: [{ ...helped.keyResults[0], target }],
  counterMetrics: helped.counterMetrics,
});

/** The whole API over nine weeks of a service desk, with somebody of each side signed in. It is 10 November. */
export class GoalStage {
  private constructor(
    readonly access: AccessStage,
    readonly marketing: Headers,
    readonly it: Headers,
  ) {}

  static async open(others: Parameters<typeof AccessStage.open>[3] = {}): Promise<GoalStage> {
    // Months pass in these tests, and nobody signs in anew.
    const limits = { idleMs: 365 * dayMs, longestMs: 365 * dayMs };
    const access = await AccessStage.open({ limits }, null, null, others);
    const { pool } = access.database;
    await pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('desk', 'Desk', 'file', '{}', 2678400000, 0)`,
    );
    await applied(access, base);
    const marketing = await access.person('campaigns@example.org', 'owner', 'marketing', 'campaigns');
    const it = await access.person('service@example.org', 'owner', 'it', 'service');
    const stage = new GoalStage(access, marketing, it);
    await stage.collect(metOfWeek);
    return stage;
  }

  close(): Promise<void> {
    return this.access.close();
  }

  /** Brings the weeks from the first one on. */
  async collect(weeks: readonly number[]): Promise<void> {
    const { database, now } = this.access;
    const runs = createRunStore(database);
    const run = await runs.begin(await runs.queue('desk', 'request', now), now);
    if (!run) throw new Error('The run did not begin.');
    const records = weeks.flatMap((met, week) => Array.from({ length: 20 }, (_, n) => cycle(week, n, n < met)));
    const to = new Date(monday + weeks.length * 7 * dayMs).toISOString();
    const coverage = { slaCycle: { from: new Date(monday).toISOString(), to } };
    const page = { records, rejected: [], filteredOut: 0, cursor: null, progress: null, coverage };
    await createRecordStore(database).commitPage(run, page, now);
    await runs.succeed(run, now);
    for (const { key } of base.metrics) await createMetricBackfill(database).recalculate(key, now);
  }

  apply(file: object): Promise<ApplyAnswer> {
    return applied(this.access, { version: 1, ...file });
  }

  async post<T>(path: string, by: Headers, body: object = {}, method: 'POST' | 'PUT' = 'POST'): Promise<T> {
    const reply = await this.access.ask<T>(method, path, { headers: by, body });
    if (reply.status >= 300) throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  async refused(path: string, by: Headers, body: object = {}, method: 'POST' | 'PUT' = 'POST'): Promise<Reply> {
    const reply = await this.access.ask(method, path, { headers: by, body });
    if (reply.status < 400) throw new Error(`${path} was not refused: ${JSON.stringify(reply.body)}`);
    return reply;
  }

  async get<T>(path: string): Promise<T> {
    const reply = await this.access.ask<T>('GET', path, { headers: adminHeaders });
    if (reply.status !== 200) throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  page(asKnownAt?: Date, id = 'helped'): Promise<GoalPage> {
    return this.get(`/goals/${id}${asKnownAt ? `?asKnownAt=${asKnownAt.toISOString()}` : ''}`);
  }

  async target(asKnownAt?: Date): Promise<string | null | undefined> {
    return (await this.page(asKnownAt)).keyResults[0]?.target;
  }

  history(): Promise<GoalHistory> {
    return this.get('/goals/helped/history');
  }

  propose(target: number, more: object = {}): Promise<GoalProposal> {
    const body = { terms: withTarget(target), reason: 'The season is longer.', ...more };
    return this.post('/goals/helped/proposals', this.marketing, body);
  }
}

async function applied(access: AccessStage, file: object): Promise<ApplyAnswer> {
  const body = { text: JSON.stringify(file) };
  const reply = await access.ask<ApplyAnswer>('POST', '/configuration', { headers: adminHeaders, body });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return reply.body;
}

function cycle(week: number, number: number, isMet: boolean): CanonicalRecord {
  const key = `${week}-${number}`;
  const stopped = new Date(monday + week * 7 * dayMs + (number % 7) * dayMs + 36_000_000).toISOString();
  const state = isMet ? 'met' : 'breached';
  const fields = { ticket: key, measure: 'resolution', startedAt: '2026-09-01T00:00:00.000Z', dueAt: stopped };
  return {
    stream: 'slaCycle',
    naturalKey: key,
    fields: { ...fields, stoppedAt: stopped, state },
    dimensions: {},
    origin: `desk.csv:${key}`,
  };
}

import { applyConfiguration } from '@tandem/application/apply-configuration';
import { evaluateGuardrails } from '@tandem/application/evaluate-guardrails';
import { readBoard } from '@tandem/application/read-board';
import { readBreakdown } from '@tandem/application/read-breakdown';
import { readGoal } from '@tandem/application/read-goal';
import { readMetricPage } from '@tandem/application/read-metric-page';
import { readMetricRecords } from '@tandem/application/read-metric-records';
import { readMetrics } from '@tandem/application/read-metrics';
import { readObservations } from '@tandem/application/read-observations';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { ConfigurationPart } from '@tandem/domain/organisation/configuration-part';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { createAlertReader } from '@tandem/kpi-store/repositories/alert-reader';
import { createJudgedPast } from '@tandem/kpi-store/repositories/judged-past';
import { createGuardrailWatch } from '@tandem/kpi-store/repositories/guardrail-watch';
import { createAlertStore } from '@tandem/kpi-store/repositories/alert-store';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createEvidenceReader } from '@tandem/kpi-store/repositories/evidence-reader';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createMetricBackfill } from '@tandem/kpi-store/repositories/metric-backfill';
import { createGoalReader } from '@tandem/kpi-store/repositories/goal-reader';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { createSourceReader } from '@tandem/kpi-store/repositories/source-reader';
import type { TestDatabase } from '@tandem/testing/test-database';
import fc from 'fast-check';

const attainment: MetricDefinition = {
  key: 'attainment',
  title: 'Attainment',
  description: 'Promises kept',
  formula: {
    kind: 'ratio',
    stream: 'slaCycle',
    at: ['dueAt'],
    numerator: { where: { state: 'met' } },
    denominator: { where: { state: ['met', 'breached'] } },
    dimensions: ['priority'],
  },
  unit: '%',
  precision: 1,
  direction: 'up',
  windowDays: 7,
  settlingDays: 1,
  owners: { marketing: 'campaigns', it: 'service' },
};
/** When the world begins. */
export const begin = Date.UTC(2026, 9, 5, 9);
const dayMs = 86_400_000;

/** One thing that happens, some hours after the one before. */
export type Happening =
  | {
      readonly kind: 'records';
      readonly of: readonly { ticket: number; due: number; state: string; priority: string }[];
    }
  | { readonly kind: 'deployment'; readonly ref: number }
  | { readonly kind: 'target'; readonly value: number }
  | { readonly kind: 'limit'; readonly value: number }
  | { readonly kind: 'definition'; readonly precision: number; readonly at: 'dueAt' | 'stoppedAt' }
  | { readonly kind: 'words'; readonly title: string }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'judge' };

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('records' as const),
      of: fc.array(
        fc.record({
          ticket: fc.integer({ min: 1, max: 12 }),
          due: fc.integer({ min: 0, max: 30 }),
          state: fc.constantFrom('met', 'breached', 'running'),
          priority: fc.constantFrom('high', 'low'),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
  },
  fc.record({ kind: fc.constant('deployment' as const), ref: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('target' as const), value: fc.integer({ min: 50, max: 99 }) }),
  fc.record({ kind: fc.constant('limit' as const), value: fc.integer({ min: 10, max: 90 }) }),
  fc.record({
    kind: fc.constant('definition' as const),
    precision: fc.integer({ min: 0, max: 3 }),
    at: fc.constantFrom('dueAt' as const, 'stoppedAt' as const),
  }),
  fc.record({ kind: fc.constant('words' as const), title: fc.constantFrom('Attainment', 'Promises', 'In time') }),
  fc.record({ kind: fc.constant('zone' as const), zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York') }),
  fc.record({ kind: fc.constant('judge' as const) }),
);

/** An organisation whose sources, goals, limits and definitions change as it is told, hours after each other. */
export class World {
  now = new Date(begin);
  private versions = 1;

  constructor(private readonly database: TestDatabase) {}

  private readonly clock = () => this.now;
  private readonly quiet = { enqueue: () => Promise.resolve() };
  private readonly silent = { warn: () => undefined, error: () => undefined };

  async happen(what: Happening): Promise<void> {
    this.now = new Date(this.now.getTime() + 7 * 3_600_000 + 1);
    switch (what.kind) {
      case 'records':
        return this.collect(what.of.map((one) => this.cycle(one)));
      case 'deployment':
        return this.collect([this.deployment(what.ref)]);
      case 'target':
        return this.apply({ goals: [this.goal(String(what.value))] });
      case 'limit':
        return this.apply({ guardrails: [this.guardrail(String(what.value))] });
      case 'words':
        return this.apply({ metrics: [{ ...(await this.definition()), title: what.title }] });
      case 'zone':
        return this.apply({ organisation: { timeZone: what.zone } });
      case 'definition':
        return this.define(what);
      case 'judge':
        return evaluateGuardrails({
          ...this.stores(),
          watch: createGuardrailWatch(this.database),
          past: createJudgedPast(this.database),
          alerts: createAlertStore(this.database),
          jobs: this.quiet,
          clock: this.clock,
          publicUrl: null,
          log: this.silent,
        })({ metricKeys: [attainment.key] }, new AbortController().signal);
    }
  }

  async begin(): Promise<void> {
    await this.database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('desk', 'Desk', 'file', '{}', 86400000, 0)`,
    );
    await this.apply({
      people: [
        { id: 'campaigns', name: 'Head of Campaigns', side: 'marketing' },
        { id: 'service', name: 'Head of Service', side: 'it' },
      ],
      metrics: [attainment],
      goals: [this.goal('90')],
      guardrails: [this.guardrail('50')],
    });
  }

  /** Everything that is shown of a moment, as text. */
  async ask(asKnownAt: string): Promise<string> {
    const { database, clock } = this;
    const reading = {
      ...this.stores(),
      alerts: createAlertReader(database),
      goals: createGoalReader(database),
      evidence: createEvidenceReader(database),
      sources: createSourceReader(database),
      backfill: createMetricBackfill(database),
      connectors: [],
      clock,
    };
    const key = 'attainment';
    const days = { from: '2026-10-01', to: '2026-11-15' };
    return JSON.stringify([
      await readBoard(reading)({ asKnownAt }),
      await readMetrics(reading)({ asKnownAt }),
      await readGoal(reading).all({ asKnownAt }),
      await readMetricPage(reading)({ key, asKnownAt }),
      await readObservations(reading)({ key, ...days, grain: 'week', asKnownAt }),
      await readObservations(reading)({ key, ...days, grain: 'day', by: 'priority', asKnownAt }),
      await readBreakdown(reading)({ key, by: 'priority', asKnownAt } as Parameters<
        ReturnType<typeof readBreakdown>
      >[0]),
      await readMetricRecords(reading)({ key, ...days, limit: 100, asKnownAt }),
    ]);
  }

  private stores() {
    return {
      configuration: createConfigurationStore(this.database),
      observations: createObservationReader(this.database),
    };
  }

  private async definition(): Promise<MetricDefinition> {
    const [metric] = (await this.stores().configuration.load()).metrics;
    if (!metric) throw new Error('There is a metric.');
    return metric;
  }

  private async define({ precision, at }: Extract<Happening, { kind: 'definition' }>): Promise<void> {
    const present = await this.definition();
    const signed = { marketing: 'campaigns', it: 'service' };
    const changes = [{ metric: 'attainment', version: this.versions + 1, reason: 'Drawn', signed }];
    const definition = { ...present, precision, formula: { ...attainment.formula, at: [at] } };
    await this.apply({ metrics: [definition], changes });
    const { versions } = await this.stores().configuration.known({ now: this.now, asKnownAt: null });
    this.versions = versions.get('attainment')?.length ?? 1;
    await createMetricBackfill(this.database).recalculate('attainment', this.now);
  }

  private async apply(part: ConfigurationPart): Promise<void> {
    const { configuration, observations } = this.stores();
    const runs = createRunStore(this.database);
    const { jobs, clock } = { jobs: this.quiet, clock: this.clock };
    const apply = applyConfiguration({ configuration, observations, runs, jobs, clock, connectors: [] });
    await apply(part, { dryRun: false });
    if (part.organisation) await createMetricBackfill(this.database).recalculate('attainment', this.now);
  }

  private async collect(records: readonly CanonicalRecord[]): Promise<void> {
    const runs = createRunStore(this.database);
    const run = await runs.begin(await runs.queue('desk', 'request', this.now), this.now);
    if (!run) throw new Error('The run did not begin.');
    const covered = { from: '2026-09-01T00:00:00.000Z', to: this.now.toISOString() };
    const coverage = { slaCycle: covered, deployment: covered };
    const page = { records, rejected: [], filteredOut: 0, cursor: null, progress: null, coverage };
    await createRecordStore(this.database).commitPage(run, page, this.now);
    await runs.succeed(run, this.now);
  }

  private cycle({ ticket, due, state, priority }: { ticket: number; due: number; state: string; priority: string }) {
    const dueAt = begin - 5 * dayMs + due * dayMs;
    const fields = {
      ticket: `T${ticket}`,
      measure: 'resolution',
      startedAt: new Date(begin - 20 * dayMs).toISOString(),
      dueAt: new Date(dueAt).toISOString(),
      stoppedAt: new Date(dueAt + 1.5 * dayMs).toISOString(),
      state,
      priority,
    };
    return { stream: 'slaCycle' as const, naturalKey: `T${ticket}`, fields, dimensions: {}, origin: 'desk.csv:1' };
  }

  private deployment(ref: number): CanonicalRecord {
    const fields = {
      service: 'shop',
      ref: `r${ref}`,
      tier: 'production',
      outcome: this.now.getTime() % 2 ? 'succeeded' : 'failed',
      finishedAt: new Date(begin + ref * dayMs).toISOString(),
    };
    return { stream: 'deployment', naturalKey: `shop r${ref}`, fields, dimensions: {}, origin: 'pipeline' };
  }

  private goal(target: string) {
    return {
      id: 'in-time',
      title: 'In time',
      outcome: 'People are helped in time',
      start: '2026-10-01',
      due: '2026-12-31',
      owners: { marketing: 'campaigns', it: 'service' },
      keyResults: [{ id: 'kr', kind: 'reach' as const, metric: 'attainment', baseline: '40', target }],
    };
  }

  private guardrail(atLeast: string) {
    return {
      id: 'floor',
      title: 'Floor',
      kind: 'threshold' as const,
      metric: 'attainment',
      atLeast,
      minimumEvents: 1,
      forMs: 0,
      keepFiringForMs: 0,
      severity: 'warning' as const,
      onNoData: 'keepLast' as const,
      owners: {},
      routes: [],
    };
  }
}

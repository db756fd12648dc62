import { newAlertState } from '@tandem/domain/alert/next-alert-state';
import type { ThresholdGuardrail } from '@tandem/domain/guardrail/guardrail';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { seriesOf } from '@tandem/domain/metric/series';
import { evaluateGuardrails } from './evaluate-guardrails.js';
import type { GuardrailWatch, WindowReading } from './guardrail-ports.js';
import type {
  KnownConfiguration,
  MetricFreshness,
  ObservationReader,
  OutgoingNotification,
  StoredAlert,
} from './ports.js';

const begin = Date.parse('2026-11-15T10:00:00.000Z');
const attainment: MetricDefinition = {
  key: 'attainment',
  title: 'Service-level attainment',
  description: 'Cycles met of cycles due.',
  formula: { kind: 'count', stream: 'slaCycle', at: ['dueAt'], dimensions: [] },
  unit: '%',
  precision: 2,
  direction: 'up',
  windowDays: 7,
  settlingDays: 1,
  owners: {},
};
const guardrail = (id: string, more: Partial<ThresholdGuardrail> = {}): ThresholdGuardrail => ({
  id,
  title: `Guardrail ${id}`,
  kind: 'threshold',
  metric: 'attainment',
  atLeast: '60',
  minimumEvents: 1,
  forMs: 0,
  keepFiringForMs: 0,
  severity: 'critical',
  onNoData: 'alert',
  owners: { it: 'service-desk' },
  routes: ['hook', 'mail'],
  ...more,
});
const fresh: MetricFreshness = {
  dataTo: new Date('2026-11-14T23:00:00.000Z'),
  dataFrom: new Date('2026-10-31T23:00:00.000Z'),
  collectedTo: new Date('2026-11-14T23:00:00.000Z'),
  lastSyncAt: null,
  expectedEveryMs: 1,
  stale: false,
  kept: { valuesFrom: null, recordsFrom: null, pastFrom: null, collectedFrom: null },
  backfillRunning: false,
  connections: [],
};

function harness(
  guardrails: readonly ThresholdGuardrail[],
  values: Readonly<Record<string, string>>,
  metrics = [attainment],
) {
  const configuration: KnownConfiguration = {
    organisation: { name: 'Example', timeZone: 'Europe/Berlin', weekStartsOn: 1 },
    teams: [],
    people: [{ id: 'service-desk', name: 'Head of Service Desk', side: 'it' }],
    connections: [],
    calendars: [],
    alertPolicies: [],
    initiatives: [],
    metrics,
    goals: [],
    guardrails,
    routes: [],
    versions: new Map(
      metrics.map((definition) => [
        definition.key,
        [{ id: '1', countedBy: '1', version: 1, validFrom: new Date(0), definition }],
      ]),
    ),
  };
  const states = new Map<string, StoredAlert>();
  const sent: OutgoingNotification[] = [];
  const log: string[] = [];
  const jobs: string[] = [];
  const writes: string[] = [];
  const current = { values, now: begin, freshness: fresh };
  const observations: Pick<ObservationReader, 'seriesOfEach'> = {
    seriesOfEach: (wanted, { organisation, now }) => {
      const read = wanted.map((versions) => {
        const value = current.values[versions[0]?.definition.key ?? ''];
        if (value === undefined) throw new Error('statement timeout');
        const seen = {
          day: '2026-11-10',
          slice: '',
          numerator: value,
          denominator: null,
          n: 100,
          items: null,
          excluded: 0,
        };
        const counted = versions.map((version) => ({
          ...version,
          freshness: current.freshness,
          days: new Map([['', [seen]]]),
        }));
        return seriesOf(counted, { calendar: organisation, asOf: now, by: null });
      });
      return Promise.resolve(read);
    },
  };
  const of = (keys: readonly string[] | null) => guardrails.filter(({ metric }) => keys?.includes(metric) ?? true);
  const readings = new Map<string, WindowReading['read']>();
  /** Names every limit of the metrics: what does not change has to be told from what does by what is judged. */
  const watch: GuardrailWatch = {
    metricsToRead: () => Promise.resolve(metrics.map(({ key }) => key)),
    windowsOf: (keys) => Promise.resolve(keys.map((metricKey) => ({ metricKey, windowDays: null }))),
    othersOf: () => Promise.resolve([]),
    keep: (given) => Promise.resolve(given.forEach(({ metricKey, read }) => readings.set(metricKey, read))),
    changedLimits: (keys) =>
      Promise.resolve(of(keys).map((limit) => ({ guardrail: limit, read: readings.get(limit.metric) ?? null }))),
  };
  const run = evaluateGuardrails({
    configuration: {
      known: () => Promise.resolve(configuration),
    },
    observations,
    watch,
    past: {
      readDaysOf: () => Promise.resolve([]),
      judgedOf: () => Promise.resolve([]),
      record: () => Promise.resolve(false),
      keep: () => Promise.resolve(),
    },
    alerts: {
      step: (of, now, step) => {
        if (of.guardrailId === 'locked') return Promise.reject(new Error('lock timeout'));
        const name = [of.guardrailId, ...Object.values(of.dimensions)].join(' ');
        const alert = states.get(name) ?? { ...of, id: `alert-${name}`, state: newAlertState(now) };
        const answer = step(alert);
        if (answer) {
          writes.push(name);
          states.set(name, { ...alert, state: answer.state });
          sent.push(...answer.notifications);
        }
        return Promise.resolve();
      },
    },
    jobs: { enqueue: (name) => Promise.resolve(void jobs.push(name)) },
    clock: () => new Date(current.now),
    publicUrl: 'https://tandem.example.org',
    log: { warn: (message) => void log.push(message), error: (message) => void log.push(message) },
  });
  const evaluate = (metricKeys: readonly string[] | null = null) => run({ metricKeys }, new AbortController().signal);
  return { evaluate, current, states, sent, log, jobs, writes };
}

describe('evaluateGuardrails', () => {
  it('tells every route once, in words people know, and wakes the delivery', async () => {
    const { evaluate, sent, jobs } = harness([guardrail('floor')], { attainment: '58.20' });
    await evaluate();
    await evaluate();
    expect(sent.map(({ routeId, kind }) => `${routeId} ${kind}`)).toEqual(['hook fired', 'mail fired']);
    expect(jobs).toEqual(['outbox.deliver']);
    expect(sent[0]?.transition).toMatchObject({ from: 'pending', to: 'firing', reason: 'belowFloor' });
    expect(sent[0]?.content).toEqual({
      alertId: 'alert-floor',
      kind: 'fired',
      severity: 'critical',
      guardrail: {
        id: 'floor',
        title: 'Guardrail floor',
        kind: 'threshold',
        measure: 'value',
        side: 'floor',
        limit: '60',
      },
      dimensions: {},
      metric: { key: 'attainment', title: 'Service-level attainment', unit: '%', precision: 2, stream: 'slaCycle' },
      verdict: expect.objectContaining({ kind: 'breached', value: '58.20', limit: '60', n: 100 }) as unknown,
      since: '2026-11-15T10:00:00.000Z',
      at: '2026-11-15T10:00:00.000Z',
      timeZone: 'Europe/Berlin',
      owners: { marketing: null, it: 'Head of Service Desk' },
      url: 'https://tandem.example.org/alerts/alert-floor',
    });
  });

  it('wakes the delivery for the first that is told, and once more for all others', async () => {
    const { evaluate, jobs, sent } = harness(
      ['a', 'b', 'c'].map((id) => guardrail(id, { routes: ['hook'] })),
      { attainment: '58.20' },
    );
    await evaluate();
    expect(sent).toHaveLength(3);
    expect(jobs).toEqual(['outbox.deliver', 'outbox.deliver']);
  });

  it('says with a resolution since when the limit had been left', async () => {
    const { evaluate, current, sent } = harness([guardrail('floor', { routes: ['hook'] })], { attainment: '58.20' });
    await evaluate();
    current.now += 3_600_000;
    current.values = { attainment: '61.00' };
    await evaluate();
    expect(sent.map(({ kind }) => kind)).toEqual(['fired', 'resolved']);
    expect(sent[1]?.content).toMatchObject({ since: '2026-11-15T10:00:00.000Z', at: '2026-11-15T11:00:00.000Z' });
  });

  it('evaluates only the guardrails of the named metrics', async () => {
    const other = { ...attainment, key: 'other' };
    const { evaluate, writes, current } = harness(
      [guardrail('floor'), guardrail('elsewhere', { metric: 'other' })],
      { attainment: '70', other: '70' },
      [attainment, other],
    );
    current.values = { attainment: '10', other: '10' };
    await evaluate(['other']);
    expect(writes).toEqual(['elsewhere']);
  });

  it('writes nothing about an alert that is calm, and about an open one only what changed', async () => {
    const { evaluate, writes, current } = harness([guardrail('floor')], { attainment: '70' });
    await evaluate();
    current.values = { attainment: '71' };
    await evaluate();
    expect(writes).toEqual([]);
    current.values = { attainment: '58' };
    await evaluate();
    await evaluate();
    expect(writes).toEqual(['floor']);
    current.values = { attainment: '57' };
    await evaluate();
    expect(writes).toEqual(['floor', 'floor']);
  });

  it('gives a guardrail whose metric cannot be read the verdict error, and goes on with the others', async () => {
    const broken = { ...attainment, key: 'broken' };
    const { evaluate, states, sent, log } = harness(
      [guardrail('blind', { metric: 'broken' }), guardrail('floor')],
      { attainment: '58.20' },
      [attainment, broken],
    );
    await evaluate();
    expect(states.get('blind')?.state).toMatchObject({
      state: 'error',
      lastVerdict: { kind: 'error', reason: 'evaluationFailed' },
    });
    expect(states.get('floor')?.state.state).toBe('firing');
    expect(sent.map(({ kind }) => kind)).toEqual(['error', 'error', 'fired', 'fired']);
    expect(log).toEqual(['The metric of a guardrail could not be read.']);
  });

  it('fails the job after all others when an alert could not be written', async () => {
    const { evaluate, states, log } = harness([guardrail('locked'), guardrail('floor')], { attainment: '58.20' });
    await expect(evaluate()).rejects.toThrow('1 of 2 guardrails could not be evaluated.');
    expect(states.get('floor')?.state.state).toBe('firing');
    expect(log).toEqual(['A guardrail could not be evaluated.']);
  });

  it('never alerts while a first import is running', async () => {
    const { evaluate, current, states, sent } = harness([guardrail('floor')], { attainment: '5.00' });
    current.freshness = { ...fresh, backfillRunning: true };
    await evaluate();
    expect(states.get('floor')).toBeUndefined();
    expect(sent).toEqual([]);
  });
});

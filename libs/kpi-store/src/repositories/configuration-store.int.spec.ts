import type { ConfigurationChange } from '@tandem/application/ports';
import { unchangedSecret } from '@tandem/domain/organisation/configuration-part';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { sampleConfiguration } from '@tandem/testing/sample-configuration';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { metricsToCount } from '../queries/due-work.js';
import { createConfigurationStore } from './configuration-store.js';
import { createMetricBackfill } from './metric-backfill.js';

const now = new Date('2016-05-01T09:00:00.000Z');
const later = new Date('2016-05-02T09:00:00.000Z');

const change = (kind: ConfigurationChange['kind'], id: string, action: ConfigurationChange['action'] = 'change') =>
  ({ kind, id, action, fields: [] }) satisfies ConfigurationChange;

const everythingNew = [
  change('organisation', 'organisation'),
  change('person', 'digital', 'create'),
  change('person', 'service', 'create'),
  change('route', 'on-call', 'create'),
  change('route', 'leads', 'create'),
  change('alertPolicy', 'service', 'create'),
  change('initiative', 'faster-answers', 'create'),
  change('connection', 'tickets', 'create'),
  change('calendar', 'support-hours', 'create'),
  change('guardrail', 'attainment-floor', 'create'),
  change('goal', 'helped-in-time', 'create'),
  change('metric', 'attainment', 'create'),
  change('team', 'service-desk', 'create'),
];

/** What readers get: where there is a secret they see the word of a configuration file instead. */
function withoutSecrets(configuration: Configuration): Configuration {
  const routes = configuration.routes.map((route) =>
    route.channel === 'webhook' ? { ...route, secret: unchangedSecret } : route,
  );
  return { ...configuration, routes };
}

describe('configuration store', () => {
  let database: TestDatabase;
  let store: ReturnType<typeof createConfigurationStore>;

  beforeEach(async () => {
    database = await openTestDatabase();
    store = createConfigurationStore(database);
  });
  afterEach(() => database.close());

  const write = (next: Configuration, changes: readonly ConfigurationChange[], at = now) =>
    store.change(() => ({ next, changes }), { now: at, dryRun: false });
  const auditRows = async () =>
    (
      await database.pool.query<{
        action: string;
        subject_kind: string;
        subject_id: string;
        before: unknown;
        after: unknown;
      }>('select action, subject_kind, subject_id, before, after, actor from audit_log order by id')
    ).rows;

  const versionsAt = async (at: Date) =>
    (await store.known({ now: at, asKnownAt: null })).versions.get('attainment') ?? [];
  const first = {
    id: expect.stringMatching(/^\d+$/) as string,
    countedBy: expect.stringMatching(/^\d+$/) as string,
    version: 1,
    validFrom: now,
  };

  it('leaves the work that follows in the tables, so that it is done even when nobody is woken for it', async () => {
    await write(sampleConfiguration(), everythingNew);
    const { rows } = await database.pool.query('select connection_id, trigger, state from sync_run');
    expect(rows).toEqual([{ connection_id: 'tickets', trigger: 'configuration', state: 'queued' }]);
    expect(await metricsToCount(database.pool)).toEqual(['attainment']);
    await createMetricBackfill(database).recalculate('attainment', later);
    expect(await metricsToCount(database.pool)).toEqual([]);
    const moved = { field: 'timeZone', from: 'Europe/Berlin', to: 'UTC' };
    await write(sampleConfiguration(), [{ ...change('organisation', 'organisation'), fields: [moved] }], later);
    expect(await metricsToCount(database.pool)).toEqual(['attainment']);
  });

  it('starts with an organisation in UTC and nothing else', async () => {
    expect(await store.load()).toEqual({
      organisation: { name: 'My organisation', timeZone: 'UTC', weekStartsOn: 1 },
      teams: [],
      people: [],
      connections: [],
      calendars: [],
      alertPolicies: [],
      initiatives: [],
      metrics: [],
      goals: [],
      guardrails: [],
      routes: [],
    });
    expect((await store.known({ now, asKnownAt: null })).versions).toEqual(new Map());
  });

  it('gives back what was written, whatever the order of the changes', async () => {
    await write(sampleConfiguration(), everythingNew);
    expect(await store.load()).toEqual(withoutSecrets(sampleConfiguration()));
  });

  it('writes one audit row per change, and no secret into it', async () => {
    await write(sampleConfiguration(), [...everythingNew]);
    const rows = await auditRows();
    expect(rows.map((row) => `${row.action} ${row.subject_kind} ${row.subject_id}`).sort()).toEqual(
      everythingNew.map(({ action, kind, id }) => `${action} ${kind} ${id}`).sort(),
    );
    const route = rows.find((row) => row.subject_id === 'on-call');
    expect(route).toMatchObject({
      before: null,
      after: { url: 'https://alerts.example.org/tandem', secret: '(secret)' },
    });
    expect(JSON.stringify(rows)).not.toContain('whsec_');
  });

  it('leaves everything as it was after a dry run', async () => {
    const answered = await store.change(() => ({ next: sampleConfiguration(), changes: everythingNew }), {
      now,
      dryRun: true,
    });
    expect(answered).toEqual(everythingNew);
    expect((await store.load()).people).toEqual([]);
    expect(await auditRows()).toEqual([]);
  });

  it('writes nothing at all when one of the changes fails', async () => {
    const guardrail = { ...sampleConfiguration().guardrails[0], metric: 'nowhere' };
    const broken = { ...sampleConfiguration(), guardrails: [guardrail] } as Configuration;
    await expect(write(broken, everythingNew)).rejects.toThrow('guardrail_metric');
    expect((await store.load()).people).toEqual([]);
    expect(await auditRows()).toEqual([]);
  });

  it('keeps the version when only the wording of a metric changes', async () => {
    await write(sampleConfiguration(), everythingNew);
    const [metric] = sampleConfiguration().metrics;
    if (!metric) throw new Error('The sample has a metric.');
    const reworded = {
      ...metric,
      title: 'Tickets in time',
      formula: { ...metric.formula, dimensions: [...metric.formula.dimensions].reverse() },
    };
    await write({ ...sampleConfiguration(), metrics: [reworded] }, [change('metric', 'attainment')], later);
    expect(await versionsAt(later)).toEqual([{ ...first, definition: reworded }]);
  });

  it('makes a new version, valid from now, when the formula of a metric changes', async () => {
    await write(sampleConfiguration(), everythingNew);
    const [metric] = sampleConfiguration().metrics;
    if (!metric) throw new Error('The sample has a metric.');
    const changed = { ...metric, formula: { ...metric.formula, at: ['stoppedAt'] } };
    await write({ ...sampleConfiguration(), metrics: [changed] }, [change('metric', 'attainment')], later);
    const [before, after] = await versionsAt(later);
    expect(before).toEqual({ ...first, definition: metric });
    expect(after).toMatchObject({ version: 2, validFrom: later, definition: changed });
    expect(after?.countedBy).toBe(after?.id);
    expect((await store.load()).metrics).toEqual([changed]);
    expect((await store.known({ now, asKnownAt: null })).metrics).toEqual([metric]);
    expect((await store.known({ now: later, asKnownAt: null })).metrics).toEqual([changed]);
  });

  it('does not count again what counts the same: a change of settling, or a formula that there was before', async () => {
    await write(sampleConfiguration(), everythingNew);
    const [metric] = sampleConfiguration().metrics;
    if (!metric) throw new Error('The sample has a metric.');
    const changes = [
      { ...metric, settlingDays: metric.settlingDays + 1 },
      { ...metric, formula: { ...metric.formula, at: ['stoppedAt'] } },
      { ...metric, title: 'Tickets in time' },
    ];
    for (const [index, changed] of changes.entries()) {
      const at = new Date(later.getTime() + index);
      await write({ ...sampleConfiguration(), metrics: [changed] }, [change('metric', 'attainment')], at);
    }
    const versions = await versionsAt(new Date(later.getTime() + 9));
    expect(versions.map(({ version, countedBy, id }) => [version, countedBy === id])).toEqual([
      [1, true],
      [2, false],
      [3, true],
      [4, false],
    ]);
    expect(new Set([versions[1]?.countedBy, versions[3]?.countedBy])).toEqual(new Set([versions[0]?.id]));
    expect(new Set(versions.map(({ definition }) => definition.title))).toEqual(new Set(['Tickets in time']));
  });

  it('lets one apply see what the other wrote when two run at once', async () => {
    const addPerson = (id: string) =>
      store.change(
        (current) => ({
          next: { ...current, people: [...current.people, { id, name: `Head of ${id}`, side: 'it' }] },
          changes: [
            change('person', id, 'create'),
            change('organisation', `saw ${current.people.length}`, 'unchanged'),
          ],
        }),
        { now, dryRun: false },
      );
    const answers = await Promise.all([addPerson('web'), addPerson('data'), addPerson('network')]);
    expect(answers.map(([, seen]) => seen?.id).sort()).toEqual(['saw 0', 'saw 1', 'saw 2']);
    expect((await store.load()).people).toHaveLength(3);
  });
});

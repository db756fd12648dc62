import { catalogue, type Catalogue, type StandardMetric } from '@tandem/contracts/catalogue';
import { metricList, metricPage, type MetricPage } from '@tandem/contracts/metrics';
import type { ApplyAnswer } from '@tandem/contracts/system';
import { standardMetricKeys } from '@tandem/domain/catalogue/standard-metrics';
import { createMetricBackfill } from '@tandem/kpi-store/repositories/metric-backfill';
import { AccessStage } from '../access/access-stage.js';
import { adminHeaders as headers } from '../product/admin-access.js';

let stage: AccessStage;
beforeAll(async () => {
  stage = await AccessStage.open();
  for (const [position, id] of ['pipeline', 'desk', 'shop'].entries()) {
    await stage.database.pool.query(
      `insert into connection (id, name, connector, settings, expected_every_ms, position) values ($1, $1, 'file', '{}', 86400000, $2)`,
      [id, position],
    );
  }
});
afterAll(() => stage.close());

async function read(): Promise<Catalogue> {
  const { status, body } = await stage.ask('GET', '/catalogue', { headers });
  expect(status).toBe(200);
  return catalogue.parse(body);
}

async function standard(key: string): Promise<StandardMetric> {
  const found = (await read()).metrics.find((metric) => metric.key === key);
  if (!found) throw new Error(`The catalogue lacks ${key}.`);
  return found;
}

async function push(source: string, stream: string, records: readonly object[]): Promise<void> {
  const path = `/push/${stream}?source=${source}`;
  const { status, body } = await stage.ask('POST', path, { headers, body: records });
  expect({ status, body }).toMatchObject({ status: 200, body: { quarantined: 0 } });
}

async function apply(document: object): Promise<ApplyAnswer> {
  const body = { text: JSON.stringify({ version: 1, ...document }) };
  const answer = await stage.ask<ApplyAnswer>('POST', '/configuration', { headers, body });
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 200, body: { applied: true } });
  return answer.body;
}

const deployment = {
  service: 'shop',
  tier: 'production',
  outcome: 'succeeded',
  startedAt: '2026-11-02T08:00:00Z',
  finishedAt: '2026-11-02T09:00:00Z',
};

describe('the ready-made catalogue', () => {
  it('says before anything arrived that nothing is there, of every standard metric', async () => {
    const { metrics } = await read();
    expect(metrics.map(({ key }) => key)).toEqual(standardMetricKeys);
    expect(new Set(metrics.map(({ data }) => data))).toEqual(new Set(['none']));
    expect(metrics.flatMap(({ adopted, namesakes }) => [...adopted, ...namesakes])).toEqual([]);
  });

  it('says which fields are there and which are missing as records arrive', async () => {
    await push('pipeline', 'deployment', [{ key: 'staged', ...deployment, tier: 'staging' }]);
    const staged = await standard('deployment-frequency');
    expect(staged.data).toBe('partly');
    expect(staged.needs).toMatchObject([{ stream: 'deployment', sources: [{ id: 'pipeline' }], met: false }]);

    await push('pipeline', 'deployment', [{ key: 'one', ...deployment }]);
    expect((await standard('deployment-frequency')).data).toBe('arrived');

    // Nobody says when its first commit was made, nor whether it was planned; and there are no incidents.
    const missing = async (key: string) =>
      (await standard(key)).needs.flatMap((need) =>
        'fields' in need
          ? need.fields.filter(({ arrived }) => !arrived).map(({ field }) => `${need.stream}.${field}`)
          : [],
      );
    expect(await missing('change-lead-time-median')).toEqual(['deployment.firstCommitAt']);
    expect(await missing('change-fail-rate')).toEqual(['incident.service', 'incident.openedAt', 'incident.causedBy']);

    await push('desk', 'incident', [{ key: 'i', service: 'shop', openedAt: '2026-11-02T10:00:00Z' }]);
    expect(await standard('change-fail-rate')).toMatchObject({
      data: 'arrived',
      needs: [
        { stream: 'deployment', met: true },
        { stream: 'incident', met: true, fields: [{}, {}, { field: 'causedBy', optional: true, arrived: false }] },
      ],
    });
  });

  it('sees what a source delivered long ago, although another one has sent much since', async () => {
    const count = (key: number, step: string, at: string) => ({
      key: `${step}-${key}`,
      periodStart: at,
      step,
      entity: 'session',
      count: 1,
    });
    await push('shop', 'funnelCount', [
      count(0, 'session', '2026-11-01T00:00:00Z'),
      count(0, 'purchase', '2026-11-01T00:00:00Z'),
    ]);
    const many = Array.from({ length: 2_100 }, (_, index) => count(index, 'look', '2026-11-02T00:00:00Z'));
    for (let from = 0; from < many.length; from += 500) await push('desk', 'funnelCount', many.slice(from, from + 500));
    const conversion = await standard('session-conversion');
    expect(conversion.data).toBe('arrived');
    expect(conversion.parameters).toMatchObject([
      { name: 'visits', standsAt: 'session', choices: ['look', 'purchase', 'session'] },
      { name: 'converted', standsAt: 'purchase' },
    ]);
  });

  it('says which metrics were adopted, who could own one, and which of the name count something else', async () => {
    await apply({
      people: [
        { id: 'digital', name: 'Head of Digital', side: 'marketing' },
        { id: 'service', name: 'Head of Service', side: 'it' },
      ],
      metrics: [
        { standard: 'change-fail-rate', owners: { marketing: 'digital', it: 'service' } },
        {
          key: 'releases',
          title: 'Deployment  frequency',
          description: 'Everything that is deployed anywhere.',
          formula: { kind: 'count', stream: 'deployment', at: ['finishedAt'] },
          unit: 'count',
          direction: 'up',
        },
      ],
    });
    expect((await read()).owners).toEqual([
      { id: 'digital', name: 'Head of Digital', side: 'marketing' },
      { id: 'service', name: 'Head of Service', side: 'it' },
    ]);
    expect(await standard('change-fail-rate')).toMatchObject({
      adopted: [{ key: 'change-fail-rate', title: 'Change fail rate' }],
      namesakes: [],
    });
    expect(await standard('deployment-frequency')).toMatchObject({
      adopted: [],
      namesakes: [{ key: 'releases', title: 'Deployment  frequency' }],
    });
    expect((await standard('error-budget-left')).parameters).toMatchObject([
      { name: 'objective' },
      { name: 'attainment', choices: ['change-fail-rate', 'releases'] },
    ]);
  });
});

describe('two metrics of one name that count different things', () => {
  const twin = {
    key: 'fail-rate',
    title: 'change-fail RATE',
    description: 'Only what the pipeline itself calls failed.',
    formula: {
      kind: 'ratio',
      stream: 'deployment',
      at: ['finishedAt'],
      numerator: { where: { outcome: 'failed' } },
      denominator: {},
    },
    unit: '%',
    direction: 'down',
  };

  it('are pointed out by an apply that names one of them, which is not refused for it', async () => {
    const { warnings } = await apply({ metrics: [twin] });
    expect(warnings).toEqual([
      {
        code: 'sameName',
        metrics: ['change-fail-rate', 'fail-rate'],
        message: expect.stringContaining('change-fail-rate, fail-rate share the name "Change fail rate"'),
      },
    ]);
    const again = await apply({
      metrics: [{ standard: 'change-fail-rate', owners: { marketing: 'digital', it: 'service' } }],
    });
    expect(again).toMatchObject({ changes: [{ action: 'unchanged' }], warnings });
    expect((await apply({ metrics: [{ standard: 'revenue' }] })).warnings).toEqual([]);
  });

  it('are pointed out in the list of metrics, until one has another title', async () => {
    const namesakes = async () => {
      const { body } = await stage.ask('GET', '/metrics', { headers });
      const { metrics } = metricList.parse(body);
      return metrics.filter((item) => item.namesakes.length > 0).map((item) => [item.metric.key, item.namesakes]);
    };
    expect(await namesakes()).toEqual([
      ['change-fail-rate', [{ key: 'fail-rate', title: 'change-fail RATE' }]],
      ['fail-rate', [{ key: 'change-fail-rate', title: 'Change fail rate' }]],
    ]);
    const { warnings } = await apply({ metrics: [{ ...twin, title: 'Failed pipelines' }] });
    expect({ warnings, left: await namesakes() }).toEqual({ warnings: [], left: [] });
  });
});

describe('the page of an adopted delivery metric', () => {
  async function page(key: string): Promise<MetricPage> {
    await createMetricBackfill(stage.database).recalculate(key, stage.now);
    const { status, body } = await stage.ask('GET', `/metrics/${key}`, { headers });
    expect(status).toBe(200);
    return metricPage.parse(body);
  }

  it('names the services behind a blended value, those of its window alone, also when it cannot be sliced by them', async () => {
    await push('pipeline', 'deployment', [
      { key: 'search-1', ...deployment, service: 'search' },
      { key: 'search-2', ...deployment, service: 'search' },
      { key: 'failed', ...deployment, service: 'mail', outcome: 'failed' },
      { key: 'old', ...deployment, service: 'retired', finishedAt: '2026-09-02T09:00:00Z' },
    ]);
    await apply({
      metrics: [
        { standard: 'deployment-frequency' },
        { standard: 'deployment-frequency', key: 'unsliced', title: 'Unsliced', dimensions: [] },
        {
          key: 'weekly-twice',
          title: 'Twice',
          description: 'Reckoned from another metric.',
          formula: { kind: 'derived', expression: "2 * 'unsliced'" },
          unit: 'count',
          direction: 'up',
        },
      ],
    });
    const together = [
      { service: 'search', n: 2 },
      { service: 'shop', n: 1 },
    ];
    expect((await page('deployment-frequency')).services).toEqual(together);
    expect((await page('unsliced')).services).toEqual(together);
    await createMetricBackfill(stage.database).recalculate('unsliced', stage.now);
    expect((await page('weekly-twice')).services).toEqual(together);
  });

  it('names no services where there is no value', async () => {
    await apply({ metrics: [{ standard: 'deployment-rework-rate' }] });
    const { current, services } = await page('deployment-rework-rate');
    expect({ value: current.value, services }).toEqual({ value: null, services: [] });
  });

  it('shows the bands with edition and date, and where the value lies', async () => {
    const { bands, current, standard: from } = await page('deployment-frequency');
    expect(from).toEqual({ key: 'deployment-frequency', title: 'Deployment frequency' });
    // Three deployments in four weeks.
    expect(current.value).toBe('0.8');
    expect(bands?.editions.map(({ date }) => date)).toEqual(['2026-01', '2024-10']);
    expect(bands?.editions[1]?.clusters.filter(({ holdsValue }) => holdsValue).map(({ name }) => name)).toEqual([
      'medium',
    ]);
  });

  it('shows none for what was not adopted, and withholds them where the formula became another', async () => {
    expect(await page('releases')).toMatchObject({ bands: null, standard: null });
    await apply({
      metrics: [
        {
          key: 'unsliced',
          standard: 'deployment-frequency',
          title: 'Unsliced',
          description: 'Everything, everywhere.',
          formula: { kind: 'count', per: 'week', stream: 'deployment', at: ['finishedAt'] },
          unit: '/wk',
          direction: 'up',
          windowDays: 28,
        },
      ],
    });
    stage.later(2 * 86_400_000);
    await push('pipeline', 'deployment', [{ key: 'later', ...deployment, finishedAt: '2026-11-11T09:00:00Z' }]);
    expect((await page('unsliced')).bands).toEqual({ withheld: 'formulaChanged', editions: [] });
  });
});

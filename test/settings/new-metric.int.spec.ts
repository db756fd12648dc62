import type { MetricChoices, NewMetricPreview } from '@tandem/contracts/metric-form';
import type { Problem } from '@tandem/contracts/common';
import { GoalStage } from '../goals/goal-stage.js';

const thing = {
  key: 'cycles-met',
  title: 'Cycles that were met',
  description: 'How many were met.',
  formula: { kind: 'count', stream: 'slaCycle', at: ['startedAt'], where: { state: 'met' } },
  unit: 'count',
  precision: 0,
  direction: 'up',
};

describe('a metric that is not there yet', () => {
  let stage: GoalStage;
  beforeAll(async () => {
    stage = await GoalStage.open();
  });
  afterAll(() => stage.close());

  const preview = (body: object) => stage.post<NewMetricPreview>('/metrics/preview', stage.marketing, body);
  const refused = async (body: object) =>
    (await stage.refused('/metrics/preview', stage.marketing, body)) as { status: number; body: Problem };

  it('says what it would be, now and in each of the weeks before, as every reader would count it', async () => {
    const { current, weeks, thing: written, formula } = await preview({ thing });
    expect(weeks).toHaveLength(26);
    expect(weeks.filter(({ value }) => value !== null).length).toBeGreaterThan(5);
    expect(current.version).toBe(1);
    expect(formula).toContain('slaCycle');
    expect(written).toMatchObject({ key: 'cycles-met', windowDays: 7, settlingDays: 0 });
    const asText = await preview({
      thing: { ...thing, formula: undefined },
      formulaText: 'kind: count\nstream: slaCycle\nat: [startedAt]\nwhere: { state: met }\n',
    });
    expect(asText.weeks).toEqual(weeks);
  });

  it('is written out where it is ready-made', async () => {
    const { thing: written } = await preview({ thing: { standard: 'resolution-attainment', key: 'in-time' } });
    expect(written).toMatchObject({ key: 'in-time', standard: 'resolution-attainment', formula: { kind: 'ratio' } });
  });

  it('is refused at the field, or at the line, that is wrong', async () => {
    const wrong = await refused({
      thing: { ...thing, precision: 'many', formula: { ...thing.formula, where: { stat: 'met' } } },
    });
    expect(wrong.status).toBe(400);
    expect(wrong.body.issues?.map(({ field }) => field)).toContain('precision');
    const field = await refused({ thing: { ...thing, formula: { ...thing.formula, where: { stat: 'met' } } } });
    expect(field.body.issues?.[0]?.field).toMatch(/^formula\.where\.stat/);
    const line = await refused({ thing, formulaText: 'kind: count\nstream: slaCycle\nat: [begunAt]\n' });
    expect(line.body.issues?.[0]).toMatchObject({ line: 3, reason: expect.stringContaining('begunAt') });
    const choices = await stage.get<MetricChoices>('/metric-choices');
    const [taken] = choices.metrics;
    const again = await refused({ thing: { ...thing, key: taken?.key } });
    expect(again.body.issues?.[0]?.field).toBe('key');
  });

  it('can be made of the streams that there are, and says which of them have arrived', async () => {
    const { streams, owners } = await stage.get<MetricChoices>('/metric-choices');
    const cycles = streams.find(({ name }) => name === 'slaCycle');
    expect(cycles?.sources.map(({ id }) => id)).toEqual(['desk']);
    expect(cycles?.fields.find(({ name }) => name === 'startedAt')).toMatchObject({
      type: 'instant',
      required: true,
      delivered: true,
      arrived: true,
    });
    const deployments = streams.find(({ name }) => name === 'deployment');
    expect(deployments?.sources).toEqual([]);
    expect(deployments?.fields.find(({ name }) => name === 'changeFailed')).toMatchObject({ delivered: false });
    expect(owners.length).toBeGreaterThan(1);
  });
});

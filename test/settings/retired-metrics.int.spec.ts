import type { GoalChoices } from '@tandem/contracts/goals';
import type { MetricList } from '@tandem/contracts/metrics';
import type { ThingList } from '@tandem/contracts/settings';
import { AccessStage } from '../access/access-stage.js';

type Headers = Readonly<Record<string, string>>;

const metric = (key: string, formula: object) => ({
  key,
  title: `Metric ${key}`,
  description: 'Counted.',
  formula,
  unit: 'count',
  direction: 'up',
  owners: { it: 'service' },
});
const counted = { kind: 'count', stream: 'slaCycle', at: ['startedAt'] };
const goal = (due: string) => ({
  id: 'more',
  title: 'More',
  outcome: 'More.',
  start: '2026-10-01',
  due,
  keyResults: [{ id: 'kr', metric: 'cycles', kind: 'stay', atLeast: 1 }],
});

describe('a metric that is retired', () => {
  let stage: AccessStage;
  let lead: Headers;
  beforeEach(async () => {
    stage = await AccessStage.open();
    lead = await stage.person('lead@example.org', 'administrator');
    const file = {
      people: [{ id: 'service', name: 'Head of Service', side: 'it' }],
      metrics: [
        metric('cycles', counted),
        metric('spare', counted),
        metric('both', { kind: 'derived', expression: 'cycles + 1' }),
      ],
      goals: [goal('2026-12-31')],
    };
    expect((await apply(file)).status).toBe(200);
  });
  afterEach(() => stage.close());

  const apply = (file: object) =>
    stage.ask<{ issues?: { field: string; reason: string }[] }>('POST', '/configuration', {
      headers: lead,
      body: { text: JSON.stringify({ version: 1, ...file }) },
    });
  const thingOf = async (key: string) =>
    (await stage.ask<ThingList>('GET', '/configuration/things/metric', { headers: lead })).body.things.find(
      ({ id }) => id === key,
    );
  const retire = async (key: string, retired = true) => {
    const { thing = {}, edition = null } = (await thingOf(key)) ?? {};
    const { retired: _, ...rest } = thing;
    return stage.ask<{ issues?: { field: string; reason: string }[] }>('PUT', `/configuration/things/metric/${key}`, {
      headers: lead,
      body: { thing: retired ? { ...rest, retired: true } : rest, edition },
    });
  };

  it('is not retired while something needs it, which is named', async () => {
    const refused = await retire('cycles');
    expect(refused.status).toBe(400);
    const [issue] = refused.body.issues ?? [];
    expect(issue?.field).toBe('retired');
    expect(issue?.reason).toContain('the metric "Metric both"');
    expect(issue?.reason).toContain('the goal "More"');
    expect((await retire('both')).status).toBe(200);
    expect((await retire('cycles')).body.issues?.[0]?.reason).not.toContain('Metric both');
  });

  it('is offered to nothing new, stands apart in the list, and comes back', async () => {
    expect((await retire('spare')).status).toBe(200);
    const list = async () => (await stage.ask<MetricList>('GET', '/metrics', { headers: lead })).body.metrics;
    expect((await list()).map(({ metric: { key }, retired }) => `${key} ${retired}`)).toEqual([
      'cycles false',
      'spare true',
      'both false',
    ]);
    const choices = await stage.ask<GoalChoices>('GET', '/goal-choices', { headers: lead });
    expect(choices.body.metrics.map(({ key }) => key)).not.toContain('spare');
    const floor = { id: 'floor', title: 'Floor', metric: 'spare', atLeast: 1 };
    const refused = await apply({ guardrails: [floor] });
    expect(refused.body.issues?.[0]).toMatchObject({
      field: 'guardrails[0].metric',
      reason: expect.stringContaining('retired'),
    });
    expect((await retire('spare', false)).status).toBe(200);
    expect((await apply({ guardrails: [floor] })).status).toBe(200);
  });

  it('stays with goals of the past', async () => {
    await retire('both');
    stage.later(100 * 86_400_000);
    lead = (await stage.signIn('lead@example.org')).session ?? {};
    expect((await retire('cycles')).status).toBe(200);
    expect((await apply({ goals: [{ ...goal('2026-12-31'), title: 'Was more' }] })).status).toBe(200);
    expect((await apply({ goals: [{ ...goal('2027-12-31'), id: 'again' }] })).body.issues?.[0]).toMatchObject({
      field: 'goals[0].keyResults[0].metric',
    });
  });
});

import { standardMetricChoice } from '@tandem/contracts/configuration-document';
import type { GoalChoices } from '@tandem/contracts/goals';
import type { MetricListItem } from '@tandem/contracts/metrics';
import { draftOfTemplate, fitted, GOAL_TEMPLATES } from './goal-templates.js';

const choices: GoalChoices = {
  owners: [
    { id: 'digital', name: 'Digital', side: 'marketing' },
    { id: 'service', name: 'Service', side: 'it' },
  ],
  metrics: [
    { key: 'sla', title: 'Attainment', unit: '%', direction: 'up', standard: 'resolution-attainment' },
    { key: 'fails', title: 'Fail rate', unit: '%', direction: 'down', standard: 'change-fail-rate' },
    { key: 'leads', title: 'Lead time', unit: 'h', direction: 'down', standard: null },
  ],
  guardrails: [
    { id: 'fail-ceiling', title: 'Ceiling', metric: 'fails', sides: ['it'] },
    { id: 'lead-ceiling', title: 'Lead', metric: 'leads', sides: ['marketing', 'it'] },
  ],
  teams: [],
  goals: [],
  today: '2026-11-30',
};
const item = (key: string, value: string | null, more: object) =>
  ({ metric: { key, ...more }, current: { value } }) as unknown as MetricListItem;

describe('templates of a first joint goal', () => {
  it('name metrics of the catalogue', () => {
    const named = GOAL_TEMPLATES.flatMap(({ parts }) => parts.flatMap(({ standards }) => standards));
    const unknown = named.filter((standard) => !standardMetricChoice.safeParse({ standard }).success);
    expect(unknown).toEqual([]);
  });

  it('are prefilled with what the metrics say now, a tenth of the way further and no worse', () => {
    const template = GOAL_TEMPLATES.find(({ id }) => id === 'service-and-releases');
    if (!template) throw new Error('The template is there.');
    expect(fitted(template, choices)).toMatchObject({ isWhole: true });
    const items = [
      item('sla', '80.0', { unit: '%', precision: 1, direction: 'up' }),
      item('fails', '12.5', { unit: '%', precision: 1, direction: 'down' }),
    ];
    const draft = draftOfTemplate(template, choices, items);
    expect(draft.keyResults).toMatchObject([
      { id: 'kr1', kind: 'reach', metric: 'sla', baseline: '80.0', target: '82.0' },
      { id: 'kr2', kind: 'stay', metric: 'fails', atMost: '12.5', share: '0.8' },
    ]);
    expect(draft).toMatchObject({ marketing: 'digital', it: 'service', counterMetrics: ['lead-ceiling'] });
  });

  it('say which metric is missing, and leave empty what is not known', () => {
    const [template] = GOAL_TEMPLATES;
    if (!template) throw new Error('There is a template.');
    expect(fitted(template, choices)).toMatchObject({ metrics: [null, null], isWhole: false });
    const draft = draftOfTemplate(GOAL_TEMPLATES[1] ?? template, choices, [item('sla', null, {})]);
    expect(draft.keyResults[0]).toMatchObject({ baseline: '', target: '' });
  });
});

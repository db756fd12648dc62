import type { MetricChoices } from '@tandem/contracts/metric-form';
import { formula as formulaDocument } from '@tandem/contracts/formula-document';
import { newFormula, onStream, writtenFormula } from './formula-draft.js';
import { draftOfMetric, newMetric, writtenMetric } from './metric-draft.js';

const field = (name: string, type: MetricChoices['streams'][number]['fields'][number]['type'], arrived = true) => ({
  name,
  type,
  values: [],
  required: false,
  delivered: true,
  arrived,
});
const choices: MetricChoices = {
  streams: [
    { name: 'deployment', sources: [], fields: [field('service', 'text'), field('finishedAt', 'instant', false)] },
    {
      name: 'slaCycle',
      sources: [{ id: 'desk', name: 'Desk' }],
      fields: [
        field('startedAt', 'instant'),
        field('stoppedAt', 'instant'),
        field('dueAt', 'instant', false),
        field('state', 'oneOf'),
        field('priority', 'text'),
        field('instance', 'integer'),
        field('revert', 'boolean'),
      ],
    },
  ],
  units: ['%', 'count'],
  calendars: ['support'],
  owners: [{ id: 'digital', name: 'Digital', side: 'marketing' }],
  metrics: [],
};
const formulas: readonly object[] = [
  {
    kind: 'ratio',
    stream: 'slaCycle',
    connections: ['desk'],
    at: ['stoppedAt'],
    where: { priority: ['1', '2'], instance: { atLeast: 1, below: 5 } },
    numerator: { where: { state: 'met' } },
    denominator: { where: { state: { not: ['running', 'paused'] }, revert: false } },
    dimensions: ['priority', 'dimensions.country'],
  },
  { kind: 'count', stream: 'slaCycle', at: ['startedAt'], per: 'week' },
  { kind: 'sum', stream: 'slaCycle', at: ['startedAt'], sum: 'instance', where: { dueAt: { present: false } } },
  { kind: 'open', stream: 'slaCycle', at: ['startedAt'], until: ['stoppedAt'] },
  { kind: 'duration', stream: 'slaCycle', at: ['stoppedAt'], from: 'startedAt', to: 'stoppedAt', clock: 'support' },
  { kind: 'percentile', stream: 'slaCycle', at: ['stoppedAt'], percentile: 90, from: 'startedAt', to: 'stoppedAt' },
  { kind: 'percentile', stream: 'slaCycle', at: ['stoppedAt'], percentile: 50, field: 'instance' },
  { kind: 'latest', stream: 'slaCycle', at: ['startedAt'], field: 'instance', across: 'sum' },
  { kind: 'activeDays', stream: 'slaCycle', at: ['startedAt'], where: { priority: { startsWith: 'P' } } },
  { kind: 'derived', expression: '100 * (1 - errors / valid)' },
];
const metric = (formula: object) => ({
  key: 'replies',
  title: 'Replies',
  description: 'Replies that came.',
  wording: { it: 'Cycles.' },
  formula,
  unit: '%',
  precision: 2,
  direction: 'up',
  windowDays: 28,
  settlingDays: 3,
  owners: { marketing: 'digital' },
});

describe('a metric in the form', () => {
  it.each(formulas.map((formula) => [JSON.stringify(formula), formula] as const))(
    'is written as it was read: %s',
    (_, formula) => {
      expect(formulaDocument.safeParse(formula).success).toBe(true);
      const draft = draftOfMetric(metric(formula), choices);
      expect(draft.asText).toBe(false);
      expect(writtenMetric(draft, choices)).toEqual(metric(formula));
    },
  );

  it('is text where the fields cannot say it', () => {
    const awkward = {
      kind: 'count',
      stream: 'slaCycle',
      at: ['dueAt', 'stoppedAt'],
      where: [{ state: 'met' }, { priority: '1' }],
    };
    const draft = draftOfMetric(metric(awkward), choices);
    expect(draft.asText).toBe(true);
    expect(JSON.parse(draft.formulaText)).toEqual(awkward);
    expect(writtenMetric(draft, choices)).not.toHaveProperty('formula');
  });

  it('begins with a count over what has arrived, and begins anew over another stream', () => {
    expect(writtenFormula(newFormula(choices), choices)).toEqual({
      kind: 'count',
      stream: 'slaCycle',
      at: ['stoppedAt'],
    });
    const other = onStream({ ...newFormula(choices), kind: 'ratio', dimensions: ['priority'] }, choices.streams[0]);
    expect(writtenFormula(other, choices)).toMatchObject({ kind: 'ratio', stream: 'deployment', at: ['finishedAt'] });
    expect(other.dimensions).toEqual([]);
    expect(newMetric(choices)).toMatchObject({ marketing: 'digital', it: '' });
  });

  it('sends what is no number as it is, so that the answer can name it', () => {
    const draft = { ...newMetric(choices), precision: 'two', windowDays: '' };
    expect(writtenMetric(draft, choices)).toMatchObject({ precision: 'two' });
    expect(writtenMetric(draft, choices)).not.toHaveProperty('windowDays');
  });
});

import type { StandardMetric } from '@tandem/contracts/catalogue';
import { adoptionFile, adoptionOf } from './adoption.js';

const budget: StandardMetric = {
  key: 'error-budget-left',
  family: 'service',
  title: 'Error budget left',
  description: 'What is left.',
  wording: { marketing: 'Room', it: 'Budget' },
  formula: { text: 'a formula', exclusions: [] },
  unit: '%',
  precision: 1,
  direction: 'up',
  windowDays: 28,
  settlingDays: 1,
  dimensions: [],
  trap: 'A trap.',
  source: { name: 'Somebody', url: null },
  parameters: [
    { name: 'objective', kind: 'share', description: 'A share.', standsAt: '0.95', choices: [] },
    { name: 'attainment', kind: 'metric', description: 'A key.', standsAt: 'replies', choices: ['replies'] },
  ],
  needs: [],
  data: 'none',
  adopted: [],
  namesakes: [],
};

describe('adopting a ready-made metric', () => {
  it('begins as the catalogue has it, and then says nothing else', () => {
    expect(adoptionFile(budget, adoptionOf(budget, ['other']))).toBe(
      'version: 1\nmetrics:\n  - standard: error-budget-left\n',
    );
  });

  it('begins under a key that is not taken', () => {
    expect(adoptionOf(budget, ['error-budget-left', 'error-budget-left-2']).key).toBe('error-budget-left-3');
  });

  it('writes what was chosen, and quotes what could be read as something else', () => {
    const file = adoptionFile(budget, {
      key: 'no',
      title: 'Budget: "replies"\n# left',
      parameters: { objective: '0.99', attainment: 'replies' },
      owners: { marketing: 'digital', it: '12' },
    });
    expect(file).toBe(
      [
        'version: 1',
        'metrics:',
        '  - standard: error-budget-left',
        '    key: "no"',
        '    title: "Budget: \\"replies\\"\\n# left"',
        '    parameters: { objective: "0.99" }',
        '    owners: { marketing: digital, it: "12" }',
        '',
      ].join('\n'),
    );
  });
});

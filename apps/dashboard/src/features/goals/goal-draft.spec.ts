import { goalDocument, goalTermsDocument } from '@tandem/contracts/goal-document';
import type { GoalChoices } from '@tandem/contracts/goals';
import { draftOfTerms, idOfTitle, newKeyResult, templateDraft, writtenGoal, writtenTerms } from './goal-draft.js';

const choices: GoalChoices = {
  owners: [
    { id: 'digital', name: 'Digital', side: 'marketing' },
    { id: 'service', name: 'Service', side: 'it' },
  ],
  metrics: [
    { key: 'kept', title: 'Bookings kept', unit: '%', direction: 'up' },
    { key: 'lead-time', title: 'Lead time', unit: 'h', direction: 'down' },
  ],
  guardrails: [
    { id: 'kept-floor', title: 'Floor', metric: 'kept', sides: ['marketing', 'it'] },
    { id: 'ceiling', title: 'Ceiling', metric: 'lead-time', sides: ['marketing', 'it'] },
  ],
  goals: ['bookings-kept'],
  today: '2026-11-30',
};

describe('the draft of a goal', () => {
  it('begins with a template that is whole but for its outcome and target', () => {
    const draft = templateDraft(choices, '58.2');
    expect(draft).toMatchObject({ start: '2026-11-30', due: '2027-02-28', marketing: 'digital', it: 'service' });
    expect(draft.counterMetrics).toEqual(['ceiling']);
    const [keyResult] = draft.keyResults;
    const keyResults = keyResult ? [{ ...keyResult, target: '66' }] : [];
    const written = { ...writtenGoal({ ...draft, id: 'kept-up', outcome: 'More stays.', keyResults }) };
    expect(goalDocument.parse(written)).toMatchObject({ keyResults: [{ baseline: '58.2', target: '66' }] });
  });

  it('has an id that nobody has', () => {
    expect(idOfTitle('Bookings kept!', choices.goals)).toBe('bookings-kept-2');
    expect(idOfTitle('Gäste  kommen an', [])).toBe('ga-ste-kommen-an');
    expect(idOfTitle('…', [])).toBe('goal');
    expect(newKeyResult(['kr1', 'kr2']).id).toBe('kr3');
  });

  it('writes the terms that it was read from', () => {
    const terms = goalTermsDocument.parse({
      start: '2026-10-01',
      due: '2026-12-31',
      ledBy: 'it',
      counterMetrics: ['ceiling'],
      keyResults: [
        { id: 'a', metric: 'kept', kind: 'reach', baseline: 54, target: 66.5, path: 'curve', parts: [1, 2.5, 4] },
        {
          id: 'b',
          metric: 'kept',
          kind: 'reach',
          baseline: 1,
          target: 2,
          path: 'steps',
          milestones: [{ at: '2026-11-01', value: 1.5 }],
          weight: 3,
        },
        { id: 'c', metric: 'lead-time', kind: 'stay', atMost: 48, share: 0.8 },
      ],
    });
    expect(goalTermsDocument.parse(writtenTerms(draftOfTerms(terms)))).toEqual(terms);
  });

  it('sends what is no number as it is, so that the answer can name it', () => {
    const keyResult = { ...newKeyResult([], 'kept'), baseline: 'a few', target: '66', weight: 'much' };
    const draft = { ...templateDraft(choices, null), keyResults: [keyResult] };
    const issues = goalTermsDocument.safeParse(writtenTerms(draft)).error?.issues.map(({ path }) => path.join('.'));
    expect(issues).toEqual(expect.arrayContaining(['keyResults.0.weight', 'keyResults.0.baseline']));
  });
});

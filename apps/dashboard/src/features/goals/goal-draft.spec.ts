import { goalDocument, goalTermsDocument } from '@tandem/contracts/goal-document';
import type { GoalChoices } from '@tandem/contracts/goals';
import { draftOfTerms, idOfTitle, newKeyResult, templateDraft, writtenGoal, writtenTerms } from './goal-draft.js';
import { goalsAbove, placed } from './goal-place.js';

const choices: GoalChoices = {
  owners: [
    { id: 'digital', name: 'Digital', side: 'marketing' },
    { id: 'service', name: 'Service', side: 'it' },
  ],
  metrics: [
    { key: 'kept', title: 'Bookings kept', unit: '%', direction: 'up', standard: null },
    { key: 'lead-time', title: 'Lead time', unit: 'h', direction: 'down', standard: null },
  ],
  guardrails: [
    { id: 'kept-floor', title: 'Floor', metric: 'kept', sides: ['marketing', 'it'] },
    { id: 'ceiling', title: 'Ceiling', metric: 'lead-time', sides: ['marketing', 'it'] },
  ],
  teams: [{ id: 'desk', title: 'Service desk', side: 'it' }],
  goals: [
    { id: 'bookings-kept', title: 'Bookings kept', level: 'joint', side: null },
    { id: 'it-keeps-pace', title: 'IT keeps pace', level: 'department', side: 'it' },
    { id: 'sites-sell', title: 'Sites sell', level: 'department', side: 'marketing' },
  ],
  today: '2026-11-30',
};

describe('the draft of a goal', () => {
  it('begins with a template that is whole but for its outcome and target', () => {
    const draft = templateDraft(choices, { current: '58.2' });
    expect(draft).toMatchObject({ start: '2026-11-30', due: '2027-02-28', marketing: 'digital', it: 'service' });
    expect(draft.counterMetrics).toEqual(['ceiling']);
    const [keyResult] = draft.keyResults;
    const keyResults = keyResult ? [{ ...keyResult, target: '66' }] : [];
    const written = { ...writtenGoal({ ...draft, id: 'kept-up', outcome: 'More stays.', keyResults }) };
    expect(goalDocument.parse(written)).toMatchObject({ keyResults: [{ baseline: '58.2', target: '66' }] });
  });

  it('begins with the metric that asked for a goal, whose guardrail does not guard it', () => {
    const draft = templateDraft(choices, { key: 'lead-time', current: '30' });
    expect(draft.keyResults).toMatchObject([{ metric: 'lead-time', baseline: '30' }]);
    expect(draft.counterMetrics).toEqual(['kept-floor']);
    expect(templateDraft(choices, { key: 'unknown', current: null }).keyResults).toMatchObject([{ metric: 'kept' }]);
  });

  it('has an id that nobody has', () => {
    expect(idOfTitle('Bookings kept!', ['bookings-kept'])).toBe('bookings-kept-2');
    expect(idOfTitle('Gäste  kommen an', [])).toBe('ga-ste-kommen-an');
    expect(idOfTitle('…', [])).toBe('goal');
    expect(newKeyResult(['kr1', 'kr2']).id).toBe('kr3');
  });

  it('stands below a goal that fits: a department below a joint one, a team also below its own department', () => {
    const draft = templateDraft(choices, { current: null });
    const ofDepartment = placed(draft, 'department:it', choices);
    expect(ofDepartment).toMatchObject({ department: 'it', team: '', parent: 'bookings-kept' });
    expect(goalsAbove(ofDepartment, choices).map(({ id }) => id)).toEqual(['bookings-kept']);
    const ofTeam = placed({ ...ofDepartment, parent: 'it-keeps-pace' }, 'team:desk', choices);
    expect(ofTeam).toMatchObject({ department: '', team: 'desk', parent: 'it-keeps-pace' });
    expect(goalsAbove(ofTeam, choices).map(({ id }) => id)).toEqual(['bookings-kept', 'it-keeps-pace']);
    expect(writtenGoal(ofTeam)).toMatchObject({ team: 'desk', parent: 'it-keeps-pace' });
    expect(placed(ofTeam, 'joint', choices)).toMatchObject({ department: '', team: '', parent: '' });
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
    const draft = { ...templateDraft(choices, { current: null }), keyResults: [keyResult] };
    const issues = goalTermsDocument.safeParse(writtenTerms(draft)).error?.issues.map(({ path }) => path.join('.'));
    expect(issues).toEqual(expect.arrayContaining(['keyResults.0.weight', 'keyResults.0.baseline']));
  });
});

import { draftOf, formulaFaults, isSameDraft, lineStart, writtenDefinition } from './definition-draft.js';

const draft = draftOf({
  version: 1,
  needsBoth: true,
  signingTeams: { marketing: null, it: null },
  formulaText: 'kind: count\nat: [dueAt]\n',
  unit: 'count',
  precision: 0,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
});

describe('the draft of a definition', () => {
  it('is written as it was read when nobody changes it', () => {
    expect(writtenDefinition(draft)).toEqual({
      formulaText: 'kind: count\nat: [dueAt]\n',
      unit: 'count',
      precision: 0,
      direction: 'up',
      windowDays: 7,
      settlingDays: 0,
    });
    expect(isSameDraft(draft, { ...draft })).toBe(true);
    expect(isSameDraft(draft, { ...draft, unit: 's' })).toBe(false);
  });

  it('says nothing, not zero, for a number that was emptied', () => {
    expect(writtenDefinition({ ...draft, settlingDays: ' ' }).settlingDays).toBeNull();
  });

  it('has the faults of its formula in the order of their lines, and only those', () => {
    const issues = [
      { field: 'definition.formula.wher', reason: 'is not known here', line: 4 },
      { field: 'definition.unit', reason: 'is not known' },
      { field: 'definition.formula.at.0', reason: 'is no field', line: 2 },
      { field: 'definition.formulaText', reason: 'a quote is open', line: 3 },
    ];
    expect(formulaFaults({ statusCode: 400, error: 'Bad Request', message: '', issues })).toEqual([
      { line: 2, text: 'at.0: is no field' },
      { line: 3, text: 'a quote is open' },
      { line: 4, text: 'wher: is not known here' },
    ]);
    expect(formulaFaults(null)).toEqual([]);
  });

  it('finds where a line begins', () => {
    expect([1, 2, 3].map((line) => lineStart(draft.formulaText, line))).toEqual([0, 12, 24]);
  });
});

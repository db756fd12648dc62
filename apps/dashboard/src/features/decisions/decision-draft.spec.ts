import { contentOf, emptyDraft } from './decision-draft.js';

describe('the draft of a decision', () => {
  const empty = emptyDraft('campaigns', new URLSearchParams('goal=helped&kind=budgetRelease'));

  it('begins with what the address names', () => {
    expect(contentOf(empty)).toMatchObject({
      kind: 'budgetRelease',
      about: { kind: 'goal', id: 'helped' },
      driver: 'campaigns',
    });
    expect(emptyDraft('campaigns', new URLSearchParams('kind=agreement')).kind).toBe('ordinary');
  });

  it('promises nothing without a metric, and names no approver that was not chosen', () => {
    expect(contentOf(empty)).toMatchObject({ effect: null, approvers: {}, expiresOn: null });
    const effect = { metric: 'attainment', amount: ' 2,5 ', by: '2026-12-01' };
    expect(contentOf({ ...empty, ...effect, it: 'service' })).toMatchObject({
      effect: { metric: 'attainment', direction: 'up', amount: '2.5', by: '2026-12-01' },
      approvers: { it: 'service' },
    });
  });
});

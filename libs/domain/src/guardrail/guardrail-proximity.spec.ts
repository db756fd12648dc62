import { guardrailProximity } from './guardrail-proximity.js';

describe('guardrailProximity', () => {
  const floor = { id: 'floor', atLeast: '60' };
  const ceiling = { id: 'ceiling', atMost: '15' };

  it('is beyond only outside the limit', () => {
    expect(guardrailProximity(floor, '59.9', null)).toBe('beyond');
    expect(guardrailProximity(floor, '60', null)).toBe('near');
    expect(guardrailProximity(ceiling, '15.1', null)).toBe('beyond');
    expect(guardrailProximity(ceiling, '15', null)).toBe('near');
  });

  it('is near within a fifth of the way to the target', () => {
    expect(guardrailProximity(floor, '66', '90')).toBe('near');
    expect(guardrailProximity(floor, '66.01', '90')).toBe('inside');
    expect(guardrailProximity(ceiling, '14', '10')).toBe('near');
    expect(guardrailProximity(ceiling, '13.99', '10')).toBe('inside');
  });

  it('measures by the limit itself when there is no target on the inner side', () => {
    for (const target of [null, '50', '60']) {
      expect(guardrailProximity(floor, '63', target)).toBe('near');
      expect(guardrailProximity(floor, '63.01', target)).toBe('inside');
    }
    expect(guardrailProximity({ id: 'zero', atMost: '0' }, '0', null)).toBe('near');
    expect(guardrailProximity({ id: 'zero', atMost: '0' }, '-0.01', null)).toBe('inside');
  });

  it('is near until the clear limit that the guardrail states', () => {
    expect(guardrailProximity({ ...floor, clearAt: '70' }, '69.9', '62')).toBe('near');
    expect(guardrailProximity({ ...floor, clearAt: '70' }, '70', '90')).toBe('inside');
  });
});

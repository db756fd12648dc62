import type { BusinessCaseAnswer } from '@tandem/contracts/initiatives';
import { curveShape } from './curve-geometry.js';

const frame = { width: 116, height: 136, limitMonth: 2 };

function caseOf(cumulative: readonly string[], paybackMonth: number | null): BusinessCaseAnswer {
  return {
    months: cumulative.map((margin, index) => ({
      month: index + 1,
      cost: '0',
      benefit: '0',
      net: '0',
      cumulative: margin,
    })),
    netPresentValue: cumulative.at(-1) ?? '0',
    cost: '0',
    benefit: '0',
    paybackMonth,
    lostAgainInMonth: null,
    bestByLimit: null,
    benefitNeeded: null,
  };
}

describe('the curve of a case', () => {
  it('stands in every month as promised and, where it is known, by the live metric', () => {
    const shape = curveShape(caseOf(['-100.00', '100.00'], 2), caseOf(['0.00', '50.00'], 1), frame);
    expect(shape.places.map(({ x, y, live }) => [x, y, live?.y])).toEqual([
      [58, 116, 66],
      [108, 16, 41],
    ]);
    expect(shape.places[0]?.known.cumulative).toBe('-100.00');
    expect([shape.payback, shape.livePayback]).toMatchObject([{ x: 108, y: 16 }, { x: 58 }]);
    expect(shape.low).toMatchObject({ x: 58, y: 116, text: '-100' });
    expect(shape.actual).toBe('M8,66L58,116L108,16');
  });

  it('marks no payback that never comes and no live month that is not known', () => {
    const shape = curveShape(caseOf(['-1', '-2'], null), null, frame);
    expect([shape.payback, shape.livePayback, shape.forecast]).toEqual([null, null, null]);
    expect(shape.places.map(({ live }) => live)).toEqual([null, null]);
  });
});

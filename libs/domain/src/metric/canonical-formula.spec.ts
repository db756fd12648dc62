import { canonicalFormula } from './canonical-formula.js';
import type { MetricFormula } from './definition.js';

const formula: MetricFormula = {
  kind: 'count',
  stream: 'slaCycle',
  connections: ['a', 'b'],
  at: ['dueAt', 'stoppedAt'],
  where: { state: ['met', 'breached'], priority: 'high' },
  dimensions: ['priority', 'team'],
};

describe('canonical formula', () => {
  it('does not depend on the order of keys, dimensions or connections, nor on members that are absent', () => {
    const { kind, stream, at, ...rest } = formula;
    const same = {
      ...rest,
      dimensions: ['team', 'priority'],
      connections: ['b', 'a'],
      where: { priority: 'high', state: ['met', 'breached'] },
      at,
      stream,
      kind,
      per: undefined,
    } as MetricFormula;
    expect(canonicalFormula(same)).toBe(canonicalFormula(formula));
  });

  it.each<[string, Partial<MetricFormula>]>([
    ['the order of instants, because the first one counts', { at: ['stoppedAt', 'dueAt'] }],
    ['a condition', { where: { state: ['met'], priority: 'high' } }],
    ['a dimension', { dimensions: ['priority'] }],
    ['the connections', { connections: ['a'] }],
    ['the kind of rate', { per: 'week' }],
  ])('depends on %s', (_what, change) => {
    expect(canonicalFormula({ ...formula, ...change } as MetricFormula)).not.toBe(canonicalFormula(formula));
  });
});

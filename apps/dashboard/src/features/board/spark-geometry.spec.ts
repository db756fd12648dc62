import { sparkShape } from './spark-geometry.js';

const trend = (values: readonly (string | null)[], expected: readonly (string | null)[] = []) =>
  values.map((value, index) => ({ end: `2026-11-0${index + 1}T00:00:00Z`, value, expected: expected[index] ?? null }));
const plain = { guardrail: null, atLeast: null, atMost: null };
const rail = (side: 'floor' | 'ceiling', limit: string) => ({
  id: 'g',
  title: 'g',
  kind: 'threshold' as const,
  measure: 'value' as const,
  by: null,
  explanation: null,
  slices: null,
  side,
  limit,
  state: 'held' as const,
  alertId: null,
  since: null,
});

describe('sparkShape', () => {
  it('breaks the line where a day has no value', () => {
    const shape = sparkShape({ ...plain, trend: trend(['1', '2', null, '3']) }, 100, 30);
    expect(shape?.line.match(/M/g)).toHaveLength(2);
  });

  it('ends its dot on the last day that has a value', () => {
    const shape = sparkShape({ ...plain, trend: trend(['1', '2', null]) }, 105, 30);
    expect(shape?.last?.x).toBeCloseTo(2 + 98 / 2);
  });

  it('draws nothing without any value', () => {
    expect(sparkShape({ ...plain, trend: trend([null, null]) }, 100, 30)).toBeNull();
    expect(sparkShape({ ...plain, trend: [] }, 100, 30)).toBeNull();
  });

  it('survives a line without any spread', () => {
    expect(sparkShape({ ...plain, trend: trend(['0', '0']) }, 100, 30)?.line).not.toMatch(/NaN|Infinity/);
  });

  it('draws higher values higher, whatever is better', () => {
    const shape = sparkShape({ ...plain, trend: trend(['1', '9']) }, 100, 30);
    expect(shape?.last?.y).toBeLessThan(15);
  });

  it('shows a guardrail that is near, tinted beyond it, and leaves out one that is far', () => {
    const near = sparkShape({ ...plain, trend: trend(['10', '12']), guardrail: rail('floor', '9.5') }, 100, 30);
    expect(near?.guardrail?.top).toBe(near?.guardrail?.y);
    const far = sparkShape({ ...plain, trend: trend(['10', '12']), guardrail: rail('ceiling', '90') }, 100, 30);
    expect(far?.guardrail).toBeNull();
  });
});
